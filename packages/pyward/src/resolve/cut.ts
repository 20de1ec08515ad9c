import { orderText, type Version } from "../python/index.ts";

/**
 * A place between versions in the order of PEP 440, as a text: cuts compare (`<`) as the places do. A version lies behind
 * a cut if its own text is not less.
 */
export type Cut = string;

/**
 * `before` and `after` stand next to one version; `after-locals` behind 1.0 and all 1.0+local; `after-posts` behind
 * these and all 1.0.postN, which `>1.0` leaves out ("Exclusive ordered comparison").
 */
export type Side = "before" | "after" | "after-locals" | "after-posts";

export function cutAt(version: Version, side: Side): Cut {
  switch (side) {
    case "before":
      return orderText(version);
    case "after":
      return orderText(version) + BEHIND;
    case "after-locals":
      return orderText(version, "public") + BEHIND;
    case "after-posts":
      return orderText(version, "pre") + BEHIND;
  }
}

/** Behind every text that starts the same. */
const BEHIND = "\u00ff";

/** Whether the version lies behind the cut. */
export function isBehind(version: Version, cut: Cut): boolean {
  return cut <= placeOf(version);
}

/** Of each version once: hundreds are looked for in one set after another. */
const places = new WeakMap<Version, Cut>();

function placeOf(version: Version): Cut {
  const known = places.get(version);
  if (known !== undefined) return known;
  const place = cutAt(version, "before");
  places.set(version, place);
  return place;
}
