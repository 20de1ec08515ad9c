import type { Audited, PipAuditView, Row, Vulnerability } from "./model.ts";

/** One table of pip-audit's formats for people. */
export interface AuditTable<Cell> {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a row of each kind shows. */
interface Cells<Cell> {
  found(row: Extract<Row, { kind: "audited" }>, vuln: Vulnerability): readonly Cell[];
  skipped(row: Extract<Row, { kind: "skipped" }>): readonly Cell[];
}

/** The vulnerabilities, then the skipped dependencies; a table that has no row is left out. */
export function tablesOf<Cell>(
  { rows }: Audited,
  view: PipAuditView,
  cells: Cells<Cell>,
): readonly AuditTable<Cell>[] {
  const found = rows.flatMap((row) =>
    row.kind === "audited" ? row.vulns.map((vuln) => cells.found(row, vuln)) : [],
  );
  const skipped = rows.flatMap((row) => (row.kind === "skipped" ? [cells.skipped(row)] : []));
  const titles = ["Name", "Version", "ID", "Fix Versions"];
  if (view.aliases) titles.push("Aliases");
  if (view.descriptions) titles.push("Description");
  return [
    { titles, rows: found },
    { titles: ["Name", "Skip Reason"], rows: skipped },
  ].filter((table) => table.rows.length > 0);
}
