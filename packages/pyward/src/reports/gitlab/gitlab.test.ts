import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { EXAMPLES, exampleReport } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import { gitlab } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

const text = { type: "string", minLength: 1 };
const url = { type: "string", pattern: "^(https?|ftp)://.+" };
const time = { type: "string", pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}$" };
const object = (required: Record<string, unknown>, optional: Record<string, unknown> = {}) => ({
  type: "object",
  required: Object.keys(required),
  properties: { ...required, ...optional },
  additionalProperties: false,
});
const list = (items: unknown, more = {}) => ({ type: "array", items, ...more });

const tool = object({ id: text, name: text, version: text, vendor: object({ name: text }) }, { url });
const dependency = object(
  { package: object({ name: { type: "string" } }), version: { type: "string" } },
  { iid: { type: "number" }, direct: { type: "boolean" } },
);

/** What GitLab's documentation and its model for Python say of version 15.0; stricter: nothing else is there. */
const schema = object({
  version: { const: "15.0.7" },
  scan: object({
    type: { const: "dependency_scanning" },
    analyzer: tool,
    scanner: tool,
    start_time: time,
    end_time: time,
    status: { enum: ["success", "failure"] },
    messages: list(object({ level: { enum: ["info", "warn", "fatal"] }, value: text })),
  }),
  vulnerabilities: list(
    object(
      {
        id: text,
        identifiers: list(object({ type: text, name: text, value: text }, { url }), { minItems: 1 }),
        location: object({ file: text, dependency }),
        severity: { enum: ["Info", "Unknown", "Low", "Medium", "High", "Critical"] },
      },
      {
        name: { type: "string", maxLength: 255 },
        description: { type: "string", maxLength: 1_048_576 },
        solution: { type: "string", maxLength: 7_000 },
        links: list(object({ url })),
        cvss_vectors: list(
          object({ vendor: text, vector: { type: "string", minLength: 16, maxLength: 128 } }),
          { minItems: 1, maxItems: 10 },
        ),
      },
    ),
  ),
  dependency_files: list(object({ path: text, package_manager: text, dependencies: list(dependency) })),
  remediations: list({}, { maxItems: 0 }),
});
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

const reports = [...EXAMPLES.map(exampleReport), ...generatedReports(200)];

test("every example and 200 reports have what GitLab's schema asks for", () => {
  for (const report of reports) {
    validate(JSON.parse(gitlab.render(report, VIEW)));
    expect(validate.errors ?? []).toEqual([]);
  }
});

interface Document {
  readonly scan: { readonly status: string; readonly messages: readonly { readonly level: string }[] };
  readonly vulnerabilities: readonly {
    readonly id: string;
    readonly identifiers: readonly { name: string }[];
  }[];
}

test("ids are UUIDs, each once, and those of the same report the same", () => {
  for (const report of reports) {
    const read = (): Document => JSON.parse(gitlab.render(report, VIEW));
    const ids = read().vulnerabilities.map(({ id }) => id);
    expect(read().vulnerabilities.map(({ id }) => id)).toEqual(ids);
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const distinct = new Set(report.findings.map(({ fingerprint, dependency: ref }) => fingerprint + ref));
    if (distinct.size === report.findings.length) expect(new Set(ids).size).toBe(ids.length);
  }
});

test("what is decided is left out and counted; gaps are messages; without data the scan failed", () => {
  const read = (name: (typeof EXAMPLES)[number]): Document =>
    JSON.parse(gitlab.render(exampleReport(name), VIEW));
  const judged = exampleReport("judged");
  const open = judged.findings.filter(
    ({ verdict: { status } }) => status !== "waived" && status !== "not-affected",
  );
  expect(open.length).toBeLessThan(judged.findings.length);
  expect(read("judged").vulnerabilities).toHaveLength(open.length);
  const warnings = read("incomplete").scan.messages.filter(({ level }) => level === "warn");
  expect(warnings).toHaveLength(exampleReport("incomplete").gaps.filter(({ expected }) => !expected).length);
  expect([read("incomplete").scan.status, read("no-database").scan.status]).toEqual(["success", "failure"]);
  expect(read("webshop").vulnerabilities[0]?.identifiers[0]?.name).toMatch(/^CVE-/);
});
