import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { internalNames } from "./inventory/privacy.ts";
import { resemblance, type Resemblance } from "./package-index/resemblance.ts";
import { isValidName, normalizeName, type PackageName } from "./python/index.ts";

export interface Confusion {
  readonly name: PackageName;
  /** The one that is well known, or internal. */
  readonly known: PackageName;
  readonly by: Resemblance;
}

/** A project with so many vulnerabilities on record is one that many look at. */
const WELL_KNOWN = 3;

/**
 * Names that could be a slip for one that the advisories often speak of. A name that they speak of itself, other than as malware, is no slip. At most one
 * for each name: an internal one, else the one that they speak of most.
 */
export function findConfusions(
  names: readonly PackageName[],
  index: AdvisoryIndex | null,
  internal: readonly string[],
): readonly Confusion[] {
  const mentions = new Map(index?.packageNames().map((name) => [name, mentionsOf(name, index)]));
  const wellKnown = [...mentions]
    .filter(([, count]) => count >= WELL_KNOWN)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name]) => name);
  const isInternal = internalNames(internal);
  // A pattern is no name that somebody could mistype.
  const own = internal.filter(isValidName).map((name) => normalizeName(name));
  return names.flatMap((name) => {
    if (isInternal(name) || (mentions.get(name) ?? 0) > 0) return [];
    for (const known of [...own, ...wellKnown]) {
      const by = resemblance(name, known);
      if (by !== null) return [{ name, known, by }];
    }
    return [];
  });
}

function mentionsOf(name: PackageName, index: AdvisoryIndex): number {
  const advisories = index.lookup(name)?.advisories ?? [];
  return advisories.filter(({ id, withdrawn }) => withdrawn === null && !id.startsWith("MAL-")).length;
}

/** One note for all of them; none where there are none. */
export function confusionNotes(confusions: readonly Confusion[]): readonly string[] {
  if (confusions.length === 0) return [];
  const shown = confusions.slice(0, MOST_SHOWN).map(({ name, known, by }) => `${name} (${known}, ${by})`);
  const more = confusions.length > shown.length ? [`and ${confusions.length - shown.length} more`] : [];
  const what = confusions.length === 1 ? "1 name is" : `${confusions.length} names are`;
  return [
    `${what} close to a well-known or internal one, which may be a slip or a trap: ${[...shown, ...more].join(", ")}`,
  ];
}

const MOST_SHOWN = 10;
