import type { Release, VersionChange } from "../../../model/index.ts";
import { parseRequirement, parseSpecifiers } from "../../../python/index.ts";
import type { Piece } from "../../../syntax/splice.ts";
import { shapeOf } from "../../shared/lock-edit/marker-shape.ts";
import { intersectRanges, nextMinor, pythonAt } from "../../shared/lock-edit/python-range.ts";
import { written, type Category, type Entry, type PipenvLock } from "./categories.ts";

/** What Pipenv would make of a lock with these changes; where that is not certain, why: the end of a sentence about the lock. */
export function planLock(lock: PipenvLock, changes: readonly VersionChange[]): readonly Piece[] | string {
  const locked = new Set(lock.categories.flatMap(({ entries }) => entries.map(({ name }) => name)));
  const values = new Map<string, (old: Entry | null) => Readonly<Record<string, unknown>>>();
  const placed = new Map<string, readonly Category[]>();
  for (const { name, from, to, release } of changes) {
    if (!locked.has(name) && (from !== null || to === null)) return `it has no ${name}`;
    if (to === null) continue;
    if (release === null) return `${name} ${to} was not looked up in an index`;
    const value = valueOf(to, release);
    if (typeof value === "string") return `${name} ${to} ${value}`;
    for (const { entries } of lock.categories) {
      const old = entries.find((entry) => entry.name === name);
      if (old !== undefined && !isPlain(old))
        return `${name} is locked under conditions, or not from an index`;
    }
    values.set(name, (old) => ({ ...kept(old), ...value }));
  }
  const needed = newPackages(lock, changes, locked);
  if (typeof needed === "string") return needed;
  for (const { name, to } of changes) {
    if (to === null || locked.has(name)) continue;
    const categories = needed.get(name);
    if (categories === undefined) return `it is not certain for what ${name} would be needed`;
    placed.set(name, categories);
  }
  const removed = new Set<string>(changes.flatMap(({ name, to }) => (to === null ? [name] : [])));
  if (
    lock.categories.some(
      ({ entries }) => entries.length > 0 && entries.every(({ name }) => removed.has(name)),
    )
  )
    return "a section of it would be empty";
  return lock.categories.flatMap((category) => replaced(category, { values, placed, removed }));
}

type Value = Readonly<Record<string, unknown>>;

/** Of an entry that is locked already, what a change of its version leaves. */
function kept(old: Entry | null): Value {
  const { hashes: _hashes, markers: _markers, version: _version, ...rest } = old?.value ?? {};
  return rest;
}

/** Its markers say no more than for which Pythons the release was. */
function isPlain({ value }: Entry): boolean {
  const { version, hashes, markers = "" } = value;
  const isKnown = Object.keys(value).every((key) => KEYS.has(key));
  const isPython =
    typeof markers === "string" &&
    /^(?:python_(?:full_)?version [<>!=]=? '[\d.]+'(?: and |$))*$/.test(markers);
  return isKnown && isPython && typeof version === "string" && version.startsWith("==") && isSorted(hashes);
}

/** Pipenv of 2017 did not sort them. */
function isSorted(hashes: unknown): boolean {
  return Array.isArray(hashes) && hashes.every((hash, at) => at === 0 || `${hashes[at - 1]}` < `${hash}`);
}

const KEYS = new Set(["extras", "hashes", "index", "markers", "version"]);

/** A text: why it is not certain, the end of a sentence about the release. */
function valueOf(version: string, { files, requiresPython }: Release): Value | string {
  const hashes = files.map((file) => file.hashes.find((hash) => /^sha256:[0-9a-f]{64}$/.test(hash)));
  const known = hashes.filter((hash) => hash !== undefined);
  if (known.length === 0 || known.length < hashes.length) return "has a file without a SHA-256 hash";
  const markers = pythonMarkers(requiresPython);
  if (markers === "unclear") return "says for which Pythons it is in an unusual way";
  return {
    hashes: [...new Set(known)].toSorted(),
    ...(markers === "" ? {} : { markers }),
    version: `==${version}`,
  };
}

/** What Pipenv makes of `Requires-Python`; empty: nothing. */
function pythonMarkers(requiresPython: string | null): string {
  const parsed = parseSpecifiers(requiresPython ?? "");
  if (!parsed.ok) return "unclear";
  const [only, ...more] = parsed.value.specifiers;
  if (only === undefined) return "";
  if (more.length > 0 || only.operator !== ">=" || !/^\d+\.\d+$/.test(only.version)) return "unclear";
  return `python_version >= '${only.version}'`;
}

/** Where what comes is needed: in the sections of all that needs it. A text: why that is not certain. */
function newPackages(
  { categories, python }: PipenvLock,
  changes: readonly VersionChange[],
  locked: ReadonlySet<string>,
): ReadonlyMap<string, readonly Category[]> | string {
  const places = new Map<string, Set<Category>>();
  const place = python === null ? null : pythonAt(python);
  const names = new Set<string>([...locked, ...changes.map(({ name }) => name)]);
  const added = changes.filter(({ name, to }) => to !== null && !locked.has(name)).map(({ name }) => name);
  for (const { name, release } of changes) {
    for (const text of release?.requires ?? []) {
      const parsed = parseRequirement(text);
      if (!parsed.ok) return `${name} has a requirement that is none`;
      const { name: needed, marker } = parsed.value;
      const shape = shapeOf(marker, new Set());
      if (!names.has(needed) || marker === null) {
        if (marker === null && !names.has(needed))
          return `it would need ${needed}, which the plan does not have`;
        if (marker === null)
          note(
            places,
            needed,
            categories.filter(({ entries }) => entries.some((one) => one.name === name)),
          );
        continue;
      }
      const isElsewhere =
        shape === "never" ||
        (shape !== "unclear" &&
          place !== null &&
          intersectRanges(shape.python, [[place, nextMinor(place)]]).length === 0);
      // With extras that something may ask for, nobody knows here.
      const mayBeExtra = marker.alternatives.flat().some((atom) => JSON.stringify(atom).includes('"extra"'));
      if (isElsewhere && !mayBeExtra) continue;
      if (!mayBeExtra || added.includes(needed)) return `${name} needs ${needed} under a condition`;
    }
  }
  return new Map([...places].map(([name, found]) => [name, [...found]]));
}

function note(places: Map<string, Set<Category>>, name: string, found: readonly Category[]): void {
  const known = places.get(name) ?? new Set();
  for (const category of found) known.add(category);
  if (known.size > 0) places.set(name, known);
}

interface Changed {
  readonly values: ReadonlyMap<string, (old: Entry | null) => Value>;
  readonly placed: ReadonlyMap<string, readonly Category[]>;
  readonly removed: ReadonlySet<string>;
}

/** Packages of a section are sorted by name, a comma after each but the last. */
function replaced(category: Category, { values, placed, removed }: Changed): readonly Piece[] {
  const { entries } = category;
  const added = [...placed].filter(([, categories]) => categories.includes(category)).map(([name]) => name);
  const gone = entries.filter(({ name }) => removed.has(name));
  if (added.length === 0 && gone.length === 0)
    return entries.flatMap((entry): Piece[] => {
      const value = values.get(entry.name);
      return value === undefined
        ? []
        : [{ start: entry.start, end: entry.end, text: written(value(entry), 2) }];
    });
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) return [];
  const all = new Map<string, Value>(
    entries
      .filter(({ name }) => !removed.has(name))
      .map((entry) => [entry.name, values.get(entry.name)?.(entry) ?? entry.value]),
  );
  for (const name of added) all.set(name, values.get(name)?.(null) ?? {});
  const text = written(Object.fromEntries(all), 1);
  // Without the braces around them.
  const inner = text.slice(2, -6).trimStart();
  return [{ start: first.start - JSON.stringify(first.name).length - 2, end: last.end, text: inner }];
}
