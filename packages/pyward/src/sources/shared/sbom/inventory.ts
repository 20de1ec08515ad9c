import {
  makeDependency,
  makeGap,
  makeInventory,
  type Dependency,
  type Edge,
  type Gap,
  type Inventory,
  type Origin,
  type Scope,
} from "../../../model/index.ts";
import { parseMarker, type Marker } from "../../../python/index.ts";
import { eitherMarker } from "../assemble.ts";
import { sortedSet } from "../hashes.ts";
import { uniqueKeys } from "../unique-keys.ts";
import { graphOf, type SbomGraph } from "./graph.ts";
import { notesOf, unidentifiedIn } from "./notes.ts";
import { identify, type Identified, type SbomRelease } from "./release.ts";
import type { Sbom, SbomComponent } from "./sbom.ts";
import { scopesIn } from "./scopes.ts";

/** The file that an SBOM was read from. */
export interface SbomFile {
  readonly path: string;
  /** The place of an offset. */
  originAt(offset: number): Origin;
}

/** What of an SBOM is Python: each release once, with every component that names it. */
export function toInventory(sbom: Sbom, file: SbomFile): Inventory {
  const identified = sbom.components.map(identify);
  const graph = graphOf(sbom, (place) => identified[place]?.kind === "python");
  const merged = merge(namedIn(sbom, identified, graph));
  return makeInventory({
    dependencies: dependenciesOf(merged, { file, graph, scopesOf: scopesIn(sbom, graph) }),
    edges: edgesOf(merged, graph),
    gaps: gapsOf(sbom, identified, file),
    notes: notesOf(sbom, identified, file.path),
  });
}

/** A release that a component names. */
interface Named {
  readonly place: number;
  readonly component: SbomComponent;
  readonly release: SbomRelease;
  /** Place of the package whose part it is. */
  readonly holder: number | null;
  readonly identity: string;
}

function namedIn(sbom: Sbom, identified: readonly Identified[], graph: SbomGraph): readonly Named[] {
  const releasesAt = (place: number): readonly SbomRelease[] => {
    const one = identified[place];
    return one?.kind === "python" ? one.releases : [];
  };
  return sbom.components.flatMap((component, place) =>
    releasesAt(place).map((release) => {
      const holder = graph.holders.get(place) ?? null;
      const held = holder === null ? null : releasesAt(holder)[0];
      const identity = JSON.stringify([
        identityOf(release),
        held === undefined || held === null ? null : identityOf(held),
      ]);
      return { place, component, release, holder, identity };
    }),
  );
}

function identityOf({ name, version, specifiers, pin, source }: SbomRelease): string {
  return JSON.stringify([name, version, specifiers, pin, source.type, source.url]);
}

interface Merged {
  /** In the order of their first components. */
  readonly groups: readonly Group[];
  readonly keys: readonly string[];
  /** By the place of a component; the first, where it has several package URLs. */
  readonly keyAt: ReadonlyMap<number, string>;
}

type Group = readonly [Named, ...Named[]];

function merge(named: readonly Named[]): Merged {
  const groups = [...Map.groupBy(named, ({ identity }) => identity).values()].flatMap(
    ([first, ...rest]): Group[] => (first === undefined ? [] : [[first, ...rest]]),
  );
  const keys = uniqueKeys(groups.map(([{ release }]) => release));
  const keyAt = new Map<number, string>();
  for (const [at, group] of groups.entries())
    for (const { place } of group) if (!keyAt.has(place)) keyAt.set(place, keys[at] ?? "");
  return { groups, keys, keyAt };
}

interface Context {
  readonly file: SbomFile;
  readonly graph: SbomGraph;
  readonly scopesOf: (place: number) => readonly Scope[];
}

function dependenciesOf({ groups, keys, keyAt }: Merged, context: Context): readonly Dependency[] {
  return groups.map((group, at) => {
    const [{ release, holder }] = group;
    const { name, version, pin, specifiers, source } = release;
    return makeDependency({
      key: keys[at] ?? name,
      name,
      version,
      pin,
      specifiers,
      basis: "declared",
      source,
      hashes: sortedSet(group.flatMap((one) => [...one.component.hashes, ...one.release.hashes])),
      direct: group.some(({ place }) => context.graph.direct.has(place)),
      scopes: [...new Set(group.flatMap(({ place }) => context.scopesOf(place)))].toSorted(),
      extras: sortedSet(group.flatMap(({ component }) => component.extras)),
      marker: eitherMarker(group.map(({ component }) => markerOf(component))),
      embeddedIn: holder === null ? null : (keyAt.get(holder) ?? null),
      origins: originsOf(group, context.file),
    });
  });
}

/** What cannot be read as a condition is none: the package counts as always needed. */
function markerOf({ marker }: SbomComponent): Marker | null {
  const parsed = marker === null ? null : parseMarker(marker);
  return parsed?.ok === true ? parsed.value : null;
}

function originsOf(group: Group, file: SbomFile): readonly Origin[] {
  return [...new Set(group.map(({ component }) => component.start))].map((start) => file.originAt(start));
}

function edgesOf({ keyAt }: Merged, { edges }: SbomGraph): readonly Edge[] {
  const known = new Set<string>();
  return edges.flatMap(([place, other]): Edge[] => {
    const from = keyAt.get(place);
    const to = keyAt.get(other);
    const identity = `${from} ${to}`;
    if (from === undefined || to === undefined || from === to || known.has(identity)) return [];
    known.add(identity);
    return [{ from, to, marker: null }];
  });
}

function gapsOf(sbom: Sbom, identified: readonly Identified[], file: SbomFile): readonly Gap[] {
  const unusable = identified.flatMap((one, place): Gap[] => {
    if (one.kind !== "unusable") return [];
    const origin = file.originAt(sbom.components[place]?.start ?? 0);
    return [makeGap({ code: "unidentified-component", name: one.name, reason: one.reason, origin })];
  });
  const faults = sbom.faults.map(({ offset, reason }) =>
    makeGap({ code: "unparsable-line", reason, origin: file.originAt(offset) }),
  );
  return [...unusable, ...faults, ...nothingIdentified(sbom, identified, file)];
}

/** Where nothing at all is identified, "no Python package found" would be a guess. */
function nothingIdentified(sbom: Sbom, identified: readonly Identified[], file: SbomFile): readonly Gap[] {
  const unknown = unidentifiedIn(sbom, identified);
  const isAnyKnown = identified.some(({ kind }) => kind !== "unidentified");
  const [first] = unknown;
  if (first === undefined || isAnyKnown) return [];
  const reason = `none of its ${unknown.length} components has a package URL, so nothing says which of them are Python packages`;
  return [makeGap({ code: "unidentified-component", reason, origin: file.originAt(first.start) })];
}
