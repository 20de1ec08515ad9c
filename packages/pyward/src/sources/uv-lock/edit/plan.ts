import type { VersionChange } from "../../../model/index.ts";
import { plainPythonRange, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import { parseWheelFilename } from "../../../python/index.ts";
import type { Block, LinkText, LockText } from "./locked-text.ts";
import { changedConditions, reachOf, type Place } from "./reach.ts";
import { isForAll } from "../../shared/lock-edit/wheels.ts";
import { writeRelease } from "./write-release.ts";
import type { WrittenPackage } from "./written.ts";

/** What becomes of the packages of a lock. */
export interface Planned {
  /** By name: what stands there afterwards, in place of what did or new. */
  readonly written: ReadonlyMap<string, WrittenPackage>;
  readonly removed: ReadonlySet<string>;
}

/** What uv would make of a lock with these changes; where that is not certain, why: the end of a sentence about the lock. */
export function planLock(lock: LockText, changes: readonly VersionChange[]): Planned | string {
  const pythons = lock.requiresPython === null ? null : plainPythonRange(lock.requiresPython);
  if (pythons === null) return "the versions of Python that it is for are written in an unusual way";
  if (lock.rules.length > 0)
    return `it has rules of its own for what packages need (${lock.rules.join(", ")})`;
  if (lock.blocks.some((block) => allLinks(placeOf(block)).some(({ marker }) => marker === NEVER)))
    return "it holds references that never apply";
  const blocks = new Map(lock.blocks.map((block) => [block.name, block]));
  const missing = changes.find(({ name, from, to }) => !blocks.has(name) && (from !== null || to === null));
  if (missing !== undefined) return `it has no ${missing.name}`;
  const isOther = changes.some(({ from, to }) => from === null || to === null);
  if (isOther && lock.revision < WHOLE_SINCE) return "early releases of uv may resolve other packages apart";
  const isAmbiguous = ambiguityIn(lock);
  const several = changes.find(({ name }) => isAmbiguous(name));
  if (several !== undefined) return `it has ${several.name} in several versions, or not from an index`;
  const written = writeAll({ lock, blocks, pythons, isAmbiguous }, changes);
  if (typeof written === "string") return written;
  const removed = new Set<string>(changes.flatMap(({ name, to }) => (to === null ? [name] : [])));
  const packages = new Map([...written].map(([name, release]) => [name, release.written]));
  const plain = new Set([...written].flatMap(([name, { isPlain }]) => (isPlain ? [name] : [])));
  const kept = lock.blocks.filter(({ name }) => !removed.has(name) && !packages.has(name));
  return contradiction({ lock, kept, packages, plain }) ?? { written: packages, removed };
}

/** The revision since which a lock says no more of how it was resolved than its packages do. */
const WHOLE_SINCE = 2;

/** uv's word for a condition that nothing fulfils: the rest of an earlier resolution, which its next run leaves out. */
const NEVER = "python_version < '0'";

interface Setting {
  readonly lock: LockText;
  readonly blocks: ReadonlyMap<string, Block>;
  readonly pythons: PythonInterval;
  readonly isAmbiguous: (name: string) => boolean;
}

function ambiguityIn({ blocks }: LockText): (name: string) => boolean {
  const seen = new Set<string>();
  const ambiguous = new Set<string>();
  for (const { name, isForked, registry } of blocks) {
    if (seen.has(name) || isForked || registry === null) ambiguous.add(name);
    seen.add(name);
  }
  return (name) => ambiguous.has(name);
}

type Written = ReadonlyMap<string, { readonly written: WrittenPackage; readonly isPlain: boolean }>;

/** Which extras a package is locked with follows from what the others need, and what they need from their extras: until nothing is added. */
function writeAll(
  { lock, blocks, pythons, isAmbiguous }: Setting,
  changes: readonly VersionChange[],
): Written | string {
  const names = new Set<string>(changes.map(({ name }) => name));
  const kept = lock.blocks.filter(({ name }) => !names.has(name)).map(placeOf);
  let places: readonly Place[] = kept;
  for (let known = ""; ;) {
    const extras = extrasOf(places, lock.asked);
    const key = [...extras]
      .map(([name, wanted]) => `${name}[${[...wanted].toSorted().join()}]`)
      .toSorted()
      .join();
    const written = new Map<string, { readonly written: WrittenPackage; readonly isPlain: boolean }>();
    for (const change of changes) {
      if (change.to === null) continue;
      const release = writeRelease(change, {
        lock,
        pythons,
        isAmbiguous,
        revision: lock.revision,
        old: blocks.get(change.name) ?? null,
        extras: [...(extras.get(change.name) ?? [])].toSorted(),
      });
      if (release.kind === "unclear") return release.reason;
      written.set(change.name, release);
    }
    if (key === known) return written;
    known = key;
    places = [...kept, ...[...written.values()].map((release) => placeIn(release.written))];
  }
}

const NONE: ReadonlyMap<string, readonly LinkText[]> = new Map();

function placeIn({ name, links, extras }: WrittenPackage): Place {
  return { name, links, extras, isRoot: false, groups: NONE };
}

function placeOf({ name, links, extras, groups, isRoot }: Block): Place {
  return { name, links, extras, groups, isRoot };
}

function allLinks({ links, extras, groups }: Place): readonly LinkText[] {
  return [...links, ...[...extras.values(), ...groups.values()].flat()];
}

/** The extras of each package that anything names. */
function extrasOf(
  places: readonly Place[],
  asked: readonly LinkText[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const { name, extras } of [...asked, ...places.flatMap(allLinks)]) {
    const known = wanted.get(name) ?? new Set();
    for (const extra of extras) known.add(extra);
    wanted.set(name, known);
  }
  return wanted;
}

interface After {
  readonly lock: LockText;
  /** What is not written anew. */
  readonly kept: readonly Block[];
  readonly packages: ReadonlyMap<string, WrittenPackage>;
  readonly plain: ReadonlySet<string>;
}

/** Why the lock would not be what uv writes, although each of its packages would; null: it would. */
function contradiction({ lock, kept, packages, plain }: After): string | null {
  const places = [...kept.map(placeOf), ...[...packages.values()].map(placeIn)];
  const names = new Set(places.map(({ name }) => name));
  const missing = places.flatMap(allLinks).find(({ name }) => !names.has(name));
  if (missing !== undefined) return `it would need ${missing.name}, which the plan does not have`;
  const [before, after] = [reachOf(lock.blocks.map(placeOf), lock.asked), reachOf(places, lock.asked)];
  const orphan = places.find(({ name }) => !after.any.has(name));
  if (orphan !== undefined) return `nothing would need ${orphan.name} any more, which the plan keeps`;
  const [extrasBefore, extrasAfter] = [
    extrasOf(lock.blocks.map(placeOf), lock.asked),
    extrasOf(places, lock.asked),
  ];
  const conditions = changedConditions(before, after);
  for (const block of kept) {
    const { name, isRoot } = block;
    const [old, now] = [extrasBefore.get(name), extrasAfter.get(name)].map((set) =>
      [...(set ?? [])].toSorted().join(),
    );
    if (!isRoot && old !== now) return `other extras of ${name} would be needed`;
    if (conditions.has(name) && !isPlainBlock(block)) return `${name} would be needed under other conditions`;
  }
  for (const name of packages.keys())
    if (!after.always.has(name) && !plain.has(name)) return `${name} is needed under conditions only`;
  return null;
}

function isPlainBlock(block: Block): boolean {
  const wheels = block.wheels.map(({ url }) => parseWheelFilename(url.slice(url.lastIndexOf("/") + 1)));
  return (
    wheels.every((wheel) => wheel.ok && isForAll(wheel.value)) &&
    allLinks(placeOf(block)).every(({ marker }) => marker === null)
  );
}
