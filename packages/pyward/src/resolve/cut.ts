import { compareVersions, type Version } from "../python/index.ts";

/**
 * A place between versions in the order of PEP 440. `before` and `after` stand next to one version; `after-locals`
 * behind 1.0 and all 1.0+local; `after-posts` behind these and all 1.0.postN, which `>1.0` leaves out ("Exclusive
 * ordered comparison").
 */
export interface Cut {
  readonly version: Version;
  readonly side: "before" | "after" | "after-locals" | "after-posts";
}

/** Whether the version lies behind the cut. */
export function isBehind(version: Version, cut: Cut): boolean {
  const order = compareVersions(version, cut.version);
  if (order < 0) return false;
  if (order === 0) return cut.side === "before";
  return cut.side === "before" || cut.side === "after" || !isSwallowed(version, cut);
}

/** A total order; cuts that no version can lie between count as two. */
export function compareCuts(a: Cut, b: Cut): number {
  const order = compareVersions(a.version, b.version);
  if (order === 0) return SIDES.indexOf(a.side) - SIDES.indexOf(b.side);
  if (order < 0) return isSwallowed(b.version, a) ? compareReach(a, b) : -1;
  return isSwallowed(a.version, b) ? -compareReach(b, a) : 1;
}

const SIDES = ["before", "after", "after-locals", "after-posts"] as const satisfies readonly Cut["side"][];

/** `inner` stands at a version that `outer` reaches over: behind it only if it reaches as far. */
function compareReach(outer: Cut, inner: Cut): number {
  if (outer.side === "after-posts") return 1;
  return inner.side === "after-posts" ? -1 : 1;
}

/** Whether the cut, behind whose version this one lies, stands behind this one too. */
function isSwallowed(version: Version, { version: bound, side }: Cut): boolean {
  if (side !== "after-locals" && side !== "after-posts") return false;
  const bare = { ...version, local: null };
  if (side === "after-locals") return compareVersions(bare, { ...bound, local: null }) === 0;
  return compareVersions({ ...bare, post: null, dev: null }, bound) === 0;
}
