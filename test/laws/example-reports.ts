import { readFileSync } from "node:fs";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { readReport } from "../../packages/pyward/src/read-report.ts";

const FIXTURES = new URL("../../packages/pyward/src/reports/shared/fixtures/", import.meta.url);

/** The reports that the shelf of reports has for its tests. */
export const EXAMPLES = [
  "clean",
  "diff",
  "hostile",
  "incomplete",
  "judged",
  "no-database",
  "nothing-to-audit",
  "webshop",
] as const;

export function exampleReport(name: (typeof EXAMPLES)[number]): Report {
  const read = readReport(readFileSync(new URL(`${name}.json`, FIXTURES), "utf8"));
  if (!read.ok) throw read.error;
  return read.value;
}

/** The report with this text as the names and texts that people read. */
export function withNames(report: Report, text: string): Report {
  return {
    ...report,
    projects: report.projects.map((project) => ({ ...project, root: text })),
    dependencies: report.dependencies.map((one) => ({
      ...one,
      name: text,
      paths: [[text, text]],
      origins: one.origins.map((origin) => ({ ...origin, path: text })),
    })),
    findings: report.findings.map((finding) => ({
      ...finding,
      id: text,
      aliases: [`CVE-${text}`],
      package: text,
      title: text,
      url: `https://index.example/${text}`,
      targets: text,
      verdict: { ...finding.verdict, reason: text },
    })),
    upgrades: report.upgrades.map((upgrade) => ({ ...upgrade, package: text, to: text })),
    gaps: report.gaps.map((gap) => ({ ...gap, name: text, reason: text })),
    notes: [text],
  };
}
