import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { json } from "../../packages/pyward/src/reports/json/index.ts";
import { generatedReports } from "../../test/laws/generated-reports.ts";
import { reportSchema } from "./report-schema.ts";

const EXAMPLES = new URL("../../packages/pyward/src/reports/shared/fixtures/", import.meta.url);
const schema = await reportSchema(join(import.meta.dirname, "../.."));
const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
  JSON.parse(schema),
);

function example(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(name, EXAMPLES), "utf8"));
}

describe("the schema of the JSON report", () => {
  test.each(readdirSync(EXAMPLES))("%s is valid", (name) => {
    validate(example(name));
    expect(validate.errors).toBeNull();
  });

  test("200 reports of every shape are valid", () => {
    for (const report of generatedReports(200)) {
      validate(JSON.parse(json.render(report, { width: 80, color: false, verbose: false })));
      expect(validate.errors).toBeNull();
    }
  });

  test("additions are valid, so that readers of today can read the reports of tomorrow", () => {
    const report = example("clean.json");
    expect(validate({ ...report, tool: { ...Object(report["tool"]), build: 1 }, added: true })).toBe(true);
  });

  test.each([
    ["a missing field", { findings: undefined }],
    ["another status", { status: "fine" }],
    ["another schema", { schema: "pyward-report/2" }],
    ["a wrong type", { coverage: { asked: "1", audited: 0, gaps: 0 } }],
  ])("%s is not valid", (_, changes) => {
    expect(validate(JSON.parse(JSON.stringify({ ...example("clean.json"), ...changes })))).toBe(false);
  });

  test("it says what the fields mean", () => {
    expect(schema).toContain("RFC 3339, UTC, seconds.");
  });
});
