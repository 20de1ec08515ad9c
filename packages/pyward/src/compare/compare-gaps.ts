import { baseName, type ComparedGaps, type Report, type ReportGap } from "../model/index.ts";

/**
 * Gaps are the same by code, package and advisory, at the same path or, for a file that was moved, at another one; as often as both
 * sides have them. So a second gap of a kind is new, and a moved one is not.
 */
export function compareGaps(head: Report, base: Report): ComparedGaps {
  const exact = pairUp(head.gaps, base.gaps, ({ code, name, advisory, origin }) =>
    JSON.stringify([code, name, advisory, origin?.path ?? null]),
  );
  const moved = pairUp(exact.left, exact.right, ({ code, name, advisory, origin }) =>
    JSON.stringify([code, name ?? baseName(origin?.path ?? ""), advisory]),
  );
  return {
    new: moved.left.map(({ fingerprint }) => fingerprint),
    gone: moved.right.map(({ code, name, advisory, reason, origin }) => ({
      code,
      name,
      advisory,
      reason,
      path: origin?.path ?? null,
    })),
  };
}

interface Unpaired {
  readonly left: readonly ReportGap[];
  readonly right: readonly ReportGap[];
}

/** What has no partner of its own on the other side. */
function pairUp(
  left: readonly ReportGap[],
  right: readonly ReportGap[],
  keyOf: (gap: ReportGap) => string,
): Unpaired {
  const free = Map.groupBy(right, keyOf);
  const alone = left.filter((gap) => free.get(keyOf(gap))?.shift() === undefined);
  const kept = new Set([...free.values()].flat());
  return { left: alone, right: right.filter((gap) => kept.has(gap)) };
}
