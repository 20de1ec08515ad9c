import { evaluateMarker, parseSpecifiers, satisfies } from "../python/index.ts";
import type { Marker, MarkerEnvironment, WheelFilename } from "../python/index.ts";
import { fitsWheelTarget } from "../python/wheel-target.ts";

/** Where a resolution is to hold: one environment, or all those of a region at once. */
export interface Place {
  /** For people, as the end of a sentence. */
  readonly words: string;
  /** Whether what stands behind the marker is needed there, be it in a part of it. `extra`: of which, empty for the package itself. */
  applies(marker: Marker | null, extra: string): boolean;
  /** `partly`: a part of it is no place for that Python. */
  fitsPython(requiresPython: string | null): boolean | "partly";
  fitsWheel(wheel: WheelFilename): boolean;
  /** Whether these needs of one package hold in different parts of it. */
  isDividedBy(needs: readonly GuardedNeed[]): boolean;
}

/** What makes parts of a place that have to be resolved one by one. */
export type Division =
  | { readonly kind: "needs"; readonly needs: readonly GuardedNeed[] }
  /** A release that only a part of it can use. */
  | { readonly kind: "python"; readonly requiresPython: string };

export interface GuardedNeed {
  readonly marker: Marker | null;
  readonly extra: string;
}

export function placeOf(environment: MarkerEnvironment): Place {
  const { python_version, sys_platform, platform_machine } = environment;
  const system = [sys_platform, platform_machine].filter((part) => part !== "").join(" ");
  return {
    words: `Python ${python_version}${system === "" ? "" : ` on ${system}`}`,
    applies: (marker, extra) => marker === null || evaluateMarker(marker, environment, { extra }) === true,
    fitsPython: (requiresPython) => fitsPython(requiresPython, environment),
    fitsWheel: (wheel) => fitsWheelTarget(wheel, environment),
    isDividedBy: () => false,
  };
}

/** What cannot be read is no reason to refuse: installers say the same. */
function fitsPython(requiresPython: string | null, environment: MarkerEnvironment): boolean {
  if (requiresPython === null) return true;
  const parsed = parseSpecifiers(requiresPython);
  return !parsed.ok || satisfies(environment.python_full_version, parsed.value);
}
