import { expect, test } from "vitest";
import { CAUSES, EFFECTS } from "./phrases.ts";
import type { WeaknessId } from "./index.ts";
import { classifyWeakness, WEAKNESSES } from "./index.ts";

type Case = readonly [summary: string | null, details: string | null, WeaknessId | null];

const CASES: readonly Case[] = [
  ["Cross-site scripting (XSS) in the login form", null, "cross-site-scripting"],
  ["PATH-TRAVERSAL\nwhen unpacking", null, "path-traversal"],
  // A cause goes before an effect, wherever it stands in one text.
  ["Denial of service by an integer overflow", null, "integer-overflow"],
  ["Code execution through unsafe deserialization", null, "deserialization"],
  // Of two causes the first named.
  ["SSRF that leads to SQL injection", null, "ssrf"],
  // The longest phrase that starts at a word speaks.
  ["Time of check, time of use", null, "race-condition"],
  ["Uncontrolled resource consumption", null, "denial-of-service"],
  // The summary goes before the details, even with an effect only.
  ["Denial of service in the parser", "An integer overflow lets the parser run on.", "denial-of-service"],
  [null, "A crafted header makes the parser run into an infinite loop.", "infinite-loop"],
  ["", "A crafted header makes the parser run into an infinite loop.", "infinite-loop"],
  ["The parser hangs", `${"word ".repeat(60)} which is an infinite loop`, "infinite-loop"],
  ["The parser hangs", `${"word ".repeat(80)} which is an infinite loop`, null],
  [null, `${"word ".repeat(130)} which is an infinite loop`, null],
  // Spoken of, not found.
  ["The filter does not prevent XSS", null, null],
  ["Another flaw than the SQL injection of last year", null, null],
  ["The CSRF token is sent to other hosts", null, null],
  ["SSRF protection can be switched off", null, null],
  ["The XSS filter drops a tag, which is a path traversal", null, "path-traversal"],
  // Words, not parts of words.
  ["The msdos and redosable names", null, null],
  ["Improper input validation", "It has been fixed.", null],
  [null, null, null],
];

test.each(CASES)("%s / %s", (summary, details, expected) => {
  expect(classifyWeakness({ summary, details })).toBe(expected);
});

test("every class can be found, and no phrase belongs to two", () => {
  const rows = [...CAUSES, ...EFFECTS];
  expect([...new Set(rows.map(([id]) => id))].toSorted()).toEqual(Object.keys(WEAKNESSES).toSorted());
  const phrases = rows.flatMap(([id, list]) => list.split(" | ").map((phrase) => ({ id, phrase })));
  expect(new Set(phrases.map(({ phrase }) => phrase)).size).toBe(phrases.length);
  for (const { id, phrase } of phrases)
    expect([phrase, classifyWeakness({ summary: phrase, details: null })]).toEqual([phrase, id]);
});

test("a megabyte of hostile text costs no more than its beginning", () => {
  const start = performance.now();
  for (const text of ["xml external ".repeat(80_000), "a".repeat(1_000_000), "(".repeat(1_000_000)]) {
    expect(classifyWeakness({ summary: text, details: text })).toBeNull();
  }
  expect(performance.now() - start).toBeLessThan(200);
});
