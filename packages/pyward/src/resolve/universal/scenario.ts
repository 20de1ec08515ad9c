import { formatVersion } from "../../python/index.ts";
import type { PackageMetadata } from "../metadata.ts";
import { requestOf, type Scenario } from "../scenarios/scenario.ts";
import { resolveUniversal, type UniversalResolution } from "./resolve-universal.ts";

/** A question for every environment at once, and the answer. */
export interface UniversalScenario extends Omit<Scenario, "pins" | "python" | "platform" | "differs"> {
  /** Such as `>=3.9`. */
  readonly python: string;
  /** `name==version; marker`; null: nothing fits somewhere. */
  readonly pins: readonly string[] | null;
  /** What uv answers instead, and why we differ. */
  readonly differs?: { readonly uv: readonly string[] | null; readonly why: string };
}

export function resolveScenario(
  { python, pins: _pins, differs: _differs, ...scenario }: UniversalScenario,
  metadata: PackageMetadata,
): Promise<UniversalResolution> {
  const { environment: _environment, ...request } = requestOf({ ...scenario, pins: null });
  return resolveUniversal({ ...request, requiresPython: python, platforms: null }, metadata);
}

export function linesOf(resolution: UniversalResolution): readonly string[] | null {
  if (resolution.kind !== "resolved") return null;
  return resolution.pins.map(({ name, version, marker }) => {
    const pin = `${name}==${version === null ? "?" : formatVersion(version)}`;
    return marker === null ? pin : `${pin}; ${marker}`;
  });
}
