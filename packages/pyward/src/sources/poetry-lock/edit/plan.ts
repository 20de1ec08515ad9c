import type { VersionChange } from "../../../model/index.ts";
import { plainPythonRange, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import { groupsAfter, type Link, type Reasoned } from "../../shared/lock-edit/reasons.ts";
import type { Manifest } from "../manifest.ts";
import type { LockText } from "./locked-text.ts";
import { blockText, writeRelease, type WrittenRelease } from "./written.ts";

/** What becomes of the packages of a lock. */
export interface Planned {
  /** By name. */
  readonly written: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

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
  const after = new Map<string, Reasoned>();
  const releases = new Map<string, WrittenRelease>();
  for (const change of changes) {
    if (change.to === null) continue;
    const old = byName.get(change.name)?.[0] ?? null;
    const wanted = wantedExtras(change.name, lock, manifest);
    const written = writeRelease(change, { pythons, wanted, source: old?.kept.source ?? commonSource(lock) });
    if (typeof written === "string") return written;
    if (isWrittenOtherwise(written.lines, lock.minor ?? 0))
      return `${change.name} needs something in a way that early releases of Poetry 2 write otherwise`;
    if (old?.kept.groups === "")
      return `${change.name} is not laid out as Poetry writes packages of an index`;
    releases.set(change.name, written);
    const { links } = written;
    after.set(change.name, old === null ? newcomer(change.name, links) : { ...old, links });
  }
  const removed = new Set<string>(changes.flatMap(({ name, to }) => (to === null ? [name] : [])));
  return settle({ lock, after, removed, releases });
}

/** Poetry 2.0 leaves conditions out of the lists of extras; 2.0 and 2.1 write a version that is left out as two ranges, 2.5 does not. */
function isWrittenOtherwise(lines: readonly string[], minor: number): boolean {
  return lines.some(
    (line) =>
      (minor < 1 && / = \[.* ; /.test(line)) || (minor < 5 && /^\S+ = (?:\{version = )?"[^"]*!=/.test(line)),
  );
}

function newcomer(name: string, links: readonly Link[]): Reasoned {
  return { name, groups: [], marker: null, isOptional: false, links };
}

interface Unsettled {
  readonly lock: LockText;
  readonly after: ReadonlyMap<string, Reasoned>;
  readonly removed: ReadonlySet<string>;
  readonly releases: ReadonlyMap<string, WrittenRelease>;
}

function settle({ lock, after, removed, releases }: Unsettled): Planned | string {
  const kept = lock.blocks.filter(({ name }) => !removed.has(name) && !after.has(name));
  const written = [...after.values()];
  const groups = groupsAfter({ before: lock.blocks, kept, written, mayLack: () => false });
  if (typeof groups === "string") return groups;
  const old = new Map(lock.blocks.map((block) => [block.name, block]));
  const texts = [...releases].map(([name, release]): [string, string] => [
    name,
    blockText(release, old.get(name) ?? newBlock(name, groups.get(name) ?? [])),
  ]);
  return { written: new Map(texts), removed };
}

function newBlock(name: string, groups: readonly string[]) {
  const written = `groups = [${groups.map((group) => `"${group}"`).join(", ")}]\n`;
  return { rawName: name, isOptional: false, kept: { groups: written } };
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
