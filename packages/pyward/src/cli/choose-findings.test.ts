import { expect, test } from "vitest";
import { press } from "./choose-findings.ts";

const ROWS = [
  { title: "a", fingerprints: ["1"] },
  { title: "b", fingerprints: ["2", "3"] },
];

function pressed(...names: readonly string[]) {
  const state = { at: 0, chosen: new Set(ROWS) };
  const answers = names.map((name) => press(name, ROWS, state));
  return { at: state.at, chosen: [...state.chosen].map(({ title }) => title), answer: answers.at(-1) };
}

test("space takes a row out and in, arrows stop at the ends", () => {
  expect(pressed("down", "down", "space")).toEqual({ at: 1, chosen: ["a"], answer: null });
  expect(pressed("space", "space", "up")).toEqual({ at: 0, chosen: ["b", "a"], answer: null });
});

test("enter is a yes where anything is chosen, escape and interruption are a no", () => {
  expect(pressed("return").answer).toBe(true);
  expect(pressed("space", "down", "space", "return").answer).toBe(false);
  expect(pressed("escape").answer).toBe(false);
  expect(pressed("ctrl-c").answer).toBe(false);
  expect(pressed("x").answer).toBe(null);
});
