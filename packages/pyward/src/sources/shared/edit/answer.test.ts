import { expect, test } from "vitest";
import type { Edit, VersionChange } from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import { answerOf, type ChangeResult } from "./answer.ts";

const change = (name: string): VersionChange => ({
  name: normalizeName(name),
  from: null,
  to: "2",
  release: null,
});
const edit = (path: string, start: number, end: number, text = "x"): Edit => ({
  path,
  span: { start, end },
  was: "",
  text,
});
const made = (...edits: readonly Edit[]): ChangeResult => ({ kind: "made", edits });

test("edits in order, each once; what comes to one place in two ways is left", () => {
  const results = [
    { change: change("a"), result: made(edit("f", 10, 20), edit("e", 5, 5, "b")) },
    { change: change("b"), result: made(edit("f", 10, 20), edit("e", 5, 5, "a")) },
    { change: change("c"), result: made(edit("f", 15, 16)) },
    { change: change("d"), result: made(edit("f", 20, 21), edit("g", 1, 2)) },
    { change: change("e"), result: made(edit("f", 10, 20, "y"), edit("h", 1, 2)) },
    { change: change("g"), result: { kind: "left", reason: "is of clay" } },
  ] as const;
  const answer = answerOf(results);
  expect(answer.edits.map(({ path, span, text }) => `${path} ${span.start}-${span.end} ${text}`)).toEqual([
    "e 5-5 a",
    "e 5-5 b",
    "f 10-20 x",
    "f 20-21 x",
    "g 1-2 x",
  ]);
  expect(answer.made).toEqual(["a", "b", "d"]);
  expect(answer.left.map(({ name, reason }) => `${name} ${reason}`)).toEqual([
    "c would have to change at one place in two ways",
    "e would have to change at one place in two ways",
    "g is of clay",
  ]);
});

test("thousands of changes are put together quickly", () => {
  const results = Array.from({ length: 20_000 }, (_, at) => ({
    change: change(`p${at}`),
    result: made(edit("f", 10 * at, 10 * at + 5), edit("f", 10 * at + 5, 10 * at + 9)),
  }));
  const started = process.cpuUsage();
  expect(answerOf(results.toReversed()).edits).toHaveLength(40_000);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
});
