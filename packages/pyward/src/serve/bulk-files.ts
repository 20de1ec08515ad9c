import { createHash } from "node:crypto";
import { makeZip, type MadeZip } from "../archive/zip/make-zip.ts";
import { crc32c } from "./crc32c.ts";
import { type RecordShelf, type ShelfRecord } from "./record-shelf.ts";

export interface ZipFile extends MadeZip {
  /** Base64, as Google's storage has them in `x-goog-hash`: scanners compare them with the file that they have. */
  readonly crc32c: string;
  readonly md5: string;
}

/** The files of OSV's public bucket (OSV documentation, "Data dumps"). Null as ecosystem: of all of them. */
export interface BulkFiles {
  ecosystems(): readonly string[];
  /** Null: no record names the ecosystem. */
  zip(ecosystem: string | null): ZipFile | null;
  modified(ecosystem: string | null): string | null;
  /** The record, where it is one of the ecosystem. */
  record(ecosystem: string, id: string): ShelfRecord | null;
}

/** Each is made when it is first asked for, and kept: for as long as the shelf lasts it stays the same. */
export function bulkFiles(shelf: RecordShelf): BulkFiles {
  const zips = new Map<string | null, ZipFile>();
  const lists = new Map<string | null, string>();
  let known: readonly string[] | null = null;
  const ecosystems = (): readonly string[] => (known ??= allEcosystems(shelf));
  const isKnown = (ecosystem: string | null): boolean =>
    ecosystem === null || ecosystems().includes(ecosystem);
  return {
    ecosystems,
    zip: (ecosystem) =>
      isKnown(ecosystem) ? kept(zips, ecosystem, () => zipOf(recordsOf(shelf, ecosystem))) : null,
    modified: (ecosystem) =>
      isKnown(ecosystem)
        ? kept(lists, ecosystem, () => listOf(recordsOf(shelf, ecosystem), ecosystem))
        : null,
    record: (ecosystem, id) => {
      const record = shelf.byId(id);
      return record?.ecosystems.includes(ecosystem) === true ? record : null;
    },
  };
}

/** `ID.json` for each record. */
function zipOf(records: readonly ShelfRecord[]): ZipFile {
  const zip = makeZip(records.map(({ id, packed }) => ({ name: `${id}.json`, packed })));
  const md5 = createHash("md5");
  for (const part of zip.parts) md5.update(part);
  return { ...zip, crc32c: crc32c(zip.parts), md5: md5.digest("base64") };
}

function kept<V>(cache: Map<string | null, V>, key: string | null, make: () => V): V {
  const found = cache.get(key) ?? make();
  cache.set(key, found);
  return found;
}

function allEcosystems(shelf: RecordShelf): readonly string[] {
  const found = shelf.ids().flatMap((id) => shelf.byId(id)?.ecosystems ?? []);
  return [...new Set(found)].filter(isPlainName).toSorted();
}

/** A name that fits a path and a line of `ecosystems.txt`. */
function isPlainName(ecosystem: string): boolean {
  return /^[A-Za-z][A-Za-z0-9 ._-]{0,63}$/.test(ecosystem);
}

function recordsOf(shelf: RecordShelf, ecosystem: string | null): readonly ShelfRecord[] {
  return shelf
    .ids()
    .flatMap((id) => shelf.byId(id) ?? [])
    .filter(({ ecosystems }) => ecosystem === null || ecosystems.includes(ecosystem));
}

/** `<modified>,<id>`, the newest first; in the list of all `<modified>,<ecosystem>/<id>`. */
function listOf(records: readonly ShelfRecord[], ecosystem: string | null): string {
  const lines = records.flatMap(({ id, modified, ecosystems }) => {
    const paths = ecosystem === null ? ecosystems.map((one) => `${one}/${id}`) : [id];
    const time = Date.parse(modified) || 0;
    return paths.map((path) => ({ time, path, line: `${oneLine(modified)},${path}\n` }));
  });
  return lines
    .toSorted((a, b) => b.time - a.time || (a.path < b.path ? -1 : 1))
    .map(({ line }) => line)
    .join("");
}

/** A hostile record may write anything for a time. */
function oneLine(modified: string): string {
  return /^[0-9TZ:.+-]{1,40}$/.test(modified) ? modified : "1970-01-01T00:00:00Z";
}
