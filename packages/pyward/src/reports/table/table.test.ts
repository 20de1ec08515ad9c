import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../../model/index.ts";
import { readReport } from "../../read-report.ts";
import { table } from "./index.ts";
import { widthOf } from "./pieces.ts";

const EXAMPLES = new URL("../shared/fixtures/", import.meta.url);
const names = readdirSync(EXAMPLES).map((name) => name.replace(/\.json$/, ""));

function example(name: string): Report {
  const read = readReport(readFileSync(new URL(`${name}.json`, EXAMPLES), "utf8"));
  if (!read.ok) throw read.error;
  return read.value;
}

function expected(name: string): string {
  return new URL(`./fixtures/${name}.txt`, import.meta.url).pathname;
}

describe.each(names)("%s", (name) => {
  test.each([60, 100, 160])("at %i columns", async (width) => {
    const text = table.render(example(name), { width, color: false, verbose: false });
    await expect(text).toMatchFileSnapshot(expected(`${name}.${width}`));
  });

  test("in full at 80 columns", async () => {
    const text = table.render(example(name), { width: 80, color: false, verbose: true });
    await expect(text).toMatchFileSnapshot(expected(`${name}.80.verbose`));
  });

  test("no line is wider than the terminal", () => {
    const report = example(name);
    fc.assert(
      fc.property(fc.integer({ min: 24, max: 240 }), fc.boolean(), (width, verbose) => {
        const lines = table.render(report, { width, color: false, verbose }).split("\n");
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
      }),
      { numRuns: 40 },
    );
  });

  test("colour adds nothing but colour", () => {
    const plain = table.render(example(name), { width: 80, color: false, verbose: false });
    const colored = table.render(example(name), { width: 80, color: true, verbose: false });
    expect(colored).not.toBe(plain);
    expect(colored.replace(/\x1b\[[0-9;]*m/g, "")).toBe(plain);
  });
});

test("a width that makes no sense is 80", () => {
  const at = (width: number) => table.render(example("webshop"), { width, color: false, verbose: false });
  expect(at(Number.NaN)).toBe(at(80));
  expect(at(0)).toBe(at(80));
  expect(at(Number.POSITIVE_INFINITY)).toBe(at(160));
});

test("a run that is not complete never reads as clean", () => {
  for (const name of ["incomplete", "nothing-to-audit", "no-database"]) {
    const text = table.render(example(name), { width: 100, color: false, verbose: false });
    expect(text).toContain("INCOMPLETE");
    expect(text).not.toContain("PASS");
  }
});

test("a finding without an upgrade in the report, or a dependency, is still shown", () => {
  const { findings, ...report } = example("webshop");
  const text = table.render(
    { ...report, findings, dependencies: [], upgrades: [] },
    { width: 100, color: false, verbose: true },
  );
  for (const { id } of findings) expect(text).toContain(id);
});
