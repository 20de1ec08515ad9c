import type { AdvisoryIndex } from "../advisory-index/advisory-index.ts";
import { isIncomparable } from "../match/index.ts";
import { isValidName, normalizeName, parseVersion } from "../python/index.ts";
import type { Audited, Collected, LogLine, Row, Vulnerability } from "./model.ts";
import { canonicalName } from "./python-text.ts";
import { normalised, vulnerabilitiesOf } from "./vulnerability.ts";

/** What a release is compared with. */
export type Comparison =
  | { readonly kind: "index"; readonly index: AdvisoryIndex }
  /** As pip-audit skips it. */
  | { readonly kind: "skipped"; readonly reason: string }
  /** Nobody was asked about it: nothing may be called clean. */
  | { readonly kind: "unanswered"; readonly reason: string };

export type Pinned = Extract<Collected, { kind: "pinned" }>;

export interface AuditSettings {
  readonly comparisonOf: (pinned: Pinned) => Comparison;
  /** Ids and aliases of vulnerabilities to leave out; exact. */
  readonly ignore: ReadonlySet<string>;
  /** `--strict`: the first skipped dependency ends the audit. */
  readonly strict: boolean;
}

export type AuditResult =
  | { readonly kind: "audited"; readonly audited: Audited; readonly log: readonly LogLine[] }
  | { readonly kind: "fatal"; readonly message: string };

/** Audits what was collected, in its order. */
export function auditCollected(entries: readonly Collected[], settings: AuditSettings): AuditResult {
  const rows: Row[] = [];
  const log: LogLine[] = [];
  let ignored = 0;
  for (const entry of entries) {
    if (entry.kind === "fatal") return entry;
    const answer =
      entry.kind === "pinned" ? auditOne(entry, settings) : { ...entry, kind: "skipped" as const };
    if (answer.kind === "fatal") return answer;
    if (answer.kind === "skipped") {
      if (settings.strict) return { kind: "fatal", message: `${answer.name}: ${answer.reason}` };
      const { name: written, reason } = answer;
      rows.push({ kind: "skipped", name: canonicalName(written), written, reason });
      continue;
    }
    rows.push(answer.row);
    ignored += answer.ignored;
    log.push(...answer.log);
  }
  return { kind: "audited", audited: { rows, ignored }, log };
}

type Answer =
  | { readonly kind: "row"; readonly row: Row; readonly ignored: number; readonly log: readonly LogLine[] }
  | { readonly kind: "skipped"; readonly name: string; readonly reason: string }
  | { readonly kind: "fatal"; readonly message: string };

function auditOne(pinned: Pinned, { comparisonOf, ignore }: AuditSettings): Answer {
  const { name: written, version } = pinned;
  const comparison = comparisonOf(pinned);
  if (comparison.kind === "unanswered")
    return { kind: "fatal", message: `${written} (${version}) could not be audited: ${comparison.reason}` };
  if (comparison.kind === "skipped") return { ...comparison, name: written };
  const { index } = comparison;
  const known = isValidName(written) ? index.lookup(normalizeName(written)) : null;
  if (!parseVersion(version).ok && isIncomparable(version, known)) {
    const reason = `Package has invalid version and could not be audited: ${written} (${version})`;
    return { kind: "skipped", name: written, reason };
  }
  const name = canonicalName(written);
  const shown = { kind: "audited", name, written, version: normalised(version) } as const;
  if (known === null) return { kind: "row", row: { ...shown, vulns: [] }, ignored: 0, log: [] };
  const { vulns, undecided } = vulnerabilitiesOf({ name: known.name, version }, known, {
    details: (id) => index.details(id),
    hasTexts: index.info.hasTexts,
  });
  const kept = vulns.filter((vuln) => !isIgnored(vuln, ignore));
  return {
    kind: "row",
    row: { ...shown, vulns: kept },
    ignored: vulns.length - kept.length,
    log: [
      ...undecided.map((id) => warning(`${id} names ${name} and does not say which versions it affects`)),
      ...index.info.malformed
        .filter(({ packages }) => packages.includes(known.name))
        .map(({ id }) => warning(`${id} names ${name} and cannot be read`)),
    ],
  };
}

function isIgnored({ id, aliases }: Vulnerability, ignore: ReadonlySet<string>): boolean {
  return ignore.has(id) || aliases.some((alias) => ignore.has(alias));
}

function warning(text: string): LogLine {
  return { level: "WARNING", logger: "pyward", text };
}
