import fc from "fast-check";
import { expect, test } from "vitest";
import { splitWords } from "./split-words.ts";

test.each([
  ["", []],
  ["  a\tb  c\n", ["a", "b", "c"]],
  ["-r 'a b' \"c d\"", ["-r", "a b", "c d"]],
  ["a'b'\"c\"d", ["abcd"]],
  ["'' \"\" a''", ["", "", "a"]],
  ["a\\ b \\\\ \\'", ["a b", "\\", "'"]],
  ['\'a\\b\' "a\\b\\"\\\\"', ["a\\b", 'a\\b"\\']],
  ["a\u00a0b", ["a\u00a0b"]],
  ["a # b", ["a", "#", "b"]],
])("%j", (text, words) => expect(splitWords(text)).toEqual({ kind: "words", words }));

test.each([
  ["'a", "open-quote"],
  ['a "b', "open-quote"],
  ['"a\\"', "open-quote"],
  ["a\\", "lone-backslash"],
  ['"a\\', "lone-backslash"],
])("%j has none: %s", (text, kind) => expect(splitWords(text)).toEqual({ kind }));

test("a word in single quotes comes back as it is", () => {
  fc.assert(
    fc.property(fc.array(fc.string().map((text) => text.replaceAll("'", ""))), (words) => {
      expect(splitWords(words.map((word) => `'${word}'`).join(" "))).toEqual({ kind: "words", words });
    }),
  );
});
