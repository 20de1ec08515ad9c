import { evaluateMarkerPartially, markerEnvironment, parseMarker, type Marker } from "../python/index.ts";
import type { ReportTarget } from "../model/index.ts";

/** What a marker means for the declared targets. */
export type Applicability =
  | { readonly kind: "everywhere" }
  /** Only where the marker holds; it may be all that is known, or true of some declared targets only. */
  | { readonly kind: "only-where"; readonly marker: string }
  | { readonly kind: "nowhere" };

/**
 * Whether what carries `marker` applies to the targets. A marker that cannot be decided for a target, because it asks
 * for what the target does not say, counts as holding there: nothing is dropped on a guess.
 */
export function applicability(marker: string | null, targets: readonly ReportTarget[]): Applicability {
  if (marker === null) return { kind: "everywhere" };
  const parsed = parseMarker(marker);
  if (!parsed.ok) return { kind: "only-where", marker };
  const answers = targets.map((target) => holds(parsed.value, target));
  if (answers.length === 0) return decidedAlone(parsed.value, marker);
  if (answers.every((answer) => answer === true)) return { kind: "everywhere" };
  if (answers.every((answer) => answer === false)) return { kind: "nowhere" };
  return { kind: "only-where", marker };
}

/** With no declared target everything is audited and carries its marker, save a marker that is always true. */
function decidedAlone(parsed: Marker, marker: string): Applicability {
  return evaluateMarkerPartially(parsed, {}) === true
    ? { kind: "everywhere" }
    : { kind: "only-where", marker };
}

function holds(marker: Marker, target: ReportTarget): boolean | null {
  return evaluateMarkerPartially(
    marker,
    markerEnvironment({ python: target.python, platform: target.platform }),
  );
}
