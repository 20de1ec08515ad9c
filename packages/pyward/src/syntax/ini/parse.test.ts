import fc from "fast-check";
import { expect, test } from "vitest";
import { parseIni } from "./index.ts";

/** As ConfigParser gives it: the lines of each value joined. */
function values(text: string): Record<string, Record<string, string>> {
  return Object.fromEntries(
    parseIni(text).sections.map(({ name, options }) => [
      name,
      Object.fromEntries(
        options.map(({ name: key, lines }) => [key, lines.map((line) => line.text).join("\n")]),
      ),
    ]),
  );
}

// Each expectation is what Python 3.11's RawConfigParser gives, with `optionxform = str`.
test.each([
  ["delimiters", "[a]\nx=1\ny : 2\nz == 3\nw = a:b", { a: { x: "1", y: "2", z: "= 3", w: "a:b" } }],
  ["case", "[a]\nX-y = 1", { a: { "X-y": "1" } }],
  ["an empty value", "[a]\nx =\ny=", { a: { x: "", y: "" } }],
  ["a list", "[a]\nx =\n  1\n  2 # no comment\n", { a: { x: "\n1\n2 # no comment" } }],
  ["comments in a list", "[a]\nx =\n  1\n  # no\n; no\n  2\n", { a: { x: "\n1\n2" } }],
  ["empty lines in a list", "[a]\nx = 1\n\n  2\n\n\n[b]\n", { a: { x: "1\n\n2" }, b: {} }],
  ["an indented option", "  [a]\n  x = 1\n   2\n  y = 3\n z = 4", { a: { x: "1\n2", y: "3", z: "4" } }],
  ["an indented section in a value", "[a]\nx = 1\n [b]\n", { a: { x: "1\n[b]" } }],
  ["brackets", "[a]b]\nx=1\n[[c]]\n", { "a]b": { x: "1" }, "[c]": {} }],
  ["percent signs", "[a]\nx = %(y)s", { a: { x: "%(y)s" } }],
  ["line ends", "[a]\r\nx =\r\n  1\r  2\n", { a: { x: "\n1\n2" } }],
  ["a mark", "\uFEFF[a]\nx = 1", { a: { x: "1" } }],
  ["nothing", "", {}],
])("reads %s as Python does", (_, text, expected) => {
  expect(values(text)).toEqual(expected);
  expect(parseIni(text).faults).toEqual([]);
});

test.each([
  ["x = 1\n[a]\ny = 2", [0], { a: { y: "2" } }],
  ["[a]\nx = 1\n[b]\n[a]\ny = 2", [14], { a: { x: "1", y: "2" }, b: {} }],
  ["[a]\nx = 1\nx = 2", [10], { a: { x: "1\n2" } }],
  ["[a]\nword\nx = 1", [4], { a: { x: "1" } }],
  ["[a]\n= 1\n  2\nx = 1", [4, 10], { a: { x: "1" } }],
])("goes on behind the fault in %j", (text, offsets, expected) => {
  expect(parseIni(text).faults.map(({ offset }) => offset)).toEqual(offsets);
  expect(values(text)).toEqual(expected);
});

test("everything stands where it says", () => {
  const piece = fc.constantFrom("[a]", "x", "=", ":", " ", "\n", "\r\n", "#", ";", "b", "\t", "\u00A0");
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(text, (given) => {
      for (const { name, start, options } of parseIni(given).sections) {
        expect(given.startsWith(`[${name}]`, start)).toBe(true);
        for (const option of options) {
          expect(given.startsWith(option.name, option.start)).toBe(true);
          for (const line of option.lines) expect(given.startsWith(line.text, line.start)).toBe(true);
        }
      }
    }),
  );
});

test.each(["[a]\n", "x=\n", "[a]\nx=\n", " y\n", "\n", "[", "=", "]"])("is quick on %j, often", (piece) => {
  const started = process.cpuUsage();
  parseIni(`[a]\nx=1\n${piece.repeat(100_000)}`);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
});
