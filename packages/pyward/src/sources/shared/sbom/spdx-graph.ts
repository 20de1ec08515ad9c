import type { Scope } from "../../../model/index.ts";
import type { Sbom, SbomComponent, SbomFault, SbomRelation } from "./sbom.ts";
import type { Meaning } from "./spdx-relations.ts";

/** What SPDX 2 and 3 have in common: packages by their ids, and what relates them. */
export interface SpdxReading {
  readonly components: SbomComponent[];
  readonly faults: SbomFault[];
  readonly relations: SbomRelation[];
  /** Element id → place; the first one that has it. */
  readonly places: Map<string, number>;
  readonly subjects: Set<number>;
  readonly patched: Set<number>;
  elsewhere: number;
}

export function newReading(): SpdxReading {
  return {
    components: [],
    faults: [],
    relations: [],
    places: new Map(),
    subjects: new Set(),
    patched: new Set(),
    elsewhere: 0,
  };
}

export function addPackage(
  id: string | null,
  component: SbomComponent,
  { components, places }: SpdxReading,
): void {
  if (id !== null && !places.has(id)) places.set(id, components.length);
  components.push(component);
}

export function addSubject(id: string | null, { places, subjects }: SpdxReading): void {
  const place = places.get(id ?? "");
  if (place !== undefined) subjects.add(place);
}

/** `scope` null: as the kind of relationship says. */
export interface Related {
  readonly from: string | null;
  readonly to: string | null;
  readonly meaning: Meaning;
  readonly scope: Scope | null;
}

/** Relationships with what is no package here (files, other documents) relate nothing. */
export function relate({ from: given, to: other, meaning, scope }: Related, reading: SpdxReading): void {
  const { places, relations, patched } = reading;
  const [source, target] = meaning.isReversed ? [other, given] : [given, other];
  const from = places.get(source ?? "");
  const to = places.get(target ?? "");
  if (meaning.kind === "describes") return addSubject(target, reading);
  if (meaning.kind === "patches") {
    if (to !== undefined) patched.add(to);
    return;
  }
  if (from !== undefined && to !== undefined)
    relations.push({ from, to, kind: meaning.kind, scope: scope ?? meaning.scope });
}

export function toSbom(reading: SpdxReading, claims: Omit<Sbom["claims"], "elsewhere">): Sbom {
  const { components, faults, relations, subjects, patched, elsewhere } = reading;
  return {
    components:
      patched.size === 0
        ? components
        : components.map((one, place) => (patched.has(place) ? { ...one, isModified: true } : one)),
    faults,
    relations,
    subjects: [...subjects],
    claims: { ...claims, elsewhere },
  };
}
