import type { Report, ReportFinding, Upgrade } from "../../model/index.ts";
import { isGrave } from "./kind-words.ts";

/** What to do about a finding, as one sentence. */
export function adviser(report: Report): (finding: ReportFinding) => string {
  const upgrades = new Map(report.upgrades.map((upgrade) => [upgrade.dependency, upgrade]));
  return (finding) => adviceOn(finding, upgrades.get(finding.dependency) ?? null);
}

function adviceOn({ package: name, fix, kind, verdict }: ReportFinding, upgrade: Upgrade | null): string {
  if (verdict.rule === "name-collision") return `See whether ${name} is what the malware record is about.`;
  if (kind === "archived") return `Nobody is expected to release ${name} again: look for another project.`;
  if (kind === "end-of-life")
    return `No flaw in it is mended any more: move to a Python that its developers support.`;
  if (kind === "deprecated") return `${name} is said to be obsolete: look for what takes its place.`;
  if (isGrave(kind)) return `Remove ${name}, and treat what it ran on as taken over.`;
  const best = upgrade?.to ?? null;
  if (fix === null && best === null && kind === "yanked")
    return `No later version of ${name} is known that is not yanked.`;
  const stuck = upgrade?.plan?.reason ?? null;
  if (fix === null && stuck !== null) return `No version of ${name} clears it here: ${stuck}.`;
  if (fix === null && best === null) return `No fixed version of ${name} is known.`;
  const to = best ?? fix?.version ?? "";
  const other =
    fix !== null && fix.version !== to
      ? ` ${fix.version} is the first that is not ${kind === "yanked" ? "yanked" : "affected"}.`
      : "";
  return `Upgrade ${name} to ${to}.${other}`;
}
