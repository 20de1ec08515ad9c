import type { FixChange, FixedFinding, FixPart, FixReport } from "../model/index.ts";
import { counted } from "../reports/shared/wording.ts";

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
export function basisWords({ basis, pythons, isSmallest, failure, changes }: FixPart): string {
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
  const what = `${counted(changes, "version")} in ${counted(files.length, "file")}`;
  const done =
    files.length === 0 ? "No file is changed" : isWritten ? `Changed ${what}` : `Would change ${what}`;
  const audited = files.length === 0 ? "" : ", by an audit of the changed files";
  const fresh = introduced.length === 0 ? "" : ` New: ${introduced.join(", ")}.`;
  return `${done}. ${cleared} of ${counted(chosen, "finding")} ${chosen === 1 || cleared === 1 ? "is" : "are"} cleared${audited}.${fresh}`;
}
