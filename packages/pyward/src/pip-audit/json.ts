import type { Audited, PipAuditView, Row, Vulnerability } from "./model.ts";
import { pythonJson } from "./python-text.ts";

/** pip-audit's `json`: one line. `fixes` stays empty until pyward changes files. */
export function renderJson({ rows }: Audited, view: PipAuditView): string {
  return `${pythonJson({ dependencies: rows.map((row) => dependency(row, view)), fixes: [] })}\n`;
}

function dependency(row: Row, view: PipAuditView) {
  if (row.kind === "skipped") return { name: row.name, skip_reason: row.reason };
  const { name, version, vulns } = row;
  return { name, version, vulns: vulns.map((vuln) => vulnerability(vuln, view)) };
}

function vulnerability({ id, fixVersions, aliases, description }: Vulnerability, view: PipAuditView) {
  return {
    id,
    fix_versions: fixVersions,
    ...(view.aliases ? { aliases } : {}),
    ...(view.descriptions ? { description } : {}),
  };
}
