import { someOf, weaknessTitle } from "../model/index.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import type { ShownAdvisory, ShownRange } from "../show-database.ts";

/** One record about one package, for a terminal. */
export function advisoryText(record: ShownAdvisory): string {
  const { advisory, details } = record;
  const title = details?.summary ?? (advisory.weakness === null ? null : weaknessTitle(advisory.weakness));
  const lines = [
    `${neutralise([advisory.id, ...advisory.aliases].join("  "))}`,
    `  package     ${neutralise(record.package)}`,
    ...(title === null ? [] : [`  about       ${neutralise(title)}`]),
    `  severity    ${severityText(advisory.severity)}`,
    `  affected    ${affectedText(record)}`,
    ...(record.fixedIn.length === 0
      ? ["  fixed in    no release known"]
      : [`  fixed in    ${record.fixedIn.map(neutralise).join(", ")}`]),
    `  disclosed   ${day(advisory.disclosed)}, changed ${day(advisory.modified)}, from ${neutralise(advisory.feed)}`,
    ...(advisory.withdrawn === null ? [] : [`  WITHDRAWN   ${day(advisory.withdrawn)}: it matches nothing`]),
    ...(advisory.exploitedSince === null
      ? []
      : [`  EXPLOITED   known since ${advisory.exploitedSince} (CISA KEV)`]),
    ...(advisory.patchedBy === null
      ? []
      : [
          `  PATCHED     by ${neutralise(advisory.patchedBy)}: ${neutralise(advisory.patchReason ?? "no reason is kept")}`,
        ]),
    ...(advisory.disputed
      ? [
          `  disputed    by the supplier${advisory.patchedBy === null ? " or" : ","} the CVE's authority${advisory.patchedBy === null ? "" : " or the patch"}`,
        ]
      : []),
    ...((details?.symbols.length ?? 0) === 0
      ? []
      : [`  symbols     ${neutralise(someOf(details?.symbols ?? [], LISTED))}`]),
    ...(details?.references ?? []).map(
      ({ type, url }) => `  ${type.toLowerCase().padEnd(11)} ${neutralise(url)}`,
    ),
    ...(details?.fixCommits ?? []).map(
      ({ repository, commit }) => `  fix commit  ${neutralise(commit)} of ${neutralise(repository)}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}

function severityText({ level, score, vector, source }: ShownAdvisory["advisory"]["severity"]): string {
  if (score === null) return level;
  return neutralise(
    `${level} ${score.toFixed(1)}  ${vector ?? ""}  ${source === null ? "" : `(${source})`}`.trimEnd(),
  );
}

function affectedText({ advisory, ranges, versions }: ShownAdvisory): string {
  if (advisory.undecided) return "the record does not say in a way that can be read";
  const listing =
    versions.length === 0 ? [] : [`${ranges.length === 0 ? "" : "and "}${someOf(versions, LISTED)}`];
  const parts = [...ranges.map(rangeText), ...listing];
  return neutralise(parts.length === 0 ? "no release" : parts.join("; "));
}

function rangeText({ introduced, fixed, lastAffected, limit, repaired }: ShownRange): string {
  const from = introduced === null ? "" : `>=${introduced}`;
  const end = fixed ?? limit;
  const to = end === null ? (lastAffected === null ? "" : `<=${lastAffected}`) : `<${end}`;
  const range = [from, to].filter((part) => part !== "").join(",");
  return `${range === "" ? "every version" : range}${repaired ? " (a bound was repaired)" : ""}`;
}

const LISTED = 12;

function day(date: string | null): string {
  return date === null ? "unknown" : date.slice(0, 10);
}
