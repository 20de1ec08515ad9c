import {
  compareText,
  type FindingRecord,
  type ReportFinding,
  type SeverityLevel,
  type Upgrade,
} from "../../model/index.ts";
import { stuckText } from "../shared/kind-words.ts";
import { type Piece, piece } from "./pieces.ts";
import { day } from "../shared/wording.ts";

const EMPTY = piece("");

const LEVELS: Readonly<Record<SeverityLevel, Piece>> = {
  critical: piece("CRITICAL", "alarm"),
  high: piece("HIGH", "red"),
  medium: piece("medium", "yellow"),
  low: piece("low", "blue"),
  none: piece("none", "dim"),
  unknown: piece("unknown"),
};

/** A severity level as it is written everywhere in the table. */
export function levelPiece(level: SeverityLevel): Piece {
  return LEVELS[level];
}

/** What a row shows of a finding, each as it is read by itself. */
export interface Cells {
  readonly severity: Piece;
  /** The CVSS base score with its one decimal. */
  readonly score: Piece;
  readonly id: Piece;
  /** The lowest CVE among the aliases. */
  readonly cve: Piece;
  readonly title: Piece;
  readonly fix: Piece;
  /** The day of disclosure. */
  readonly disclosed: Piece;
}

/** A cell without a value is an empty piece. */
export function cellsOf(finding: ReportFinding, upgrade: Upgrade | null): Cells {
  const { severity, id, aliases, disclosed } = finding;
  const cve = lowestCve(aliases);
  return {
    severity: severityPiece(finding),
    score: severity.score === null ? EMPTY : piece(severity.score.toFixed(1)),
    id: piece(id, "bold"),
    cve: cve === null ? EMPTY : piece(cve),
    title: titlePiece(finding),
    fix: fixPiece(finding, upgrade),
    disclosed: disclosed === null ? EMPTY : piece(day(disclosed), "dim"),
  };
}

/** How bad it is: the level of a vulnerability, the kind of everything else. */
function severityPiece(finding: ReportFinding): Piece {
  switch (finding.kind) {
    case "vulnerability":
      return levelPiece(finding.severity.level);
    case "malware":
    case "quarantined":
      return piece(finding.kind.toUpperCase(), "alarm");
    default:
      return piece(finding.kind, "yellow");
  }
}

/** The CVE that stands for the finding; null where it has none. */
export function lowestCve(aliases: readonly string[]): string | null {
  let lowest: string | null = null;
  aliases.forEach((alias) => {
    if (alias.startsWith("CVE-") && (lowest === null || compareText(alias, lowest) < 0)) lowest = alias;
  });
  return lowest;
}

/** The title without the ` in PACKAGE` that the heading of the group says already. */
function titlePiece({ title, package: name }: ReportFinding): Piece {
  if (title === null) return piece("(no summary)", "dim");
  const end = ` in ${name}`;
  return piece(title.endsWith(end) ? title.slice(0, -end.length) : title);
}

/** The version that clears the finding. A malicious or archived project is not said to lack one: it is not for mending. */
function fixPiece({ fix, kind }: ReportFinding, upgrade: Upgrade | null): Piece {
  if (fix !== null) return piece(`fix ${fix.version}`, "green");
  if (stuckText(upgrade) !== null) return piece("none fits", "yellow");
  return kind === "vulnerability" ? piece("no fix", "yellow") : EMPTY;
}

/** What one record says, as a sentence: `GHSA-… (ghsa): affected from 2.2, fixed in 2.2.4, by range`. */
export function recordPiece({
  id,
  feed,
  affected,
  by,
  introduced,
  fixed,
  lastAffected,
  affects,
  patchedBy,
  patchReason = "",
}: FindingRecord): Piece {
  const says = [affected ? "affected" : "not affected"];
  if (introduced !== null) says.push(`from ${introduced === "0" ? "the first release" : introduced}`);
  if (lastAffected !== null) says.push(`to ${lastAffected}`);
  const all = affects === undefined ? "" : ` (it says ${affects})`;
  const patch = patchedBy === undefined ? "" : `, patched by ${patchedBy}: ${patchReason}`;
  const ends = fixed === null ? "" : `, fixed in ${fixed}`;
  return piece(
    `${id} (${feed}): ${says.join(" ")}${ends}${by === null ? "" : `, by ${by === "range" ? "range" : "list"}`}${all}${patch}`,
  );
}
