import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readShell, ShellVariables, type ShellText } from "./index.ts";

/** Commands as lists of words; a computed one is marked. */
function read(text: string, set: Readonly<Record<string, string | null>> = {}, escape?: "`"): string[][] {
  const variables = new ShellVariables();
  for (const [name, value] of Object.entries(set)) variables.set(name, value);
  const script: ShellText = { text, variables, ...(escape === undefined ? {} : { escape }) };
  return [...readShell(script)].map(({ words }) =>
    words.map((word) => (word.isComputed ? `?${word.text}` : word.text)),
  );
}

describe("divides", () => {
  test.each<[string, string[][]]>([
    ["a b  c", [["a", "b", "c"]]],
    ["a && b || c; d | e & f", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"]]],
    ["a \\\n  b\\\nc", [["a", "bc"]]],
    ["a\nb # c\n# d\ne#f", [["a"], ["b"], ["e#f"]]],
    ["'a b' \"c d\" e\\ f \"\" ''", [["a b", "c d", "e f", "", ""]]],
    ['"a\\"b\\$c\\d" \'e\\\'', [['a"b$c\\d', "e\\"]]],
    ["(a; b) { c; }", [["a"], ["b"], ["{", "c"], ["}"]]],
    ["a >b 2>&1 <c d>=1 &>e f", [["a", "d", "f"]]],
    ["a 2b 2", [["a", "2b", "2"]]],
    ["a <<E b\nx && y\nE\nc", [["a", "b"], ["c"]]],
    ["a <<-'E'\n\tx\n\tE\nc", [["a"], ["c"]]],
    ["a 'open", [["a", "open"]]],
  ])("%j", (text, commands) => expect(read(text)).toEqual(commands));
});

describe("puts in what is known", () => {
  test.each<[string, string[]]>([
    ["a==$V b${V}c \"$V\" '$V'", ["a==1.0", "b1.0c", "1.0", "$V"]],
    ['$LIST "$LIST"', ["x", "y", "x y"]],
    ["a$LIST", ["ax", "y"]],
    ["${NO:-d} ${NO-d} ${V:-d} ${EMPTY:-d} ${EMPTY-d} ${V:+d}", ["d", "d", "1.0", "d", "d"]],
    ["$NO ${NO} a=$NULL", ["?$NO", "?${NO}", "?a=$NULL"]],
    ["$(a b) `c d` $((1+2)) ${V%x} $1", ["?$(a b)", "?`c d`", "?$((1+2))", "?${V%x}", "?$1"]],
    ['"x$(echo "a b")y" z', ['?x$(echo "a b")y', "z"]],
    ["5$ $", ["5$", "$"]],
  ])("%j", (text, words) =>
    expect(read(text, { V: "1.0", LIST: "x y", EMPTY: "", NULL: null }).flat()).toEqual(words),
  );
});

test("a grave accent escapes where a Dockerfile says so, and a backslash is a character", () => {
  expect(read("C:\\x a `\n b` c", {}, "`")).toEqual([["C:\\x", "a", "b c"]]);
});

test("variables that hold each other end", () => {
  const variables = new ShellVariables();
  variables.set("A", "x".repeat(20_000));
  const text = "$A ".repeat(1000);
  const words = [...readShell({ text, variables })].flatMap((command) => command.words);
  expect(words).toHaveLength(1000);
  expect(words.filter(({ isComputed }) => !isComputed)).toHaveLength(99);
});

test("each word stands where it says, whatever the text", () => {
  const piece = fc.constantFrom(
    "a",
    " ",
    "\n",
    "'",
    '"',
    "\\",
    "$",
    "{",
    "}",
    "(",
    ")",
    "`",
    "<<E",
    ">",
    ";",
    "#",
    "V",
    "=",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join("");
      const variables = new ShellVariables();
      variables.set("V", "v w");
      let last = 0;
      for (const { words } of readShell({ text, variables })) {
        for (const { start, end } of words) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          last = start;
        }
      }
    }),
    { numRuns: 2000 },
  );
});
