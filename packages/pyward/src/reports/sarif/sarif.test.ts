import schema from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import Ajv from "ajv-draft-04";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Report } from "../../model/index.ts";
import { EXAMPLES, exampleReport } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import { sarif } from "./index.ts";

const validate = new Ajv.default({
  strict: false,
  unicodeRegExp: false, // one of its patterns is none with it
  formats: { uri: isUri, "uri-reference": isReference, "date-time": true },
}).compile(schema);
const VIEW = { width: 80, color: false, verbose: false };

/** RFC 3986: the characters that a URI may have, and a scheme. */
function isUri(text: string): boolean {
  return isReference(text) && /^[A-Za-z][A-Za-z0-9+.-]*:/.test(text);
}

function isReference(text: string): boolean {
  return /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*$/.test(text);
}

/** As JSON, of the shape that the tests ask about. */
interface Log {
  readonly runs: readonly {
    readonly automationDetails?: { readonly id: string };
    readonly tool: {
      readonly driver: {
        readonly rules: readonly { readonly id: string; readonly properties: Record<string, unknown> }[];
      };
    };
    readonly invocations: readonly {
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly descriptor?: { readonly id: string } }[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly suppressions: readonly { readonly justification: string }[];
      readonly partialFingerprints: Record<string, string>;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region?: { readonly startLine: number };
        };
      }[];
    }[];
  }[];
}

function log(report: Report): Log {
  const parsed: Log = JSON.parse(sarif.render(report, VIEW));
  expect(validate(parsed) ? [] : validate.errors).toEqual([]);
  return parsed;
}

describe("valid by the schema", () => {
  test.each(EXAMPLES)("%s", (name) => {
    expect(log(exampleReport(name)).runs.length).toBeGreaterThan(0);
  });

  test("the schema says no to what is no SARIF", () => {
    expect(validate({ version: "2.1.0", runs: [{}] })).toBe(false);
  });

  test("200 reports of every shape", () => {
    for (const report of generatedReports(200)) log(report);
  });

  test("200 reports with texts of any kind", () => {
    const base = exampleReport("judged");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        log({
          ...base,
          projects: base.projects.map((project) => ({ ...project, root: text })),
          dependencies: base.dependencies.map((one) => ({
            ...one,
            purl: text,
            origins: one.origins.map((origin) => ({ ...origin, path: text })),
          })),
          findings: base.findings.map((finding) => ({
            ...finding,
            id: text,
            url: text,
            title: text,
            description: text,
          })),
          gaps: base.gaps.map((gap) => ({ ...gap, reason: text, name: text })),
        });
      }),
      { numRuns: 200 },
    );
  });
});

test("a flaw is a rule by its CVE, and the result names it, its line and its fix", () => {
  const [run] = log(exampleReport("webshop")).runs;
  const results = run?.results ?? [];
  expect(results.length).toBe(exampleReport("webshop").findings.length);
  for (const result of results) {
    expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(result.ruleId).toMatch(/^(?:CVE|GHSA|PYSEC)-/);
  }
  const yaml = results.find(({ ruleId }) => ruleId === "CVE-2020-96928");
  expect(yaml).toMatchObject({ level: "error", suppressions: [] });
  expect(yaml?.message.text).toContain("pyyaml 5.3");
  expect(yaml?.locations[0]?.physicalLocation).toMatchObject({ region: { startLine: expect.any(Number) } });
  expect(
    run?.tool.driver.rules.find(({ id }) => id === "CVE-2020-96928")?.properties["security-severity"],
  ).toBe("9.8");
});

test("an alert keeps its identity when another supplier's id comes first", () => {
  const report = exampleReport("webshop");
  const [finding] = report.findings;
  if (finding === undefined) throw new Error("the example has findings");
  const renamed = { ...finding, id: "A-1", aliases: [finding.id, ...finding.aliases] };
  const [before] = log({ ...report, findings: [finding] }).runs[0]?.results ?? [];
  const [after] = log({ ...report, findings: [renamed] }).runs[0]?.results ?? [];
  expect(after?.ruleId).toBe(before?.ruleId);
  expect(after?.partialFingerprints).toEqual(before?.partialFingerprints);
});

test("what is waived is suppressed with its reason; what is below the threshold is a note", () => {
  const report = exampleReport("judged");
  const results = log(report).runs.flatMap((run) => run.results);
  report.findings.forEach(({ verdict }, at) => {
    const result = results[at];
    const isSuppressed = ["waived", "not-affected", "baseline"].includes(verdict.status);
    expect(result?.suppressions.length).toBe(isSuppressed ? 1 : 0);
    if (verdict.status === "waived" && verdict.reason !== null)
      expect(result?.suppressions[0]?.justification).toBe(verdict.reason);
    if (verdict.status === "below-threshold") expect(result?.level).toBe("note");
  });
  expect(new Set(report.findings.map(({ verdict }) => verdict.status)).has("waived")).toBe(true);
});

test("a gap is a notification, and its run did not succeed", () => {
  const report = exampleReport("incomplete");
  const [run] = log(report).runs;
  const codes = run?.invocations[0]?.toolExecutionNotifications.map(({ descriptor }) => descriptor?.id);
  expect(codes).toEqual(report.gaps.map(({ code }) => code));
  expect(run?.invocations[0]?.executionSuccessful).toBe(false);
});

test("a run a project, each with a category of its own, and no more than GitHub takes", () => {
  const report = exampleReport("webshop");
  const [project] = report.projects;
  const [finding] = report.findings;
  if (project === undefined || finding === undefined) throw new Error("the example has a project");
  const projects = Array.from({ length: 30 }, (_, at) => ({
    ...project,
    id: `p${at}`,
    root: `packages/${at}`,
  }));
  const findings = projects.map(({ id }) => ({ ...finding, project: id }));
  const { runs } = log({ ...report, projects, findings });
  expect(runs).toHaveLength(20);
  expect(new Set(runs.map((run) => run.automationDetails?.id)).size).toBe(20);
  expect(runs.flatMap((run) => run.results)).toHaveLength(30);
});

test("of too many findings those that fail stay, and it is said", () => {
  const report = exampleReport("webshop");
  const [finding] = report.findings;
  if (finding === undefined) throw new Error("the example has findings");
  const waived = { ...finding, verdict: { status: "waived", rule: "ignore", reason: "x" } } as const;
  const findings = [...Array.from({ length: 25_000 }, () => waived), finding];
  const parsed: Log = JSON.parse(sarif.render({ ...report, findings }, VIEW));
  const [run] = parsed.runs;
  expect(run?.results).toHaveLength(25_000);
  expect(run?.results[0]?.suppressions).toEqual([]);
  expect(run?.invocations[0]?.toolExecutionNotifications.length).toBe(report.gaps.length + 1);
});

describe("a comparison", () => {
  interface Result {
    readonly ruleId: string;
    readonly baselineState?: string;
    readonly kind?: string;
    readonly properties?: { readonly package: string };
  }
  const statesOf = (report: Report): readonly string[] => {
    const { runs }: { runs: readonly { readonly results: readonly Result[] }[] } = JSON.parse(
      sarif.render(report, { width: 80, color: false, verbose: false }),
    );
    return runs.flatMap(({ results }) =>
      results.map(
        ({ ruleId, baselineState, kind, properties }) =>
          `${properties?.package ?? "-"} ${ruleId} ${baselineState} ${kind ?? "fail"}`,
      ),
    );
  };

  test("says of each result what the base had, and of a diff what is gone, too", () => {
    const report = exampleReport("diff");
    const states = statesOf(report);
    expect(states.toSorted()).toEqual([
      "- CVE-2023-90006 absent pass",
      "brick CVE-2020-90001 new fail",
      "brick CVE-2020-90001 updated fail",
      "gravel CVE-2026-90008 new fail",
      "mortar CVE-2021-90005 new fail",
      "slate CVE-2023-90006 updated fail",
      "tile CVE-2022-90004 updated fail",
    ]);
    const { comparison } = report;
    if (comparison === null) throw new Error("the example was compared with nothing");
    const baseline = { ...report, comparison: { ...comparison, purpose: "baseline" } as const };
    expect(statesOf(baseline)).toHaveLength(6);
    const findings = comparison.findings.map((finding) => ({ ...finding, from: ["1.2", "1.4", "1.5"] }));
    const same = statesOf({ ...report, comparison: { ...comparison, findings } });
    expect(same.filter((state) => state.includes("unchanged"))).toHaveLength(3);
  });
});
