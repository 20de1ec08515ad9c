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

/** The report with this text wherever a text comes from outside. */
export function withText(report: Report, text: string): Report {
  return {
    ...report,
    tool: { ...report.tool, version: text },
    generatedAt: text,
    asOf: text,
    database: report.database === null ? null : { ...report.database, modified: text },
    environment: { targets: [{ python: text, platform: text }] },
    projects: report.projects.map((project) => ({
      ...project,
      root: text,
      image: { name: text, platform: text, digest: text, layers: [text] },
      sources: project.sources.map((source) => ({ ...source, kind: text, path: text })),
    })),
    dependencies: report.dependencies.map((dependency) => ({
      ...dependency,
      name: text,
      version: text,
      purl: text,
      source: { type: "url", url: text },
      direct: false,
      hashes: [text, `sha256:${text}`],
      scopes: [`group:${text}`],
      marker: text,
      embeddedIn: text,
      origins: dependency.origins.map((origin) => ({ ...origin, path: text, layer: text })),
      paths: [[text, text]],
    })),
    findings: report.findings.map((finding) => ({
      ...finding,
      id: text,
      aliases: [`CVE-${text}`, text],
      package: text,
      version: text,
      title: text,
      description: text,
      url: text,
      severity: { ...finding.severity, vector: text, source: text },
      disclosed: text,
      modified: text,
      fixedIn: [text],
      fix: { version: text, basis: "advisory" },
      exploited: { since: text },
      records: finding.records.map((record) => ({
        ...record,
        id: text,
        feed: text,
        introduced: text,
        fixed: text,
      })),
      evidence: { level: "called", trace: [text] },
      targets: text,
      verdict: { ...finding.verdict, rule: text, reason: text },
    })),
    upgrades: report.upgrades.map((upgrade) => ({ ...upgrade, package: text, from: text, to: text })),
    gaps: [
      {
        fingerprint: text,
        project: text,
        code: "unpinned",
        name: text,
        advisory: text,
        reason: text,
        origin: { path: text, line: 1, column: 1 },
        expected: false,
      },
    ],
    notes: [text],
  };
}
