import { expect, test } from "vitest";
import { EXAMPLES, exampleReport } from "../../../../../test/laws/example-reports.ts";
import { generatedReports } from "../../../../../test/laws/generated-reports.ts";
import type { Report } from "../../model/index.ts";
import { cleanText } from "../shared/clean-json.ts";
import { openvex } from "./index.ts";

const VIEW = { width: 80, color: false, verbose: false };

interface Statement {
  readonly vulnerability: { readonly name: string; readonly aliases?: readonly string[] };
  readonly products: readonly { readonly "@id": string }[];
  readonly status: string;
  readonly action_statement?: string;
  readonly impact_statement?: string;
  readonly status_notes?: string;
}

interface Document {
  readonly "@id": string;
  readonly statements: readonly Statement[];
}

function read(report: Report): Document {
  return JSON.parse(openvex.render(report, VIEW));
}

test("a statement for each finding, as the specification wants each status", () => {
  for (const report of [...EXAMPLES.map(exampleReport), ...generatedReports(200)]) {
    const { statements } = read(report);
    expect(statements.map(({ vulnerability }) => vulnerability.name)).toEqual(
      report.findings.map(({ id }) => cleanText(id)),
    );
    for (const { status, action_statement: action, impact_statement: impact, products } of statements) {
      expect(["affected", "fixed", "under_investigation", "not_affected"]).toContain(status);
      expect(action === undefined).toBe(status !== "affected");
      expect(impact === undefined).toBe(status !== "not_affected");
      for (const product of products) expect(product["@id"]).toMatch(/^(?:pkg:pypi\/|urn:uuid:)/);
    }
  }
});

test("what was waived stays affected, with the reason", () => {
  const report = exampleReport("judged");
  const waived = report.findings.findIndex(({ verdict }) => verdict.status === "waived");
  const statement = read(report).statements[waived];
  expect(statement?.status).toBe("affected");
  expect(statement?.action_statement).toContain(`Accepted: ${report.findings[waived]?.verdict.reason}`);
});

test("the id is made of what is said", () => {
  const report = exampleReport("judged");
  const later = { ...report, generatedAt: "2026-11-25T00:00:00Z" };
  expect(read(report)["@id"]).toBe(read(structuredClone(report))["@id"]);
  expect(read(later)["@id"]).not.toBe(read(report)["@id"]);
});
