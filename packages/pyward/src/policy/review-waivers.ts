import { placeText, type Waiver } from "../model/index.ts";
import type { Judged, JudgedGap } from "./judged.ts";
import type { PolicyRules } from "./policy.ts";
import { isExpired } from "./waive.ts";

/** What one project had for the waivers to be about. */
export interface ReviewedProject {
  readonly rules: PolicyRules;
  readonly findings: readonly Judged[];
  readonly gaps: readonly JudgedGap[];
  /** Names of all of its dependencies. */
  readonly packages: ReadonlySet<string>;
}

/**
 * How a waiver fared. `gone`: the package that it names is not there; `fixed`: what it covers has a fix, and it has no other
 * end; `unused`: nothing that it is about was found.
 */
export interface ReviewedWaiver {
  readonly waiver: Waiver;
  readonly state: "used" | "expired" | "gone" | "fixed" | "unused";
  /** The lowest version that clears what it covers; where `fixed`. */
  readonly fix: string | null;
}

/** Each waiver of the projects' policies once, in the order of its file. */
export function reviewWaivers(projects: readonly ReviewedProject[], now: Date): readonly ReviewedWaiver[] {
  const covered = new Map<string, Judged[]>();
  const used = new Set<string>();
  for (const { rules, findings, gaps } of projects) {
    if (rules.waivers.length === 0) continue;
    for (const finding of findings)
      for (const { place } of rules.covering(finding)) {
        const key = placeText(place);
        const known = covered.get(key);
        if (known === undefined) covered.set(key, [finding]);
        else known.push(finding);
        used.add(key);
      }
    for (const gap of gaps) for (const { place } of rules.coveringGap(gap)) used.add(placeText(place));
  }
  const all = new Map(
    projects.flatMap(({ rules }) => rules.waivers.map((one) => [placeText(one.place), one] as const)),
  );
  return [...all].map(([key, waiver]) => {
    const findings = covered.get(key) ?? [];
    const fix = fixOf(waiver, findings);
    if (isExpired(waiver, now)) return { waiver, state: "expired", fix: null };
    if (fix !== null) return { waiver, state: "fixed", fix };
    if (used.has(key)) return { waiver, state: "used", fix: null };
    const isGone =
      waiver.package !== null && !projects.some(({ packages }) => packages.has(waiver.package ?? ""));
    return { waiver, state: isGone ? "gone" : "unused", fix: null };
  });
}

/** That a flaw is accepted although it can be fixed is a decision only where it says for how long. */
function fixOf(waiver: Waiver, findings: readonly Judged[]): string | null {
  const isOpen = waiver.untilFixed || ((waiver.kind ?? "accepted") === "accepted" && waiver.expires === null);
  if (!isOpen || findings.length === 0) return null;
  const fixes = findings.map(({ fix }) => fix?.version ?? null);
  return fixes.includes(null) ? null : (fixes[0] ?? null);
}

/** Sentences for the report: which waivers ended, and which do nothing. `seen`: files whose whole reach was audited. */
export function waiverNotes(
  reviewed: readonly ReviewedWaiver[],
  isSeen: (path: string) => boolean,
): readonly string[] {
  const own = reviewed.filter(({ waiver }) => waiver.isVex !== true);
  const notes = own.flatMap((one) => noteOf(one, isSeen) ?? []);
  const advice =
    notes.length === 0 ? [] : ["pyward ignore prune removes the waivers that ended or do nothing"];
  return [...notes, ...advice, ...vexNotes(reviewed)];
}

/** A document is of a whole product or company: that most of it is about something else is no news, so it is only counted. */
function vexNotes(reviewed: readonly ReviewedWaiver[]): readonly string[] {
  const idle = reviewed.filter(
    ({ waiver, state }) => waiver.isVex === true && state !== "used" && state !== "fixed",
  );
  if (idle.length === 0) return [];
  const verb =
    idle.length === 1 ? "statement of a VEX document matches" : "statements of VEX documents match";
  return [`${idle.length} ${verb} nothing that was found`];
}

function noteOf({ waiver, state, fix }: ReviewedWaiver, isSeen: (path: string) => boolean): string | null {
  const of = `the waiver of ${waiver.id ?? waiver.gap} (${placeText(waiver.place)})`;
  switch (state) {
    case "used":
      return null;
    case "expired":
      return `${of} expired on ${(waiver.expires ?? "").slice(0, 10)}`;
    case "fixed":
      return `${of} is obsolete: ${fix} has a fix`;
    case "gone":
      return isSeen(waiver.place.path)
        ? `${of} is obsolete: ${waiver.package} is not among the dependencies`
        : null;
    case "unused":
      return isSeen(waiver.place.path) ? `${of} matches nothing that was found` : null;
    default:
      return state satisfies never;
  }
}
