import type { ZipLimits } from "../../archive/zip/read-zip.ts";
import type { Entry, FileTree, ReadResult } from "../../host/index.ts";
import { PywardError, type RawRecord } from "../../model/index.ts";
import { layoutOf, wantedInArchive } from "./layout.ts";
import { parseRecords, type IsWanted } from "./parse-records.ts";

/** Above any archive of one ecosystem: osv.dev's for PyPI is under 20 MB packed. */
const MAX_ARCHIVE = 1024 * 1024 * 1024;
/** One record or a list of them. The largest real record is under 1 MB. */
const MAX_RECORD_FILE = 16 * 1024 * 1024;
const MAX_LIST_FILE = 512 * 1024 * 1024;
const MAX_DEPTH = 16;
const ZIP_LIMITS: ZipLimits = { maxEntries: 2_000_000, maxFile: MAX_RECORD_FILE, maxTotal: 4 * MAX_ARCHIVE };

/**
 * Every record under a path of the tree: an OSV zip, a clone of PyPA's or GitHub's database, a directory of `.json` and `.yaml` files (in the order of their
 * names, all levels), or one file (an object, a list, or one object a line). Throws PywardError `missing-path` where there
 * is nothing at the path, and `bad-database` where it cannot be read at all. `isWanted` is asked before a text is parsed, which is most of
 * the work.
 */
export async function* readRecords(
  tree: FileTree,
  path: string,
  isWanted: IsWanted = () => true,
): AsyncGenerator<RawRecord> {
  const found = await tree.stat(path);
  if (found.kind !== "found") throw unreadablePath(path, found);
  if (found.entry === "directory") {
    const layout = await layoutOf(tree, path);
    if (layout === null) yield* readDirectory({ tree, isWanted }, path, 0);
    else {
      const isBoth = (text: string): boolean => isWanted(text) && layout.isWanted(text);
      yield* readDirectory({ tree, isWanted: isBoth }, layout.path, 0);
    }
  } else yield* readOneFile({ tree, isWanted }, path);
}

/** Every record of an OSV zip that is in memory. Throws PywardError `bad-database` where it cannot be read to its end. */
export function readRecordsOf(archive: Uint8Array): AsyncGenerator<RawRecord> {
  return readArchive(archive, () => true);
}

interface Reading {
  readonly tree: FileTree;
  readonly isWanted: IsWanted;
}

async function* readOneFile({ tree, isWanted }: Reading, path: string): AsyncGenerator<RawRecord> {
  const read = await tree.read(path, MAX_ARCHIVE);
  if (read.kind !== "file") throw unreadablePath(path, read);
  if (isZip(read.bytes)) yield* readArchive(read.bytes, isWanted);
  else if (read.bytes.length > MAX_LIST_FILE) throw tooLarge(path, MAX_LIST_FILE);
  else yield* parseRecords(path, read.bytes, isWanted);
}

async function* readArchive(bytes: Uint8Array, isWanted: IsWanted): AsyncGenerator<RawRecord> {
  const { readZip } = await import("../../archive/zip/read-zip.ts");
  for await (const member of readZip(bytes, (path) => isWantedFile(path, isWanted), ZIP_LIMITS)) {
    const isWantedThere = wantedInArchive(member.path);
    if (isWantedThere === null) continue;
    if (member.kind === "file")
      yield* parseRecords(member.path, member.bytes, (text) => isWanted(text) && isWantedThere(text));
    else if (member.path === "")
      throw new PywardError("bad-database", member.reason, { hint: "download it again" });
    else yield { kind: "unreadable", file: member.path, reason: member.reason, text: "" };
  }
}

async function* readDirectory(reading: Reading, path: string, depth: number): AsyncGenerator<RawRecord> {
  const listed = await reading.tree.list(path);
  if (listed.kind !== "directory") {
    yield { kind: "unreadable", file: path, reason: "the directory cannot be read", text: "" };
    return;
  }
  for (const entry of listed.entries)
    yield* readEntry(reading, path === "" ? entry.name : `${path}/${entry.name}`, entry, depth);
}

async function* readEntry(
  reading: Reading,
  path: string,
  entry: Entry,
  depth: number,
): AsyncGenerator<RawRecord> {
  if (entry.kind === "directory") {
    if (!entry.name.startsWith(".") && !entry.isLink && depth < MAX_DEPTH)
      yield* readDirectory(reading, path, depth + 1);
    return;
  }
  if (!isWantedFile(entry.name, reading.isWanted)) return;
  const read = await reading.tree.read(path, MAX_RECORD_FILE);
  if (read.kind === "file") yield* parseRecords(path, read.bytes, reading.isWanted);
  else yield { kind: "unreadable", file: path, reason: reasonOf(read), text: "" };
}

function isRecordFile(path: string): boolean {
  return /\.(?:json|jsonl|ndjson|yaml|yml)$/i.test(path);
}

/** A file that is named by a CVE (`DEBIAN-CVE-2024-1234.json`) holds the record of that one: of tens of thousands most need not be unpacked. */
function isWantedFile(path: string, isWanted: IsWanted): boolean {
  return isRecordFile(path) && (!/CVE-\d{4}-\d{4,}\.\w+$/.test(path) || isWanted(path));
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 0x03 || bytes[2] === 0x05);
}

type Failure = Exclude<ReadResult, { readonly kind: "file" }>;

function unreadablePath(path: string, failure: Failure): PywardError {
  if (failure.kind === "missing") return new PywardError("missing-path", `there is nothing at ${path}`);
  return new PywardError("bad-database", `${path} cannot be read: ${reasonOf(failure)}`);
}

function reasonOf(failure: Failure): string {
  if (failure.kind === "unreadable") return failure.reason;
  return failure.kind === "too-large" ? `more than ${failure.limit} bytes` : failure.kind;
}

function tooLarge(path: string, limit: number): PywardError {
  return new PywardError("bad-database", `${path} has more than ${limit} bytes`);
}
