import type { ComparedFinding, Report, ReportDependency, ReportFinding } from "../../model/index.ts";
import { asOfText } from "../shared/headline.ts";
import { keyOf } from "../shared/change.ts";
import { neutralise } from "../shared/neutralise.ts";
import type { Reporter } from "../shared/reporter.ts";
import { meta } from "./meta.ts";

/** Name of a column → what stands in it. The order is the order of the columns. */
type Columns = readonly (readonly [string, (row: Row) => string | number | null])[];

interface Row {
  readonly finding: ReportFinding;
  readonly dependency: ReportDependency | null;
  readonly project: string;
  /** Null where the report was compared with nothing. */
  readonly compared: ComparedFinding | null;
  readonly asOf: string | null;
}

const COLUMNS: Columns = [
  ["project", ({ project }) => project],
  ["package", ({ finding }) => finding.package],
  ["version", ({ finding }) => finding.version],
  ["id", ({ finding }) => finding.id],
  ["aliases", ({ finding }) => finding.aliases.join(" ")],
  ["kind", ({ finding }) => finding.kind],
  ["severity", ({ finding }) => finding.severity.level],
  ["score", ({ finding }) => finding.severity.score],
  ["title", ({ finding }) => finding.title],
  ["fix", ({ finding }) => finding.fix?.version ?? null],
  ["disclosed", ({ finding }) => finding.disclosed],
  ["exploited since", ({ finding }) => finding.exploited?.since ?? null],
  ["only where", ({ finding }) => finding.targets],
  ["confidence", ({ finding }) => finding.confidence],
  ["verdict", ({ finding }) => finding.verdict.status],
  ["rule", ({ finding }) => finding.verdict.rule],
  ["reason", ({ finding }) => finding.verdict.reason],
  ["direct", ({ dependency }) => (dependency === null ? null : dependency.direct ? "yes" : "no")],
  ["scopes", ({ dependency }) => dependency?.scopes.join(" ") ?? null],
  ["basis", ({ dependency }) => dependency?.basis ?? null],
  ["path", ({ dependency }) => dependency?.origins[0]?.path ?? null],
  ["line", ({ dependency }) => dependency?.origins[0]?.line ?? null],
  ["url", ({ finding }) => finding.url],
  ["fingerprint", ({ finding }) => finding.fingerprint],
  ["as of", ({ asOf }) => asOf],
  ["EPSS", ({ finding }) => finding.epss?.probability.toString() ?? null],
  ["change", ({ compared }) => compared?.state ?? null],
  ["cause", ({ compared }) => compared?.cause ?? null],
];

/** RFC 4180, with line feeds. Gaps have no row: the exit code and the other formats tell of them. */
export const csv: Reporter = { meta, render };

function render(report: Report): string {
  const dependencies = new Map(report.dependencies.map((dependency) => [dependency.ref, dependency]));
  const roots = new Map(report.projects.map(({ id, root }) => [id, root]));
  const compared = new Map(report.comparison?.findings.map((one) => [keyOf(one), one]));
  const asOf = asOfText(report);
  const rows = report.findings.map((finding) => {
    const row = {
      finding,
      dependency: dependencies.get(finding.dependency) ?? null,
      project: roots.get(finding.project) ?? "",
      compared: compared.get(keyOf(finding)) ?? null,
      asOf,
    };
    return COLUMNS.map(([, read]) => cell(read(row))).join(",");
  });
  return [COLUMNS.map(([name]) => name).join(","), ...rows, ""].join("\n");
}

/**
 * A number as it is; a text in quotes where it needs them. Spreadsheets calculate what begins with `=`, `+`, `-`, `@` (and
 * their full-width twins), quoted or not: an apostrophe before it keeps it a text.
 */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = neutralise(value);
  const safe = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\n\r]|^ | $/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
