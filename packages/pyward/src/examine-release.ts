import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { upgradeOf, type UpgradeStep } from "./fix/index.ts";
import { examine, isIncomparable } from "./match/index.ts";
import type { Problem } from "./model/index.ts";
import type { PackageName } from "./python/index.ts";

/** What the data says of one release, whoever asks for it. */
export type ExaminedRelease =
  /** It is no version by PEP 440, and no record lists its text. */
  | { readonly kind: "incomparable" }
  /** `step`: null where there is no problem to step away from. */
  | { readonly kind: "examined"; readonly problems: readonly Problem[]; readonly step: UpgradeStep | null };

export type ExamineRelease = (index: AdvisoryIndex, name: PackageName, version: string) => ExaminedRelease;

export function examineRelease(index: AdvisoryIndex, name: PackageName, version: string): ExaminedRelease {
  const known = index.lookup(name);
  if (isIncomparable(version, known)) return { kind: "incomparable" };
  if (known === null) return SOUND;
  const found = examine({ name, version }, known);
  const { problems } = found;
  return problems.length === 0
    ? SOUND
    : { kind: "examined", problems, step: upgradeOf(version, found, known) };
}

const SOUND: ExaminedRelease = { kind: "examined", problems: [], step: null };

/** The same, each release once: the projects of a monorepo have most of theirs in common. */
export function rememberReleases(): ExamineRelease {
  const byIndex = new Map<AdvisoryIndex, Map<string, ExaminedRelease>>();
  return (index, name, version) => {
    const known = byIndex.get(index) ?? new Map<string, ExaminedRelease>();
    byIndex.set(index, known);
    // No name has a blank in it.
    const key = `${name} ${version}`;
    const examined = known.get(key) ?? examineRelease(index, name, version);
    known.set(key, examined);
    return examined;
  };
}
