import type { Dependency, Gap, Inventory, Origin } from "../../packages/pyward/src/model/index.ts";
import type { MemoryFile } from "../../packages/pyward/src/host/memory/index.ts";

type Files = Readonly<Record<string, MemoryFile>>;

/** What an inventory must never be, whatever was read; one sentence for each breach. */
export function breaches(inventory: Inventory, files: Files): string[] {
  const { dependencies, edges, gaps, alsoRead, notes } = inventory;
  const keys = dependencies.map(({ key }) => key);
  const known = new Set(keys);
  const extents = extentsOf(files);
  return [
    ...keys
      .toSorted()
      .filter((key, at, sorted) => key === sorted[at - 1])
      .map((key) => `two dependencies have the key ${key}`),
    ...edges
      .flatMap(({ from, to }) => [from, to])
      .filter((key) => !known.has(key))
      .map((key) => `an edge names ${key}, which is no dependency`),
    ...dependencies.flatMap((dependency) => dependencyBreaches(dependency, extents)),
    ...gaps.flatMap((gap) => gapBreaches(gap, extents)),
    ...(isSortedSet(alsoRead) ? [] : [`the files also read are not a sorted set: ${alsoRead.join(" ")}`]),
    ...notes.filter(isTwisted).map((note) => `a note holds control characters: ${JSON.stringify(note)}`),
  ];
}

function dependencyBreaches(dependency: Dependency, extents: Extents): string[] {
  const { key, name, origins, scopes, extras, hashes, pin, version, specifiers, source } = dependency;
  const is = (holds: boolean, what: string): string[] => (holds ? [] : [`${key}: ${what}`]);
  return [
    ...is(/^[a-z0-9]+(-[a-z0-9]+)*$/u.test(name), `the name ${JSON.stringify(name)} is not normalised`),
    ...is(origins.length > 0, "has no origin"),
    ...is(scopes.length > 0 && isSortedSet(scopes), `scopes are not a sorted set: ${scopes.join(" ")}`),
    ...is(isSortedSet(extras), `extras are not a sorted set: ${extras.join(" ")}`),
    ...is(isSortedSet(hashes), `hashes are not a sorted set: ${hashes.join(" ")}`),
    ...is(pin !== "exact" || version !== null, "is exact without a version"),
    ...is((pin === "range") === (specifiers !== null), `is ${pin} with specifiers ${String(specifiers)}`),
    ...is(!/\/\/[^/]*@|\?/u.test(source.url ?? ""), `its URL may hold a secret: ${source.url}`),
    ...origins.flatMap((origin) => originBreaches(key, origin, extents)),
  ];
}

function gapBreaches(gap: Gap, extents: Extents): string[] {
  return [
    ...(isTwisted(gap.reason) ? [`a reason holds control characters: ${JSON.stringify(gap.reason)}`] : []),
    ...(gap.reason === "" ? ["a gap has no reason"] : []),
    ...(gap.origin === null ? [] : originBreaches(`gap ${gap.code}`, gap.origin, extents, true)),
  ];
}

/** The place is inside the file. A gap may point at what could not be read: its path need not exist. */
function originBreaches(what: string, origin: Origin, extents: Extents, mayBeAbsent = false): string[] {
  const { path, line, column, span } = origin;
  const extent = extents(path);
  if (extent === "folder" || (extent === "absent" && mayBeAbsent)) return [];
  if (extent === "absent") return [`${what}: its origin ${JSON.stringify(path)} does not exist`];
  const { lines, size } = extent;
  const problems = [
    ...((line === null) === (column === null) ? [] : ["has a line without a column or the reverse"]),
    ...(line !== null && (line < 1 || line > lines) ? [`line ${line} of ${lines}`] : []),
    ...(column !== null && (column < 1 || column > size + 1) ? [`column ${column}`] : []),
    ...(span !== null && (span.start < 0 || span.start > span.end || span.end > size)
      ? [`span ${span.start}–${span.end}`]
      : []),
  ];
  return problems.map((problem) => `${what}: ${path}: ${problem} (${size} bytes)`);
}

type Extents = (path: string) => { readonly lines: number; readonly size: number } | "folder" | "absent";

/** How far each file of a tree goes, looked at once. */
function extentsOf(files: Files): Extents {
  const known = new Map<string, ReturnType<Extents>>();
  return (path) => {
    const extent = known.get(path) ?? measure(files, path);
    known.set(path, extent);
    return extent;
  };
}

function measure(files: Files, path: string): ReturnType<Extents> {
  // What lies inside an archive is no file of the tree: the archive has to be one.
  const [archive = "", ...inside] = path.split("!/");
  if (inside.length > 0) return Object.hasOwn(files, archive) ? "folder" : "absent";
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (file === undefined) {
    const isFolder = Object.keys(files).some((other) => other.startsWith(path === "" ? "" : `${path}/`));
    return isFolder ? "folder" : "absent";
  }
  const text =
    typeof file === "string" ? file : file instanceof Uint8Array ? new TextDecoder().decode(file) : "";
  const size = file instanceof Uint8Array ? Math.max(file.length, text.length) : text.length;
  // Every format splits lines in its own way, and an encoding may take more bytes than units: bounds, not places.
  return { lines: text.split(/\r\n|[\r\n\v\f\u001C-\u001E\u0085\u2028\u2029]/u).length, size };
}

function isSortedSet(values: readonly string[]): boolean {
  return values.every((value, at) => at === 0 || String(values[at - 1]) < value);
}

/** A reason and a note are sentences of ours: what they quote is made harmless by the one who quotes. */
function isTwisted(text: string): boolean {
  return /[\p{Cc}\p{Cf}]/u.test(text);
}
