import { readdirSync, readFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../model/index.ts";
import { withText } from "../../../../test/laws/example-reports.ts";
import { readReport } from "../read-report.ts";
import { REPORTS } from "./registry.ts";
import type { Reporter, View } from "./shared/reporter.ts";

// What every report format keeps. A new folder on the shelf is under these laws from its first day.

const FIXTURES = new URL("./shared/fixtures/", import.meta.url);
const PLAIN: View = { width: 80, color: false, verbose: false };
const VIEWS: readonly View[] = [
  PLAIN,
  { width: 40, color: false, verbose: true },
  { width: 160, color: true, verbose: true },
];

const examples = readdirSync(FIXTURES)
  .filter((name) => name.endsWith(".json"))
  .map((name) => [name, exampleReport(name)] as const);
const usual = await Promise.all(
  REPORTS.map(async (entry) => [entry.meta.id, entry.meta, await entry.load()] as const),
);
// What a format has for changes is under the same laws.
const ofChanges = await Promise.all(
  usual.flatMap(([id, meta, { ofChange }]) =>
    ofChange === undefined ? [] : [ofChange().then((reporter) => [id, meta, reporter] as const)],
  ),
);
const reporters = [...usual, ...ofChanges];

function exampleReport(name: string): Report {
  const read = readReport(readFileSync(new URL(name, FIXTURES), "utf8"));
  if (!read.ok) throw read.error;
  return read.value;
}

describe.each(reporters)("%s", (id, meta, reporter) => {
  test("its folder, its id and its facts agree", () => {
    expect(reporter.meta).toBe(meta);
    expect(meta.id).toBe(id);
    expect(id).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(meta.mediaType).toMatch(/^[a-z]+\/[a-z0-9.+-]+$/);
  });

  test.each(examples)("%s renders, the same bytes twice, ending in a newline", (_, report) => {
    for (const view of VIEWS) {
      const text = reporter.render(report, view);
      expect(reporter.render(structuredClone(report), view)).toBe(text);
      expect(text.endsWith("\n")).toBe(true);
    }
  });

  test.each(examples)("%s gives nothing that a terminal or a build service obeys", (_, report) => {
    for (const view of VIEWS) expectHarmless(reporter, report, view);
  });

  test.each(examples)("%s is not changed", (_, report) => {
    const before = structuredClone(report);
    reporter.render(report, PLAIN);
    expect(report).toEqual(before);
  });

  test.each(examples)("%s tells nothing of the host", (_, report) => {
    const text = VIEWS.map((view) => reporter.render(report, view)).join("");
    for (const path of [process.cwd(), homedir(), tmpdir()]) expect(text).not.toContain(`${path}/`);
  });

  test.each([
    ["public", "public then"],
    ["known", "held then"],
  ] as const)("says as of when it was audited, and by what: %s", (asOfBy, words) => {
    for (const name of ["webshop.json", "diff.json", "judged.json"]) {
      const report = { ...exampleReport(name), asOf: "2025-06-30T23:59:59Z", asOfBy };
      const text = reporter.render(report, PLAIN).replaceAll(/\s+/g, " ");
      expect(text).toContain("2025-06-30");
      expect(text.includes(words) || text.includes(`"asOfBy": "${asOfBy}"`)).toBe(true);
      expect(text).not.toBe(reporter.render(exampleReport(name), PLAIN).replaceAll(/\s+/g, " "));
    }
  });

  test("neutralises any text from outside, wherever it stands", () => {
    const reports = [exampleReport("judged.json"), exampleReport("diff.json")];
    fc.assert(
      fc.property(
        hostileText(),
        fc.constantFrom(...reports),
        fc.constantFrom(...VIEWS),
        (text, report, view) => {
          expectHarmless(reporter, withText(report, text), view);
        },
      ),
      { numRuns: 100 },
    );
  });
});

const OWN_COMMAND = /^::(?:error|warning|notice) (?:file=[^:,\n]*,(?:line=[0-9]+,)?)?title=[^:,\n]*::/gm;

/** Colours are the only escapes, and only where they are asked for. */
function expectHarmless(reporter: Reporter, report: Report, view: View): void {
  const text = reporter.render(report, view);
  const plain = view.color ? text.replace(/\x1b\[[0-9;]*m/g, "") : text;
  expect(plain).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  expect(plain.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  // One format is commands of a build service: what is left without the heads of its own must be as harmless.
  const said = reporter.meta.id === "github" ? plain.replace(OWN_COMMAND, "") : plain;
  expect(said).not.toMatch(/^\s*::|##[a-z]*\[/im);
}

function hostileText(): fc.Arbitrary<string> {
  const part = fc.constantFrom(
    "::error::",
    "##[x]",
    "##vso[",
    "\x1b[2J",
    "\n",
    "\r\n",
    "\u202e",
    "\u200b",
    " ",
    "a",
    "依",
    ":",
    "#",
  );
  return fc.oneof(
    fc.array(part, { maxLength: 40 }).map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
}
