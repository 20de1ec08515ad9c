import { compareVersions, formatVersion } from "../../python/index.ts";
import type { PackageName, Requirement, Version } from "../../python/index.ts";
import type { Incompatibility } from "../incompatibility.ts";
import type { PackageMetadata } from "../metadata.ts";
import type { Pin, Resolution, ResolveRequest } from "../request.ts";
import type { GuardedPin } from "../resolve-for-cells.ts";
import { resolveAt } from "../resolve.ts";
import { MarkerSpace, NEVER, TooManyCases, type Diagram } from "./diagram.ts";
import { markerOf } from "./marker-of-diagram.ts";
import { reachOf } from "./reach.ts";
import { partsBy, regionOf } from "./region.ts";
import { consistent, isPlatform, pythonsOf, type Universe } from "./universe.ts";

export interface UniversalRequest extends Omit<ResolveRequest, "environment"> {
  /** The Pythons to resolve for, such as `>=3.9`. */
  readonly requiresPython: string;
  /** Values of `sys_platform`; null: all. */
  readonly platforms: readonly string[] | null;
}

export type UniversalResolution =
  | { readonly kind: "resolved"; readonly pins: readonly GuardedPin[]; readonly regions: number }
  /** `where`: the marker of the environments for which nothing fits; null: none in particular. */
  | { readonly kind: "unresolved"; readonly where: string | null; readonly resolution: Resolution };

/** More regions than this are no answer that anybody could read. */
const MAX_REGIONS = 256;

/**
 * One answer for every Python of a range and every platform. What holds in a part only counts everywhere, unless that
 * part needs another version: then the parts are resolved one by one, each with what the ones before it chose where
 * that fits, and a pin says in which of them it holds. Parts are made where one version needs a package in several
 * ways, where a release needs a newer Python than all have (both as uv does), and where nothing fits as long as they are one.
 */
export async function resolveUniversal(
  request: UniversalRequest,
  metadata: PackageMetadata,
): Promise<UniversalResolution> {
  try {
    return await resolveRegions(request, metadata);
  } catch (error) {
    if (!(error instanceof TooManyCases)) throw error;
    return { kind: "unresolved", where: null, resolution: { kind: "limit-exceeded", rounds: 0 } };
  }
}

interface Found {
  readonly pin: Pin;
  readonly where: Diagram;
}

async function resolveRegions(
  request: UniversalRequest,
  metadata: PackageMetadata,
): Promise<UniversalResolution> {
  const space = new MarkerSpace();
  const universe = { space, where: universeOf(space, request) };
  const open = universe.where === NEVER ? [] : [universe.where];
  const found: (readonly Found[])[] = [];
  let preferences: ReadonlyMap<PackageName, Version> = new Map(request.preferences);
  for (let where = open.shift(); where !== undefined; where = open.shift()) {
    if (found.length + open.length >= MAX_REGIONS) throw new TooManyCases();
    const resolution = await resolveAt(
      { ...request, preferences, place: regionOf(universe, where) },
      metadata,
    );
    if (resolution.kind === "resolved") {
      found.push(await guardedBy({ request, metadata, universe }, where, resolution.pins));
      preferences = withPins(preferences, resolution.pins);
      continue;
    }
    const parts =
      resolution.kind === "falls-apart"
        ? partsBy(universe, where, resolution.by)
        : resolution.kind === "conflict"
          ? partsOfConflict(universe, where, resolution.conflict)
          : [];
    if (parts.length > 1) open.unshift(...parts);
    else if (resolution.kind === "falls-apart") throw new Error("a region falls into no parts");
    else return { kind: "unresolved", where: markerOf(space, where, universe.where), resolution };
  }
  return { kind: "resolved", pins: merged(universe, found.flat()), regions: found.length };
}

function universeOf(space: MarkerSpace, { requiresPython, platforms }: UniversalRequest): Diagram {
  const known = space.and(consistent(space), pythonsOf(space, requiresPython));
  const wanted = (platforms ?? []).map((one) => isPlatform(space, one));
  return platforms === null
    ? known
    : space.and(
        known,
        wanted.reduce((sum, one) => space.or(sum, one), NEVER),
      );
}

/** What one need of those that lead to the conflict divides: it may fit where that is not needed. */
function partsOfConflict(universe: Universe, where: Diagram, conflict: Incompatibility): readonly Diagram[] {
  const seen = new Set<Incompatibility>([conflict]);
  for (const { cause } of seen) {
    if (cause.kind === "derived") seen.add(cause.left).add(cause.right);
    if (cause.kind !== "dependency" || cause.guard === undefined) continue;
    const parts = partsBy(universe, where, { kind: "needs", needs: [cause.guard] });
    if (parts.length > 1) return parts;
  }
  return [];
}

/** The pins of a region, each with where it is needed; those that are needed nowhere are left out. */
async function guardedBy(
  {
    request,
    metadata,
    universe: { space },
  }: { readonly request: UniversalRequest; readonly metadata: PackageMetadata; readonly universe: Universe },
  where: Diagram,
  pins: readonly Pin[],
): Promise<readonly Found[]> {
  const needs = new Map<PackageName, readonly Requirement[]>();
  for (const { name, version, url } of pins) needs.set(name, await needsOf(metadata, { name, version, url }));
  const reach = reachOf(space, { where, request }, needs);
  return pins.flatMap((pin) => {
    const at = reach.get(pin.name) ?? NEVER;
    const extras = pin.extras.filter((extra) => reach.has(`${pin.name}[${extra}]`));
    return at === NEVER ? [] : [{ pin: { ...pin, extras }, where: at }];
  });
}

async function needsOf(
  metadata: PackageMetadata,
  { name, version, url }: Pick<Pin, "name" | "version" | "url">,
): Promise<readonly Requirement[]> {
  if (url !== null) {
    const answer = await metadata.direct(name, url);
    return answer.kind === "direct" ? answer.requires : [];
  }
  if (version === null) return [];
  const answer = await metadata.dependencies(name, version);
  return answer.kind === "dependencies" ? answer.requires : [];
}

/** The same pin of several regions is one. */
function merged({ space, where: universe }: Universe, found: readonly Found[]): readonly GuardedPin[] {
  const groups = Map.groupBy(found, ({ pin }) =>
    JSON.stringify([pin.name, pin.version && formatVersion(pin.version), pin.url]),
  );
  const pins = [...groups.values()].flatMap((group): GuardedPin[] => {
    const [first] = group;
    if (first === undefined) return [];
    const where = group.reduce((sum, one) => space.or(sum, one.where), NEVER);
    const extras = [...new Set(group.flatMap(({ pin }) => pin.extras))].toSorted();
    return [{ ...first.pin, extras, marker: markerOf(space, where, universe) }];
  });
  return pins.toSorted(comparePins);
}

/** What the request prefers stands above what an earlier region chose, and the first of these above later ones. */
function withPins(
  preferences: ReadonlyMap<PackageName, Version>,
  pins: readonly Pin[],
): ReadonlyMap<PackageName, Version> {
  const chosen = pins.flatMap(({ name, version }) => (version === null ? [] : [[name, version] as const]));
  return new Map([...chosen, ...preferences]);
}

function comparePins(a: Pin, b: Pin): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.version === null || b.version === null ? 0 : compareVersions(a.version, b.version);
}
