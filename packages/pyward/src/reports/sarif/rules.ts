import type { ReportFinding } from "../../model/index.ts";
import { webUrl } from "../shared/clean-json.ts";
import { isGrave } from "../shared/kind-words.ts";
import { neutralise } from "../shared/neutralise.ts";

/**
 * The CVE, else the GHSA id, else the finding's own: an alert keeps its identity when another supplier publishes a record of the
 * same flaw. The ids of a finding are in their order, so the first CVE is the lowest.
 */
export function ruleIdOf({ id, aliases }: Pick<ReportFinding, "id" | "aliases">): string {
  const ids = [id, ...aliases];
  const found = ids.find((one) => one.startsWith("CVE-")) ?? ids.find((one) => one.startsWith("GHSA-")) ?? id;
  return neutralise(found);
}

/** What of a finding a rule is made of; one that is gone has no description. */
export type Ruled = Pick<
  ReportFinding,
  "id" | "aliases" | "title" | "severity" | "url" | "kind" | "package"
> &
  Partial<Pick<ReportFinding, "description">>;

/** One for each flaw, in the order of the findings; the worst of its findings speaks for it. */
export function rulesOf(findings: readonly Ruled[]) {
  const byRule = Map.groupBy(findings, ruleIdOf);
  return [...byRule].map(([id, together]) => ruleOf(id, together.reduce(worse)));
}

function ruleOf(id: string, finding: Ruled) {
  const { title, description = null, severity, url, kind } = finding;
  const text = neutralise(title ?? `${id} in ${finding.package}`);
  return {
    id,
    shortDescription: { text },
    fullDescription: { text: description === null ? text : neutralise(description) },
    // The schema refuses what is no URL.
    helpUri: webUrl(url) ?? "about:blank",
    help: { text: `${text}. ${[id, ...idsBeside(finding, id)].join(", ")}: ${neutralise(url)}` },
    defaultConfiguration: { level: levelOf({ kind, severity }) },
    properties: {
      tags: ["security", kind, "dependency", "python"],
      // GitHub sorts by it; without a score it goes by the level.
      ...(severity.score === null ? {} : { "security-severity": severity.score.toFixed(1) }),
    },
  };
}

function worse(left: Ruled, right: Ruled): Ruled {
  return (right.severity.score ?? -1) > (left.severity.score ?? -1) ? right : left;
}

function idsBeside({ id, aliases }: Ruled, rule: string): readonly string[] {
  return [id, ...aliases].map(neutralise).filter((one) => one !== rule);
}

/** What nobody has rated may be anything. */
export function levelOf({
  kind,
  severity: { level },
}: Pick<ReportFinding, "kind" | "severity">): "error" | "warning" | "note" {
  if (isGrave(kind)) return "error";
  if (level === "critical" || level === "high") return "error";
  return level === "medium" || level === "unknown" ? "warning" : "note";
}
