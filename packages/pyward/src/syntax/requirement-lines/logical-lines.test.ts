import fc from "fast-check";
import { expect, test } from "vitest";
import { MAX_LINE_LENGTH, locate, readLogicalLines } from "./logical-lines.ts";

const read = (text: string): [number, string, string | null][] =>
  [...readLogicalLines(text)].map((line) => [line.number, line.text, line.comment]);

test.each<[string, [number, string, string | null][]]>([
  ["", []],
  ["\n \n\t\n", []],
  [
    "a\n\nb",
    [
      [1, "a", null],
      [3, "b", null],
    ],
  ],
  [
    "a\r\nb\rc\u2028d",
    [
      [1, "a", null],
      [2, "b", null],
      [3, "c", null],
      [4, "d", null],
    ],
  ],
  ["  a # note", [[1, "a", " note"]]],
  ["a#b #c #d", [[1, "a#b", "c #d"]]],
  ["a\u00a0#b", [[1, "a", "b"]]],
  ["#only", [[1, "", "only"]]],
  [
    "a \\\n b \\\n c\nd",
    [
      [1, "a  b  c", null],
      [4, "d", null],
    ],
  ],
  [
    "a\\\n# note \\\nb",
    [
      [1, "a", " note \\"],
      [3, "b", null],
    ],
  ],
  ["a # note \\\nb", [[1, "a", " note b"]]],
  ["\\\\a\\\\\n\\b", [[1, "a\\b", null]]],
  ["a\\", [[1, "a", null]]],
  ["\\\n\\\n", []],
])("%j", (text, lines) => expect(read(text)).toEqual(lines));

test("a place is found through continuations and indentation", () => {
  const text = "x\n  a \\\n   == \\\r\n 1 # note\n";
  const line = [...readLogicalLines(text)][1];
  if (line === undefined) throw new Error("there is a second line");
  const place = (what: string) => locate(line, line.text.indexOf(what));
  expect(place("a")).toEqual({ offset: text.indexOf("a"), line: 2, column: 3 });
  expect(place("==")).toEqual({ offset: text.indexOf("=="), line: 3, column: 4 });
  expect(place("1")).toEqual({ offset: text.indexOf("1"), line: 4, column: 2 });
});

test("every character of a line stands at its place", () => {
  const text = fc.array(
    fc.constantFrom("a", "é", "😀", " ", "\t", "#", "\\", "\n", "\r\n", "\u2029", "\\\n"),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(text, (parts) => {
      const whole = parts.join("");
      for (const line of readLogicalLines(whole)) {
        for (let index = 0; index < line.text.length; index++) {
          expect(whole[locate(line, index).offset]).toBe(line.text[index]);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test("a line that is too long is one, however it is split", () => {
  for (const text of ["a".repeat(MAX_LINE_LENGTH + 1), "ab\\\n".repeat(MAX_LINE_LENGTH)]) {
    expect([...readLogicalLines(`${text}\nb`)].map(({ isTooLong }) => isTooLong)[0]).toBe(true);
  }
  expect([...readLogicalLines("a".repeat(MAX_LINE_LENGTH))][0]?.isTooLong).toBe(false);
});
