import {
  endOfWaiver,
  placeText,
  type ConfigPlace,
  type ReportTarget,
  type Verdict,
  type VerdictWaiver,
  type Waiver,
} from "../model/index.ts";
import { parseSpecifiers, parseVersion, satisfies } from "../python/index.ts";
import { foldedIds, foldId } from "./ignores.ts";
import type { Judged } from "./judged.ts";
import { isScope, type PathMatcher } from "./bars.ts";

/** A waiver with what it needs to be compared; made once. */
export interface ReadyWaiver {
  readonly waiver: Waiver;
  readonly matchesPath: PathMatcher | null;
}

/** What the waivers say of one finding. `holds`: it is waived. Otherwise why it is not, although one names it. */
interface WaiverAnswer {
  readonly holds: boolean;
  readonly reason: string | null;
  readonly fact: VerdictWaiver;
}

/** What else decides whether a waiver covers a finding, and whether it holds. */
export interface WaiverContext {
  readonly now: Date;
  /** Declared targets; empty: every target. */
  readonly targets: readonly ReportTarget[];
  /** Ids that no waiver may cover, and where that stands. */
  readonly neverWaive: readonly { readonly text: string; readonly place: ConfigPlace }[];
}

/**
 * Of the waivers that cover a finding the first that holds; else why the first of them does not. Null: none covers it.
 * Strictest wins: where `never-waive` names any id of the finding, none holds.
 */
export function waive(
  finding: Judged,
  covering: readonly ReadyWaiver[],
  { now, neverWaive }: WaiverContext,
): WaiverAnswer | null {
  const ids = neverWaive.length === 0 ? null : foldedIds(finding);
  const forbidden = neverWaive.find(({ text }) => ids?.has(foldId(text)));
  let refused: WaiverAnswer | null = null;
  for (const { waiver } of covering) {
    const why =
      forbidden === undefined
        ? whyVoid(waiver, finding, now)
        : `no waiver may cover ${forbidden.text.trim()} (${placeText(forbidden.place)})`;
    if (why === null) return { holds: true, reason: waiver.reason, fact: factOf(waiver) };
    refused ??= { holds: false, reason: why, fact: factOf(waiver) };
  }
  return refused;
}

/** Whether the finding is one that the waiver is about. Where it is about a part, all of the finding has to be in that part. */
export function reaches(
  { waiver, matchesPath }: ReadyWaiver,
  finding: Judged,
  { targets }: WaiverContext,
): boolean {
  const { dependency, scopes } = finding;
  if (waiver.package !== null && waiver.package !== dependency?.name) return false;
  if (waiver.version !== null && !isVersion(waiver.version, dependency?.version ?? null)) return false;
  if (matchesPath !== null && !isAll(dependency?.origins ?? [], ({ path }) => matchesPath(path)))
    return false;
  if (
    waiver.scopes.length > 0 &&
    !isAll(scopes, (scope) => waiver.scopes.some((name) => isScope(scope, name)))
  )
    return false;
  return (
    waiver.targets.length === 0 ||
    isAll(targets, ({ python, platform }) =>
      waiver.targets.some((target) => target === platform || target === shortPython(python)),
    )
  );
}

/** `every` that is not true of nothing. */
function isAll<T>(items: readonly T[], test: (item: T) => boolean): boolean {
  return items.length > 0 && items.every(test);
}

/** `3.12` of `3.12.4`. */
function shortPython(python: string | null): string | null {
  return python === null ? null : python.split(".").slice(0, 2).join(".");
}

function isVersion(specifiers: string, version: string | null): boolean {
  const [wanted, parsed] = [parseSpecifiers(specifiers), version === null ? null : parseVersion(version)];
  return wanted.ok && parsed?.ok === true && satisfies(parsed.value, wanted.value, { prereleases: true });
}

/** Why a waiver that covers a finding does not hold; null: it does. */
function whyVoid(waiver: Waiver, finding: Judged, now: Date): string | null {
  const { expires, untilFixed, place } = waiver;
  const of = `the waiver of ${waiver.id} (${placeText(place)})`;
  if (isExpired(waiver, now)) return `${of} expired on ${(expires ?? "").slice(0, 10)}`;
  const fix = finding.fix ?? null;
  if (untilFixed && fix !== null) return `${of} held until a fix: ${fix.version} has it`;
  const isGrave = finding.kind === "malware" || finding.kind === "quarantined";
  if (isGrave && (waiver.kind === null || waiver.package === null || waiver.version === null))
    return `${of} does not cover ${finding.kind}: that takes kind, package and version`;
  return null;
}

export function isExpired({ expires }: Waiver, now: Date): boolean {
  return expires !== null && now.getTime() >= endOfWaiver(expires);
}

/** What a report says of a waiver. */
export function factOf({ kind, place, owner, expires, untilFixed }: Waiver): VerdictWaiver {
  return { kind: kind ?? "accepted", ...place, owner, expires, untilFixed };
}

/** The verdict by a waiver that holds; else the verdict without it, which then says why it does not hold. */
export function withWaiver(answer: WaiverAnswer, otherwise: () => Verdict): Verdict {
  const { holds, reason, fact } = answer;
  if (holds) return { status: "waived", rule: "waiver", reason, waiver: fact };
  const verdict = otherwise();
  const reasons = [verdict.reason, reason].filter((text) => text !== null);
  return { ...verdict, reason: reasons.join("; "), waiver: fact };
}
