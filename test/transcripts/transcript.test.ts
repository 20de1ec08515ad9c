import { expect, test } from "vitest";
import { commandsOf, render } from "./transcript.ts";

test("a line is split as a shell would, without being one", () => {
  const [command] = commandsOf(`$ NO_COLOR=1 A=b=c pyward audit 'a b' --ignore="X=why not" $HOME *\n`);
  expect(command).toEqual({
    head: [`$ NO_COLOR=1 A=b=c pyward audit 'a b' --ignore="X=why not" $HOME *`],
    environment: { NO_COLOR: "1", A: "b=c" },
    argv: ["audit", "a b", "--ignore=X=why not", "$HOME", "*"],
  });
});

test("what looks like a command inside an answer is output", () => {
  const text = "# first\n$ pyward a\n$ pyward not-a-command\n[exit 0]\n\n$ pyward b\n[stderr]\nx\n[exit 2]\n";
  expect(commandsOf(text).map(({ argv }) => argv)).toEqual([["a"], ["b"]]);
});

test("commands that were never run follow each other", () => {
  expect(commandsOf("$ pyward a\n# second\n$ pyward b\n").map(({ head }) => head)).toEqual([
    ["$ pyward a"],
    ["# second", "$ pyward b"],
  ]);
});

test("an answer is shown with its control characters visible", () => {
  const [command] = commandsOf("$ pyward a\n");
  const answer = { stdout: "\u001B[1mx\n", stderr: "no end", code: 1 };
  expect(command && render(command, answer)).toBe(
    "$ pyward a\n\\u{1b}[1mx\n[stderr]\nno end\\no newline\n[exit 1]\n",
  );
});

test("nothing but pyward runs", () => {
  expect(() => commandsOf("$ rm -rf project\n")).toThrow("runs pyward and nothing else");
});
