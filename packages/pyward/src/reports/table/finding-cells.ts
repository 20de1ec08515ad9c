import type { FindingRecord, ReportFinding, SeverityLevel } from "../../model/index.ts";
import { type Piece, piece, type Style } from "./pieces.ts";
import { byText } from "./wording.ts";

const LOOK: Readonly<Record<SeverityLevel, readonly [word: string, style: Style]>> = {
  critical: ["CRITICAL", "alarm"],
  high: ["HIGH", "red"],
  medium: ["medium", "yellow"],
  low: ["low", "blue"],
  none: ["none", "dim"],
  unknown: ["unknown", "yellow"],
};

/** A severity level as it is written everywhere in the table. */
export function levelPiece(level: SeverityLevel): Piece {
  return piece(...LOOK[level]);
}

/** How bad it is: the level of a vulnerability, the kind of everything else. */
export function severityPiece(finding: ReportFinding): Piece {
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

/** The CVSS base score with its one decimal, or an empty text. */
export function scoreText(finding: ReportFinding): string {
  return finding.severity.score?.toFixed(1) ?? "";
}

/** The lowest CVE among the aliases, or an empty text. */
export function cveText(finding: ReportFinding): string {
  const [first] = finding.aliases.filter((alias) => alias.startsWith("CVE-")).toSorted(byText);
  return first ?? "";
}

/** The title without the ` in PACKAGE` that the heading of the group says already. */
export function titlePiece({ title, package: name }: ReportFinding): Piece {
  if (title === null) return piece("(no summary)", "dim");
  const end = ` in ${name}`;
  return piece(title.endsWith(end) ? title.slice(0, -end.length) : title);
}

/** The version that clears the finding. A malicious or archived project is not said to lack one: it is not for mending. */
export function fixPiece({ fix, kind }: ReportFinding): Piece {
  if (fix !== null) return piece(`fix ${fix.version}`, "green");
  return kind === "vulnerability" ? piece("no fix", "yellow") : piece("");
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
}: FindingRecord): Piece {
  const says = [affected ? "affected" : "not affected"];
  if (introduced !== null) says.push(`from ${introduced === "0" ? "the first release" : introduced}`);
  if (lastAffected !== null) says.push(`to ${lastAffected}`);
  const ends = fixed === null ? "" : `, fixed in ${fixed}`;
  return piece(
    `${id} (${feed}): ${says.join(" ")}${ends}${by === null ? "" : `, by ${by === "range" ? "range" : "list"}`}`,
  );
}
