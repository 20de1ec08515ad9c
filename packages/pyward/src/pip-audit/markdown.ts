import { escape, link } from "../reports/shared/escape-markdown.ts";
import { advisoryUrl, packageUrl } from "./links.ts";
import type { Audited, PipAuditView, Row, Vulnerability } from "./model.ts";

/** pip-audit's `markdown`; "" where there is neither a vulnerability nor a skipped dependency. */
export function renderMarkdown({ rows }: Audited, view: PipAuditView): string {
  const found = rows.flatMap((row) =>
    row.kind === "audited" ? row.vulns.map((vuln) => cellsOf(row, vuln, view)) : [],
  );
  const skipped = rows.flatMap((row) =>
    row.kind === "skipped" ? [[escape(row.written), escape(row.reason)]] : [],
  );
  const titles = ["Name", "Version", "ID", "Fix Versions"];
  if (view.aliases) titles.push("Aliases");
  if (view.descriptions) titles.push("Description");
  return [
    ...(found.length > 0 ? ["", ...table(titles, found)] : []),
    ...(skipped.length > 0 ? ["", ...table(["Name", "Skip Reason"], skipped)] : []),
  ]
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
