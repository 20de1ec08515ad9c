import type { LinkText } from "./locked-text.ts";

/** A package of a lock as a place of its graph. */
export interface Place {
  readonly name: string;
  readonly isRoot: boolean;
  readonly links: readonly LinkText[];
  readonly extras: ReadonlyMap<string, readonly LinkText[]>;
  readonly groups: ReadonlyMap<string, readonly LinkText[]>;
}

/** What leads to each package of a lock. */
export interface Reach {
  /** Names that something needs whatever the platform and the Python. */
  readonly always: ReadonlySet<string>;
  /** Names that anything needs. */
  readonly any: ReadonlySet<string>;
  /** By name: the ways to it, sorted, where those that always hold are all one. */
  readonly ways: ReadonlyMap<string, readonly string[]>;
  /** By name: who needs it. */
  readonly parents: ReadonlyMap<string, ReadonlySet<string>>;
}

interface Way {
  readonly from: string;
  readonly to: string;
  readonly marker: string | null;
}

/** `asked`: what a script asks for. A lock has one package of a name here, or the ways to each count for all of that name. */
export function reachOf(places: readonly Place[], asked: readonly LinkText[]): Reach {
  const ways = [...askedWays(asked), ...places.flatMap(waysOf)];
  const from = new Map<string, Way[]>();
  for (const way of ways) {
    const known = from.get(way.from);
    if (known === undefined) from.set(way.from, [way]);
    else known.push(way);
  }
  const roots = [
    ASKED,
    ...places.flatMap(({ name, isRoot }) => (isRoot ? [name, ...choices(name, places)] : [])),
  ];
  const always = follow(roots, from, ({ marker }) => marker === null);
  const any = follow(roots, from, () => true);
  const incoming = new Map<string, Set<string>>();
  const parents = new Map<string, Set<string>>();
  for (const { from: parent, to, marker } of ways) {
    const [owner, name] = [ownerOf(parent), ownerOf(to)];
    if (owner === name) continue;
    const way = always.has(parent) ? ["", marker] : [parent, marker];
    incoming.set(name, (incoming.get(name) ?? new Set()).add(JSON.stringify(way)));
    parents.set(name, (parents.get(name) ?? new Set()).add(owner));
  }
  return {
    always: new Set([...always].map(ownerOf)),
    any: new Set([...any].map(ownerOf)),
    ways: new Map([...incoming].map(([name, texts]) => [name, [...texts].toSorted()])),
    parents,
  };
}

const ASKED = "";

function choices(name: string, places: readonly Place[]): readonly string[] {
  return places.flatMap((place) =>
    place.name === name
      ? [...[...place.extras.keys()].map((extra) => `${name}[${extra}]`), ...groupNames(place)]
      : [],
  );
}

function groupNames({ name, groups }: Place): readonly string[] {
  return [...groups.keys()].map((group) => `${name}[:${group}]`);
}

function askedWays(asked: readonly LinkText[]): readonly Way[] {
  return asked.flatMap((link) => waysAlong(ASKED, link));
}

function waysOf({ name, links, extras, groups }: Place): readonly Way[] {
  return [
    ...links.flatMap((link) => waysAlong(name, link)),
    ...[...extras].flatMap(([extra, list]) => list.flatMap((link) => waysAlong(`${name}[${extra}]`, link))),
    ...[...groups].flatMap(([group, list]) => list.flatMap((link) => waysAlong(`${name}[:${group}]`, link))),
  ];
}

function waysAlong(from: string, { name, extras, marker }: LinkText): readonly Way[] {
  return [name, ...extras.map((extra) => `${name}[${extra}]`)].map((to) => ({ from, to, marker }));
}

function ownerOf(part: string): string {
  const bracket = part.indexOf("[");
  return bracket === -1 ? part : part.slice(0, bracket);
}

function follow(
  roots: readonly string[],
  from: ReadonlyMap<string, readonly Way[]>,
  isOpen: (way: Way) => boolean,
): ReadonlySet<string> {
  const reached = new Set(roots);
  // A set that grows while it is walked is walked to its end.
  for (const part of reached) for (const way of from.get(part) ?? []) if (isOpen(way)) reached.add(way.to);
  return reached;
}

/** Names whose conditions the second may have otherwise than the first, of those that both have. */
export function changedConditions(before: Reach, after: Reach): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [name, ways] of after.ways) {
    const old = before.ways.get(name);
    if (before.always.has(name) && after.always.has(name)) continue;
    if (old === undefined || old.join("\n") !== ways.join("\n")) changed.add(name);
  }
  for (let size = -1; size !== changed.size;) {
    size = changed.size;
    for (const [name, parents] of after.parents) {
      if (before.always.has(name) && after.always.has(name)) continue;
      if ([...parents].some((parent) => changed.has(parent))) changed.add(name);
    }
  }
  return changed;
}
