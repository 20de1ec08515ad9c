import type { Origin, OwnCode, PackageSource, Pin, Scope } from "../../model/index.ts";
import type { Marker, PackageName } from "../../python/index.ts";

/** What one entry of a file asks for. */
export interface Asked {
  readonly name: PackageName;
  readonly version: string | null;
  readonly pin: Pin;
  /** PEP 440 text, for a range. */
  readonly specifiers: string | null;
  readonly extras: readonly string[];
  readonly marker: Marker | null;
  readonly source: PackageSource;
  readonly own: OwnCode | null;
  readonly hashes: readonly string[];
}

/** An entry with the list that it stands in. */
export interface Entry {
  readonly asked: Asked;
  readonly scope: Scope;
  readonly origin: Origin;
}

export const REGISTRY: PackageSource = { type: "registry", url: null };

/** All that an entry may leave out. */
export const NOTHING_ELSE = {
  version: null,
  specifiers: null,
  extras: [],
  marker: null,
  source: REGISTRY,
  own: null,
  hashes: [],
} as const satisfies Partial<Asked>;

/** Both hold; null: always. */
export function bothMarkers(first: Marker | null, second: Marker | null): Marker | null {
  if (first === null || second === null) return first ?? second;
  return { kind: "alternatives", alternatives: [[first, second]] };
}
