import type { Basis, Dependency, Inventory, Pin, Scope } from "../model/index.ts";

/** One target, read. */
export interface ReadSource {
  /** The source's id. */
  readonly kind: string;
  /** In the tree's coordinates. */
  readonly path: string;
  readonly inventory: Inventory;
  /** It only mentions installations, which may happen or not. */
  readonly mentionsOnly?: true;
}

/** A dependency of a project, whichever of its sources name it. */
export interface ProjectDependency extends Dependency {
  /** `p1:django@2.2.0`: unique in the report. */
  readonly ref: string;
  /** Ref, not key, of what holds this vendored copy. */
  readonly embeddedIn: string | null;
  /** How many (source, dependency) entries it stands for. */
  readonly entries: number;
  /** It is a Python itself and no package. */
  readonly isInterpreter?: true;
}

export interface ProjectGraph {
  /** In the order of name, version, ref. */
  readonly dependencies: readonly ProjectDependency[];
  /** What each ref needs, as refs; distinct. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
}

/** The sources of one project as one graph: the same release named twice is one dependency with both origins. */
export function mergeSources(projectId: string, sources: readonly ReadSource[]): ProjectGraph {
  const merged = new Map<string, ProjectDependency>();
  const names = {
    identities: new Map<string, string>(),
    taken: new Set<string>(),
    last: new Map<string, number>(),
  };
  const needs = new Map<string, Set<string>>();
  for (const { inventory } of sources) {
    const refs = new Map<string, string>();
    for (const dependency of parentsFirst(inventory.dependencies)) {
      // From here on it is named as the report names it.
      const embeddedIn = refs.get(dependency.embeddedIn ?? "") ?? dependency.embeddedIn;
      const ref = refFor(projectId, { ...dependency, embeddedIn }, names);
      const known = merged.get(ref);
      merged.set(
        ref,
        known === undefined ? { ...dependency, embeddedIn, ref, entries: 1 } : join(known, dependency),
      );
      refs.set(dependency.key, ref);
    }
    for (const edge of inventory.edges) addNeed(needs, refs.get(edge.from), refs.get(edge.to));
  }
  const dependencies = [...merged.values()].toSorted(byNameVersionRef);
  return { dependencies, needs: new Map([...needs].map(([from, to]) => [from, [...to].toSorted()])) };
}

/** Vendored copies after what holds them: most inventories have none. Of a circle, which is a source's defect, the rest last. */
function parentsFirst(dependencies: readonly Dependency[]): readonly Dependency[] {
  if (dependencies.every(({ embeddedIn }) => embeddedIn === null)) return dependencies;
  const byParent = Map.groupBy(dependencies, ({ embeddedIn }) => embeddedIn);
  const ordered = new Set(byParent.get(null));
  for (const { key } of ordered) (byParent.get(key) ?? []).forEach((one) => ordered.add(one));
  return [...ordered, ...dependencies.filter((one) => !ordered.has(one))];
}

function addNeed(needs: Map<string, Set<string>>, from: string | undefined, to: string | undefined): void {
  if (from === undefined || to === undefined || from === to) return;
  const known = needs.get(from);
  if (known === undefined) needs.set(from, new Set([to]));
  else known.add(to);
}

interface GivenNames {
  readonly identities: Map<string, string>;
  readonly taken: Set<string>;
  /** The last suffix of a plain ref. */
  readonly last: Map<string, number>;
}

/**
 * The ref of what this entry names: the same for the same name, version, specifiers and place of supply.
 * The first place of supply keeps the plain ref; another one of the same name and version gets `#2` and so on.
 */
function refFor(projectId: string, dependency: Dependency, names: GivenNames): string {
  const { name, version, specifiers, source, own, embeddedIn } = dependency;
  const identity = JSON.stringify([
    name,
    version,
    version === null ? specifiers : null,
    source,
    own,
    embeddedIn,
  ]);
  const known = names.identities.get(identity);
  if (known !== undefined) return known;
  const plain = version === null ? `${projectId}:${name}` : `${projectId}:${name}@${version}`;
  let ref = plain;
  let last = names.last.get(plain) ?? 1;
  while (names.taken.has(ref)) ref = `${plain}#${++last}`;
  names.last.set(plain, last);
  names.taken.add(ref);
  names.identities.set(identity, ref);
  return ref;
}

const PIN_ORDER: readonly Pin[] = ["exact", "url", "range", "unpinned"];

function join(known: ProjectDependency, other: Dependency): ProjectDependency {
  return {
    ...known,
    pin: PIN_ORDER.find((pin) => pin === known.pin || pin === other.pin) ?? known.pin,
    basis: strongest(known.basis, other.basis),
    hashes: union(known.hashes, other.hashes),
    attestationIdentities: known.attestationIdentities ?? other.attestationIdentities,
    direct: known.direct || other.direct,
    scopes: union<Scope>(known.scopes, other.scopes),
    extras: union(known.extras, other.extras),
    marker: joinMarkers(known.marker, other.marker),
    ...managed(known, other),
    origins: [...known.origins, ...other.origins],
    entries: known.entries + 1,
  };
}

/** A mention adds nothing to what is known of a release, and a file that names it says more than what was resolved; among the rest, the first one says it. */
function strongest(known: Basis, other: Basis): Basis {
  if (known === "mentioned") return other;
  return known === "resolved" && other !== "mentioned" ? other : known;
}

/** Of a distribution only where both are: the other copy has none of its patches. */
function managed(known: Dependency, other: Dependency): Pick<Dependency, "manager" | "systemPackage"> {
  const [a, b] = [known.systemPackage, other.systemPackage];
  if (a === undefined && b === undefined) return { manager: known.manager ?? other.manager };
  if (a?.manager !== b?.manager || a?.name !== b?.name || a?.version !== b?.version)
    return { manager: null, systemPackage: undefined };
  return { manager: known.manager };
}

/** Where either holds. Null (always) wins. */
function joinMarkers(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  return a === b ? a : `(${a}) or (${b})`;
}

function union<T extends string>(a: readonly T[], b: readonly T[]): readonly T[] {
  return b.every((item) => a.includes(item)) ? a : [...new Set([...a, ...b])].toSorted();
}

function byNameVersionRef(a: ProjectDependency, b: ProjectDependency): number {
  return compare(a.name, b.name) || compare(a.version ?? "", b.version ?? "") || compare(a.ref, b.ref);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
