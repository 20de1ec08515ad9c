import type { VersionChange } from "../../../model/index.ts";
import { plainPythonRange, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import type { Manifest } from "../manifest.ts";
import type { Block, Link, LockText } from "./locked-text.ts";
import { blockText, writeRelease, type WrittenRelease } from "./written.ts";

/** What becomes of the packages of a lock. */
export interface Planned {
  /** By name. */
  readonly written: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

/** A package as it will stand in the lock. */
type After = Pick<Block, "name" | "groups" | "marker" | "isOptional" | "links">;

/** What Poetry would make of a lock with these changes; where that is not certain, why: the end of a sentence about the lock. */
export function planLock(
  lock: LockText,
  changes: readonly VersionChange[],
  manifest: Manifest | null,
): Planned | string {
  const pythons = poetryRange(lock.pythons);
  if (pythons === null) return "the versions of Python that it is for are written in an unusual way";
  const byName = Map.groupBy(lock.blocks, ({ name }) => name);
  const several = changes.find(({ name }) => (byName.get(name)?.length ?? 0) > 1);
  if (several !== undefined) return `it has ${several.name} in several versions`;
  const missing = changes.find(({ name, from, to }) => !byName.has(name) && (from !== null || to === null));
  if (missing !== undefined) return `it has no ${missing.name}`;
  const after = new Map<string, After>();
  const releases = new Map<string, WrittenRelease>();
  for (const change of changes) {
    if (change.to === null) continue;
    const old = byName.get(change.name)?.[0] ?? null;
    const wanted = wantedExtras(change.name, lock, manifest);
    const written = writeRelease(change, { pythons, wanted, source: old?.kept.source ?? commonSource(lock) });
    if (typeof written === "string") return written;
    if (old?.kept.groups === "")
      return `${change.name} is not laid out as Poetry writes packages of an index`;
    releases.set(change.name, written);
    const { links } = written;
    after.set(change.name, old === null ? newcomer(change.name, links) : { ...old, links });
  }
  const removed = new Set<string>(changes.flatMap(({ name, to }) => (to === null ? [name] : [])));
  return settle({ lock, after, removed, releases });
}

function newcomer(name: string, links: readonly Link[]): After {
  return { name, groups: [], marker: null, isOptional: false, links };
}

interface Unsettled {
  readonly lock: LockText;
  readonly after: ReadonlyMap<string, After>;
  readonly removed: ReadonlySet<string>;
  readonly releases: ReadonlyMap<string, WrittenRelease>;
}

/**
 * Poetry writes into each package for which groups and under which conditions it is needed. That stays as it is where the ways to it do, or
 * where another way alone says as much.
 */
function settle({ lock, after, removed, releases }: Unsettled): Planned | string {
  const kept = lock.blocks.filter(({ name }) => !removed.has(name) && !after.has(name));
  const now: readonly After[] = [...kept, ...after.values()];
  const names = new Set(now.map(({ name }) => name));
  const old = new Map(lock.blocks.map((block) => [block.name, block]));
  const unknown = now.flatMap(({ links }) => links).find(({ name }) => !names.has(name));
  if (unknown !== undefined) return `it would need ${unknown.name}, which the plan does not have`;
  const groups = new Map<string, readonly string[]>();
  for (const name of after.keys()) {
    const found = old.get(name)?.groups ?? groupsOfNew(name, now, old);
    if (found === null) return `it is not certain for which groups ${name} would be needed`;
    groups.set(name, found);
  }
  const gone = lock.blocks.filter(({ name }) => removed.has(name)).map((block) => ({ ...block, links: [] }));
  for (const { name, links } of [...after.values(), ...gone]) {
    const before = old.get(name);
    for (const target of differing(before?.links ?? [], links)) {
      const block = old.get(target);
      if (block === undefined || removed.has(target)) continue;
      if (!isAnchored(block, kept, before?.groups ?? groups.get(name) ?? []))
        return `it is not certain for what ${target} would be needed`;
    }
  }
  const written = [...releases].map(([name, release]): [string, string] => [
    name,
    blockText(release, old.get(name) ?? newBlock(name, groups.get(name) ?? [])),
  ]);
  return { written: new Map(written), removed };
}

function newBlock(name: string, groups: readonly string[]) {
  const written = `groups = [${groups.map((group) => `"${group}"`).join(", ")}]\n`;
  return { rawName: name, isOptional: false, kept: { groups: written } };
}

/** Names of what two lists of dependencies do not need alike. */
function differing(before: readonly Link[], after: readonly Link[]): ReadonlySet<string> {
  const keys = (links: readonly Link[]): ReadonlyMap<string, string> =>
    new Map(
      [...Map.groupBy(links, ({ name }) => name)].map(([name, list]) => [
        name,
        JSON.stringify(list.map(({ extras, marker, isOptional }) => [extras, marker, isOptional])),
      ]),
    );
  const [old, now] = [keys(before), keys(after)];
  return new Set([...old.keys(), ...now.keys()].filter((name) => old.get(name) !== now.get(name)));
}

/** Something else that stays needs it, in all of its groups and without a condition. */
function isAnchored(block: Block, kept: readonly Block[], groups: readonly string[]): boolean {
  if (block.marker !== null || block.isOptional || !isWithin(groups, block.groups)) return false;
  return kept.some(
    (other) =>
      other.marker === null &&
      !other.isOptional &&
      isWithin(block.groups, other.groups) &&
      other.links.some((link) => link.name === block.name && link.marker === null && !link.isOptional),
  );
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}

/** Of a package that comes: those of what needs it, where all agree. */
function groupsOfNew(
  name: string,
  now: readonly After[],
  old: ReadonlyMap<string, Block>,
): readonly string[] | null {
  const parents = now.filter(({ links }) => links.some((link) => link.name === name));
  const known = parents.map(({ name: parent, marker, isOptional, links }) => {
    const isPlain = links.every((link) => link.name !== name || (link.marker === null && !link.isOptional));
    const groups = old.get(parent)?.groups ?? [];
    return marker === null && !isOptional && isPlain && groups.length > 0 ? groups : null;
  });
  const [first] = known;
  if (first === undefined || first === null) return null;
  return known.every((groups) => groups?.join("\n") === first.join("\n")) ? first : null;
}

/** The table of the source that all packages have; empty: none; null: they differ. */
function commonSource({ blocks }: LockText): string | null {
  const sources = new Set(blocks.map(({ kept }) => kept.source));
  return sources.size === 1 ? ([...sources][0] ?? null) : null;
}

function wantedExtras(name: string, { blocks }: LockText, manifest: Manifest | null): ReadonlySet<string> {
  const links = blocks.flatMap((block) => block.links);
  return new Set([...links, ...(manifest ?? [])].flatMap((link) => (link.name === name ? link.extras : [])));
}

/** `^3.9` is Poetry's own. */
function poetryRange(text: string): PythonInterval | null {
  const caret = /^\^3\.(\d{1,3})$/.exec(text);
  return plainPythonRange(caret === null ? text : `>=3.${caret[1]},<4`);
}
