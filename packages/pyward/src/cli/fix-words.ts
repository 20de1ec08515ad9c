import type { FixChange, FixedFinding, FixLeft, FixPart, FixRaise, FixReport } from "../model/index.ts";
import { counted, listed } from "../reports/shared/wording.ts";

/** What a change is, in a few words: `minor, direct`. */
export function jumpWords({ jump, isDirect }: FixChange): string {
  if (jump === "added" || jump === "removed") return jump === "added" ? "new" : "needed no more";
  const how = jump === "downgrade" ? "a lower version" : jump;
  return isDirect ? `${how}, asked for by the project` : how;
}

/** `jinja2 2.10 → 2.11.3`. */
export function stepWords({ package: name, from, to, marker }: FixChange): string {
  if (from === null) return `${name} ${to ?? ""}`;
  const where = marker === null ? "" : ` (if ${marker})`;
  return to === null ? `${name} ${from}` : `${name} ${from} → ${to}${where}`;
}

/** `high` behind the id, where it is known. */
export function findingWords({ id, aliases, severity }: FixedFinding): string {
  const cve = aliases.find((alias) => alias.startsWith("CVE-"));
  const names = cve === undefined || id.startsWith("CVE-") ? id : `${id} (${cve})`;
  return severity === "unknown" ? names : `${names}, ${severity}`;
}

/** What the versions of a part rest on, as a sentence. */
export function basisWords({ basis, pythons, isSmallest, failure, changes, left, raised }: FixPart): string {
  if (raised.length > 0 && changes.length + left.length === 0)
    return "By the releases that the ranges admit and the package index has.";
  if (failure !== null) return `No plan: ${failure}.`;
  if (basis === "advisory")
    return "By the advisories alone: no package index was asked whether these versions fit together (--index-url names one, --resolve takes the default one).";
  if (changes.length === 0) return `Resolved for Python ${pythons.join(" and ")}.`;
  const size = isSmallest ? "no smaller change clears as much" : "a smaller change may clear as much";
  return `Resolved for Python ${pythons.join(" and ")}; ${size}.`;
}

/** The last lines: what the audit after the change says. */
export function outcomeWords({ findings, status, parts, files, isWritten }: FixReport): string {
  const { chosen, cleared, introduced } = findings;
  if (status === "clean") return "Nothing fails: there is nothing to fix.";
  if (chosen === 0)
    return "Nothing is known to fail, and something could not be audited: `pyward` on the same says what.";
  const changes = parts.flatMap((part) => part.changes.filter(({ unedited }) => unedited === null)).length;
  const raised = parts.flatMap((part) => part.raised.filter(({ reason }) => reason === null)).length;
  const what = [
    ...(changes === 0 ? [] : [counted(changes, "version")]),
    ...(raised === 0 ? [] : [counted(raised, "range")]),
  ];
  const where = `${what.length === 0 ? "ranges" : listed(what)} in ${counted(files.length, "file")}`;
  const done =
    files.length === 0 ? "No file is changed" : `${isWritten ? "Changed" : "Would change"} ${where}`;
  const audited = files.length === 0 ? "" : ", by an audit of the changed files";
  const fresh = introduced.length === 0 ? "" : ` New: ${introduced.join(", ")}.`;
  const isRest = cleared < chosen && parts.some(({ commands }) => commands.length > 0);
  const rest = isRest ? " What the commands above do comes on top." : "";
  return `${done}. ${cleared} of ${counted(chosen, "finding")} ${chosen === 1 || cleared === 1 ? "is" : "are"} cleared${audited}.${fresh}${rest}`;
}

/** Why none of several changes is edited, where it is the same for all: said once. Null: it differs, or there is one. */
export function sharedReason(changes: readonly FixChange[]): string | null {
  const [first, ...others] = changes;
  const reason = first?.unedited ?? null;
  return others.length > 0 && others.every(({ unedited }) => unedited === reason) ? reason : null;
}

/** A release that only time keeps away. */
export function embargoWords({ embargoed }: FixLeft): readonly string[] {
  if (embargoed === null) return [];
  const { version, uploadTime } = embargoed;
  return [
    `${version} would clear it: it was uploaded on ${uploadTime.slice(0, 10)}, later than --exclude-newer allows`,
  ];
}

/** What becomes of a range. */
export function raiseWords({ atLeast }: Pick<FixRaise, "atLeast">): string {
  return atLeast === null ? "its range stays" : `at least ${atLeast}: what is installed today stays`;
}
