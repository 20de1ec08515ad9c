import { renderColumns } from "./columns.ts";
import { renderCycloneDxJson, renderCycloneDxXml } from "./cyclonedx.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import type { Audited, Format, PipAuditView } from "./model.ts";

const RENDERERS: Readonly<Record<Format, (audited: Audited, view: PipAuditView) => string>> = {
  columns: renderColumns,
  json: renderJson,
  "cyclonedx-json": renderCycloneDxJson,
  "cyclonedx-xml": renderCycloneDxXml,
  markdown: renderMarkdown,
};

/** The report in one of pip-audit's formats; "" where there is nothing to print. */
export function renderAudited(audited: Audited, format: Format, view: PipAuditView): string {
  return RENDERERS[format](audited, view);
}

/** The line that sums up, without an end of line. */
export function summaryOf({ rows, ignored }: Audited): string {
  const counts = rows
    .map((row) => (row.kind === "audited" ? row.vulns.length : 0))
    .filter((count) => count > 0);
  const found = counts.reduce((total, count) => total + count, 0);
  if (found === 0) return `No known vulnerabilities found${ignored > 0 ? `, ${ignored} ignored` : ""}`;
  const flaws = `${found} known ${found === 1 ? "vulnerability" : "vulnerabilities"}`;
  const packages = `${counts.length} ${counts.length === 1 ? "package" : "packages"}`;
  return `Found ${flaws}${ignored > 0 ? `, ignored ${ignored}` : ""} in ${packages}`;
}
