import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Report, ReportFinding } from "../../model/index.ts";
import { readReport } from "../../read-report.ts";
import { groupFindings } from "./group-findings.ts";

const read = readReport(readFileSync(new URL("./fixtures/judged.json", import.meta.url), "utf8"));
if (!read.ok) throw read.error;
const base: Report = read.value;
const template = firstOf(base.findings);

function firstOf<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error("the example has no finding");
  return first;
}

function finding(id: string, changes: Partial<ReportFinding>): ReportFinding {
  return {
    ...template,
    ...changes,
    id,
    dependency: `p1:${changes.package ?? "a"}@1`,
    package: changes.package ?? "a",
    version: "1",
  };
}

const severity = (level: ReportFinding["severity"]["level"], score: number | null = null) =>
  ({ level, score, vector: null, source: null }) as const;
const plain = {
  disclosed: "2020-01-01T00:00:00Z",
  kind: "vulnerability",
  exploited: null,
  epss: null,
  severity: severity("high", 7),
  verdict: { status: "fail", rule: "default", reason: null },
} as const;

function order(findings: readonly ReportFinding[]): readonly string[] {
  return groupFindings({ ...base, findings }).flatMap((group) => group.findings.map(({ id }) => id));
}

test("within a package: what fails, malware, what is exploited, severity, score, the newest, id", () => {
  const findings = [
    finding("7-low", { ...plain, severity: severity("low", 3) }),
    finding("9-waived-exploited", {
      ...plain,
      exploited: { since: "2026-01-01" },
      verdict: { ...plain.verdict, status: "waived" },
    }),
    finding("5-high-b", plain),
    finding("3-high-newer", { ...plain, disclosed: "2026-05-01T00:00:00Z" }),
    finding("6-unknown", { ...plain, severity: severity("unknown") }),
    finding("4-high-a", plain),
    finding("3-critical", { ...plain, severity: severity("critical", 9.1) }),
    finding("2-exploited", { ...plain, exploited: { since: "2026-01-01" }, severity: severity("medium", 5) }),
    finding("1-malware", { ...plain, kind: "malware", severity: severity("unknown") }),
    finding("6-medium", { ...plain, severity: severity("medium", 6) }),
    finding("3-critical-10", { ...plain, severity: severity("critical", 10) }),
    finding("8-review", {
      ...plain,
      severity: severity("critical", 9),
      verdict: { ...plain.verdict, status: "review" },
    }),
  ];
  expect(order(findings)).toEqual([
    "1-malware",
    "2-exploited",
    "3-critical-10",
    "3-critical",
    "3-high-newer",
    "4-high-a",
    "5-high-b",
    "6-medium",
    "6-unknown",
    "7-low",
    "8-review",
    "9-waived-exploited",
  ]);
});

const likely = (probability: number): ReportFinding["epss"] => ({
  probability,
  percentile: 0.9,
  date: "2026-11-24",
});

test("within a severity: what is exploited, then the likeliest by EPSS, then the score; never across severities", () => {
  const findings = [
    finding("5-no-score", { ...plain, severity: severity("high", 8.9) }),
    finding("4-unlikely", { ...plain, epss: likely(0.001), severity: severity("high", 7.1) }),
    finding("6-lower", { ...plain, epss: likely(0.97), severity: severity("medium", 6.9) }),
    finding("3-likely-7", { ...plain, epss: likely(0.5), severity: severity("high", 7.0) }),
    finding("2-likely-8", { ...plain, epss: likely(0.5), severity: severity("high", 8.0) }),
    finding("1-exploited", { ...plain, exploited: { since: "2026-01-01" }, severity: severity("high", 7.0) }),
    finding("0-critical", {
      ...plain,
      exploited: { since: "2026-01-01" },
      severity: severity("critical", 9),
    }),
  ];
  const expected = findings.map(({ id }) => id).toSorted();
  expect(order(findings)).toEqual(expected);
  // And so stand the packages.
  expect(order(findings.map((one) => ({ ...one, package: `p-${one.id}`, dependency: one.id })))).toEqual(
    expected,
  );
});

test("packages: by their worst finding, ties by name", () => {
  const findings = [
    finding("c", { ...plain, package: "charlie" }),
    finding("b", { ...plain, package: "bravo" }),
    finding("z", { ...plain, package: "zulu", severity: severity("critical", 9) }),
    finding("a", { ...plain, package: "alpha", severity: severity("low", 1) }),
  ];
  expect(order(findings)).toEqual(["z", "b", "c", "a"]);
});

test("a copy inside of a copy is changed with the outermost release, and a circle ends", () => {
  const [first] = base.dependencies;
  if (first === undefined) throw new Error("the example has a dependency");
  const release = (name: string, embeddedIn: string | null) => ({
    ...first,
    ref: `p1:${name}@1`,
    name,
    version: "1",
    embeddedIn,
  });
  const dependencies = [
    release("inner", "p1:middle@1"),
    release("middle", "p1:outer@1"),
    release("outer", null),
    release("round", "p1:round@1"),
  ];
  const findings = ["inner", "outer", "round"].map((name) => finding(name, { ...plain, package: name }));
  const groups = groupFindings({ ...base, dependencies, findings });
  expect(groups.map((group) => [group.package, group.carrier?.package ?? null])).toEqual([
    ["inner", "outer"],
    ["outer", null],
    ["round", "round"],
  ]);
});

test("a package names its project where the report has several", () => {
  const text = readFileSync(new URL("./fixtures/webshop.json", import.meta.url), "utf8");
  const saved = readReport(text);
  if (!saved.ok) throw saved.error;
  const [project] = saved.value.projects;
  if (project === undefined) throw new Error("the example has a project");
  const several = { ...saved.value, projects: [project, { ...project, id: "p2", root: "services/api" }] };
  const own = (report: Report) => new Set(groupFindings(report).map((group) => group.project));
  expect(own(saved.value)).toEqual(new Set([null]));
  expect(own(several)).toEqual(new Set([project.root]));
});
