import { expect, test } from "vitest";
import { parseTagValue } from "./index.ts";

test("reads tags, values of several lines and comments, with places", () => {
  const text = "\u{FEFF}# c\r\nA: b: c \r\n  Long :<text>one\nB: two</text> rest\n\nC:\n";
  const { lines, faults, positionOf } = parseTagValue(text);
  expect(lines.map(({ tag, value }) => [tag, value])).toEqual([
    ["A", "b: c"],
    ["Long", "one\nB: two"],
    ["C", ""],
  ]);
  expect(faults).toEqual([]);
  expect(lines.map(({ start }) => positionOf(start))).toEqual([
    { line: 2, column: 4 },
    { line: 3, column: 9 },
    { line: 6, column: 3 },
  ]);
});

test("says which lines it cannot read, and goes on", () => {
  const { lines, faults } = parseTagValue("nothing\nA: b\n  http//x\nB: <text>open\nC: d");
  expect(lines.map(({ tag, value }) => [tag, value])).toEqual([
    ["A", "b"],
    ["B", "open\nC: d"],
  ]);
  expect(faults.map(({ offset }) => offset)).toEqual([0, 15, 26]);
});

test.each([
  "A: <text>\n".repeat(50_000),
  "a".repeat(2_000_000),
  `${" ".repeat(1000)}\n`.repeat(2000),
  "A: <text></text>\n".repeat(50_000),
])("is quick on %.12j", (text) => {
  const started = process.cpuUsage();
  parseTagValue(text);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(1);
});
