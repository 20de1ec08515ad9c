import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readReport } from "../../packages/pyward/src/read-report.ts";
import { REPORTS } from "../../packages/pyward/src/reports/registry.ts";

const FOLDER = join(import.meta.dirname, "fixtures/earlier-reports");
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

interface Written {
  readonly status: string;
  readonly exitCode: number;
  readonly coverage: object;
  readonly findings: readonly { readonly id: string; readonly verdict: object }[];
  readonly dependencies: readonly { readonly ref: string }[];
  readonly gaps: readonly { readonly code: string }[];
}

function written(name: string): { readonly text: string; readonly data: Written } {
  const text = readFileSync(join(FOLDER, name), "utf8");
  return { text, data: JSON.parse(text) };
}

test("there are reports of six earlier commits", () => {
  expect(new Set(NAMES.map((name) => name.split("-")[0])).size).toBeGreaterThanOrEqual(6);
});

describe.each(NAMES)("%s, as an earlier pyward wrote it", (name) => {
  const { text, data } = written(name);
  const read = readReport(text);

  test("is read, and says what it said", () => {
    if (!read.ok) throw new Error(`${read.error.message} ${read.error.hint ?? ""}`);
    const { status, exitCode, coverage, findings, dependencies, gaps } = read.value;
    expect({ status, exitCode, coverage }).toEqual({
      status: data.status,
      exitCode: data.exitCode,
      coverage: data.coverage,
    });
    expect(findings.map(({ id }) => id)).toEqual(data.findings.map(({ id }) => id));
    expect(findings.map(({ verdict }) => verdict)).toMatchObject(data.findings.map(({ verdict }) => verdict));
    expect(dependencies.map(({ ref }) => ref)).toEqual(data.dependencies.map(({ ref }) => ref));
    expect(gaps.map(({ code }) => code)).toEqual(data.gaps.map(({ code }) => code));
  });

  test.each(REPORTS.map((entry) => [entry.meta.id, entry] as const))("renders as %s", async (id, entry) => {
    if (!read.ok) throw new Error(read.error.message);
    const reporter = await entry.load();
    const rendered = reporter.render(read.value, { width: 80, color: false, verbose: true });
    expect(rendered.endsWith("\n")).toBe(true);
    // Each finding is somewhere in each format that has findings: by its id, or by an alias that is the rule's id.
    for (const finding of read.value.findings) {
      if (finding.verdict.status !== "fail" || entry.meta.isBillOfMaterials === true) continue;
      expect([finding.id, ...finding.aliases].some((each) => rendered.includes(each))).toBe(true);
    }
    if (id === "json") expect(readReport(rendered)).toEqual(read);
  });
});
