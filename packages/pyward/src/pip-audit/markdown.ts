import { escape, link } from "../reports/shared/escape-markdown.ts";
import { advisoryUrl, packageUrl } from "./links.ts";
import type { Audited, PipAuditView, Row, Vulnerability } from "./model.ts";
import { tablesOf } from "./tables.ts";

/** pip-audit's `markdown`; "" where there is neither a vulnerability nor a skipped dependency. */
export function renderMarkdown(audited: Audited, view: PipAuditView): string {
  const tables = tablesOf<string>(audited, view, {
    found: (row, vuln) => cellsOf(row, vuln, view),
    skipped: (row) => [escape(row.written), escape(row.reason)],
  });
  return tables
    .flatMap(({ titles, rows }) => ["", ...table(titles, rows)])
    .map((line) => `${line}\n`)
    .join("");
}

function cellsOf(
  { name, version }: Extract<Row, { kind: "audited" }>,
  vuln: Vulnerability,
  view: PipAuditView,
): readonly string[] {
  return [
    link(name, packageUrl(name)),
    escape(version),
    linkedId(vuln.id),
    vuln.fixVersions.map(escape).join(","),
    ...(view.aliases ? [vuln.aliases.map(linkedId).join(", ")] : []),
    ...(view.descriptions ? [escape(vuln.description)] : []),
  ];
}

function linkedId(id: string): string {
  return link(id, advisoryUrl(id));
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [titles, titles.map(() => "---"), ...rows].map((cells) => cells.join(" | "));
}
