import { dependencyKey, makeDependency } from "../../model/index.ts";
import type { Dependency, Edge, Origin, Scope } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { Placed } from "./constrain.ts";

/** Edges from annotations that one inventory may have. */
const MAX_EDGES = 200_000;

export interface Assembled {
  readonly dependencies: readonly Dependency[];
  readonly edges: readonly Edge[];
}

/**
 * One dependency for each name, version and specifiers, with every place that asks for it, and the edges that the
 * annotations of pip-compile and uv tell.
 */
export function assemble(placed: readonly Placed[]): Assembled {
  const taken = new Map<string, number>();
  const keyed = [...Map.groupBy(placed, identity).values()].map((group) => ({
    group,
    key: uniqueKey(group, taken),
  }));
  const isAnnotated = placed.some(({ via }) => via !== null && via.parents.length > 0);
  const keysOf = isAnnotated ? groupKeys(keyed) : new Map<PackageName, readonly string[]>();
  const own = new Set(placed.filter(({ asked }) => asked.own !== null).map(({ asked }) => asked.name));
  const dependencies = keyed.flatMap(({ group, key }) => {
    const isDirect = group.some(({ via }) => asksItself(via, keysOf, own));
    return merge(group, key, isDirect);
  });
  return { dependencies, edges: isAnnotated ? edgesOf(keyed, keysOf) : [] };
}

function groupKeys(keyed: readonly Keyed[]): ReadonlyMap<PackageName, readonly string[]> {
  const keys = new Map<PackageName, string[]>();
  for (const { group, key } of keyed) {
    const name = group[0]?.asked.name;
    if (name === undefined) continue;
    const known = keys.get(name);
    if (known === undefined) keys.set(name, [key]);
    else known.push(key);
  }
  return keys;
}

function identity({ asked }: Placed): string {
  if (asked.pin === "exact") return `${asked.name}==${asked.version}`;
  return JSON.stringify([asked.name, asked.version, asked.specifiers, asked.pin, asked.source, asked.own]);
}

/** `taken`: how often each key without a suffix is in use. No name or version holds white space. */
function uniqueKey(group: readonly Placed[], taken: Map<string, number>): string {
  const [first] = group;
  const base = first === undefined ? "" : dependencyKey(first.asked.name, first.asked.version);
  const number = (taken.get(base) ?? 0) + 1;
  taken.set(base, number);
  return number === 1 ? base : `${base} #${number}`;
}

/**
 * Without an annotation the file itself asks. So it does where a parent is the project's own (`-e .`) or is not in the
 * file: `uv export --no-emit-project` names the project as the reason and leaves it out.
 */
function asksItself(
  via: Placed["via"],
  known: ReadonlyMap<PackageName, unknown>,
  own: ReadonlySet<PackageName>,
): boolean {
  if (via === null || via.isDirect || via.parents.length === 0) return true;
  return via.parents.some((parent) => !known.has(parent) || own.has(parent));
}

function merge(group: readonly Placed[], key: string, isDirect: boolean): readonly Dependency[] {
  const [first] = group;
  if (first === undefined) return [];
  if (group.length === 1) return [single(first, key, isDirect)];
  const { name, version, pin, specifiers, source, own } = first.asked;
  return [
    makeDependency({
      key,
      name,
      version,
      pin,
      specifiers,
      basis: "declared",
      source,
      own,
      hashes: union(group.map(({ asked }) => asked.hashes)),
      direct: isDirect,
      scopes: sortScopes(group.map(({ scope }) => scope)),
      extras: union(group.map(({ asked }) => asked.extras)),
      marker: eitherMarker(group.map(({ asked }) => asked.marker)),
      origins: distinctOrigins(group.flatMap(({ origins }) => origins)),
    }),
  ];
}

/** What `merge` makes of one place, which is the common case. */
function single({ asked, scope, origins }: Placed, key: string, isDirect: boolean): Dependency {
  const { name, version, pin, specifiers, source, own, marker } = asked;
  return makeDependency({
    key,
    name,
    version,
    pin,
    specifiers,
    basis: "declared",
    source,
    own,
    hashes: union([asked.hashes]),
    direct: isDirect,
    scopes: [scope],
    extras: union([asked.extras]),
    marker,
    origins: distinctOrigins(origins),
  });
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  const [only] = lists;
  if (lists.length === 1 && only !== undefined && only.length < 2) return only;
  return [...new Set(lists.flat())].toSorted();
}

function sortScopes(scopes: readonly Scope[]): readonly Scope[] {
  return scopes.length === 1 ? scopes : [...new Set(scopes)].toSorted();
}

/** Null, always, where one of them is. */
function eitherMarker(markers: readonly (string | null)[]): string | null {
  const given = markers.filter((marker) => marker !== null);
  const distinct = [...new Set(given)];
  if (given.length < markers.length) return null;
  if (distinct.length < 2) return distinct[0] ?? null;
  return distinct.map((marker) => (/ (?:and|or) /.test(marker) ? `(${marker})` : marker)).join(" or ");
}

function distinctOrigins(origins: readonly Origin[]): readonly Origin[] {
  if (origins.length === 1) return origins;
  const seen = new Map<string, Origin>();
  for (const origin of origins) {
    const key = `${origin.path}:${origin.line}:${origin.column}`;
    if (!seen.has(key)) seen.set(key, origin);
  }
  return [...seen.values()];
}

interface Keyed {
  readonly group: readonly Placed[];
  readonly key: string;
}

function edgesOf(
  keyed: readonly Keyed[],
  keysOf: ReadonlyMap<PackageName, readonly string[]>,
): readonly Edge[] {
  const edges: Edge[] = [];
  for (const { group, key } of keyed) {
    const parents = new Set(group.flatMap(({ via }) => via?.parents ?? []));
    for (const parent of parents) {
      for (const from of keysOf.get(parent) ?? []) {
        if (from === key) continue;
        if (edges.length === MAX_EDGES) return edges;
        edges.push({ from, to: key, marker: null });
      }
    }
  }
  return edges;
}
