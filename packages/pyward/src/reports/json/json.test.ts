import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Report } from "../../model/index.ts";
import { readReport } from "../../read-report.ts";
import { json } from "./index.ts";

const EXAMPLES = new URL("../shared/fixtures/", import.meta.url);
const VIEW = { width: 80, color: false, verbose: false };
const examples = readdirSync(EXAMPLES).map(
  (name) => [name, readFileSync(new URL(name, EXAMPLES), "utf8")] as const,
);

function render(text: string): string {
  const read = readReport(text);
  if (!read.ok) throw read.error;
  return json.render(read.value, VIEW);
}

test.each(examples)("%s, read and written, is the same bytes", (_, text) => {
  expect(render(text)).toBe(text);
});

test.each(examples)("%s: the order of keys is the contract's, whatever order they came in", (_, text) => {
  const reversed: Report = JSON.parse(text, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toReversed())
      : value,
  );
  const written = JSON.stringify(reversed);
  expect(written.startsWith('{"notes"')).toBe(true);
  expect(render(written)).toBe(text);
});

test("any text comes back as it was", () => {
  const [, text] = examples[0] ?? ["", "{}"];
  const report = readReport(text);
  if (!report.ok) throw report.error;
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (note) => {
      const written = json.render({ ...report.value, notes: [note] }, VIEW);
      const back: { notes: readonly string[] } = JSON.parse(written);
      expect(back.notes).toEqual([note]);
    }),
  );
});
