import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXAMPLES, exampleReport } from "../../../../../../test/laws/example-reports.ts";
import type { Report } from "../../../model/index.ts";
import type { Reporter } from "../../shared/reporter.ts";
import { table } from "../index.ts";
import { widthOf } from "../pieces.ts";

const PLAIN = { width: 80, color: false, verbose: false };
const ofChange: Reporter = (await table.ofChange?.()) ?? table;
const diff = exampleReport("diff");

function expected(name: string): string {
  return new URL(`./fixtures/${name}.txt`, import.meta.url).pathname;
}

test.each([60, 100])("at %i columns", async (width) => {
  await expect(ofChange.render(diff, { ...PLAIN, width })).toMatchFileSnapshot(expected(`diff.${width}`));
});

test("in full", async () => {
  const text = ofChange.render(diff, { ...PLAIN, verbose: true });
  await expect(text).toMatchFileSnapshot(expected("diff.80.verbose"));
});

test("what a change brings stands before what it leaves, and the counts are the report's", () => {
  const text = ofChange.render(diff, PLAIN);
  const heads = [
    ...text.matchAll(/^(New|Disclosed since|Still there|Gone|No longer audited|Dependencies)\b/gm),
  ];
  expect(heads.map(([, head]) => head)).toEqual([
    "New",
    "Disclosed since",
    "Still there",
    "Gone",
    "No longer audited",
    "Dependencies",
  ]);
  expect(text).toContain("FAIL  2 new, 1 disclosed since, 3 still there, 1 gone, 1 no longer audited\n");
});

test("what fails although the base has it has a section of its own", () => {
  const [first, second, ...rest] = diff.findings;
  if (first === undefined || second === undefined) throw new Error("the example is empty");
  const verdict = { status: "fail", rule: "exploited", reason: "known to be exploited since" } as const;
  const rearmed: Report = { ...diff, findings: [first, { ...second, verdict }, ...rest] };
  expect(ofChange.render(rearmed, PLAIN)).toContain("\nStill there, and no longer excused · 1 finding\n");
});

test("a long list of dependencies is cut, and it is said", () => {
  const { comparison } = diff;
  const [change] = comparison?.dependencies ?? [];
  if (comparison === null || change === undefined) throw new Error("the example is empty");
  const dependencies = Array.from({ length: 50 }, (_, at) => ({ ...change, name: `brick-${at}` }));
  const long: Report = { ...diff, comparison: { ...comparison, dependencies } };
  expect(ofChange.render(long, PLAIN)).toContain("… and 30 more (--verbose shows all)");
  expect(ofChange.render(long, { ...PLAIN, verbose: true })).toContain("brick-49");
});

describe("any report", () => {
  test.each(EXAMPLES)("%s: no line is wider than the terminal", (name) => {
    const report = { ...exampleReport(name), comparison: exampleReport(name).comparison ?? diff.comparison };
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 240 }), fc.boolean(), (width, verbose) => {
        const lines = ofChange.render(report, { width, color: false, verbose }).split("\n");
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 40 },
    );
  });

  test("one that was compared with nothing is the usual table", () => {
    expect(ofChange.render(exampleReport("judged"), PLAIN)).toBe(
      table.render(exampleReport("judged"), PLAIN),
    );
  });
});
