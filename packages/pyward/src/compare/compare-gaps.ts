import { baseName, type ComparedGaps, type ReportGap } from "../model/index.ts";
import { placeOf, type Side } from "./side.ts";

/**
 * A gap is the same by its code, its package and advisory, and its place: the same path, or what its place was in the base (`places`). One
 * of a whole file is the same where only that file is gone from the one side and there on the other, under the same
 * name. As often as both sides have them: a second gap of a kind is new.
 */
export function compareGaps(
  head: Side,
  base: Side,
  {
    places,
    unchanged,
  }: { readonly places: ReadonlyMap<string, string>; readonly unchanged: ReadonlySet<string> },
): ComparedGaps {
  const exact = pairUp({ left: head.report.gaps, right: base.report.gaps }, [exactly, exactly]);
  const there = ({ project, name }: ReportGap): string => placeOf(project, name ?? "");
  const moved = pairUp(exact, [
    (gap) => byPlace(gap, places.get(there(gap)) ?? null, base),
    (gap) => byPlace(gap, there(gap), head),
  ]);
  const fresh = new Set(moved.left);
  const mayHide = (gap: ReportGap): boolean => !fresh.has(gap) && isOfFile(gap, unchanged);
  return {
    new: moved.left.map(({ fingerprint }) => fingerprint),
    changed: head.report.gaps.filter(mayHide).map(({ fingerprint }) => fingerprint),
    gone: moved.right.map(({ code, name, advisory, reason, origin }) => ({
      code,
      name,
      advisory,
      reason,
      path: origin?.path ?? null,
    })),
  };
}

/** A surprise about a file that is not known to be as it was. */
function isOfFile({ name, advisory, origin, expected }: ReportGap, unchanged: ReadonlySet<string>): boolean {
  return !expected && name === null && advisory === null && !unchanged.has(origin?.path ?? "");
}

function exactly({ code, name, advisory, origin }: ReportGap): string {
  return JSON.stringify([code, name, advisory, origin?.path ?? null]);
}

/** Null: it can be paired with none. */
function byPlace(
  { code, name, advisory, origin }: ReportGap,
  place: string | null,
  other: Side,
): string | null {
  if (name !== null) return place === null ? null : JSON.stringify([code, advisory, place]);
  if (origin === null || other.paths.has(origin.path)) return null;
  return JSON.stringify([code, advisory, baseName(origin.path)]);
}

interface Unpaired {
  readonly left: readonly ReportGap[];
  readonly right: readonly ReportGap[];
}

type KeyOf = (gap: ReportGap) => string | null;

/** What has no partner of its own on the other side. */
function pairUp({ left, right }: Unpaired, [leftKey, rightKey]: readonly [KeyOf, KeyOf]): Unpaired {
  const free = Map.groupBy(right, rightKey);
  const taken = new Set<ReportGap>();
  const alone = left.filter((gap) => {
    const key = leftKey(gap);
    const partner = key === null ? undefined : free.get(key)?.pop();
    if (partner !== undefined) taken.add(partner);
    return partner === undefined;
  });
  return { left: alone, right: right.filter((gap) => !taken.has(gap)) };
}
