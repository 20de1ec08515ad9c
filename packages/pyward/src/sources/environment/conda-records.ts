import type { FileTree } from "../../host/index.ts";
import { fileOrigin, joinPath, makeGap, parseObject, type Gap, type Origin } from "../../model/index.ts";
import { isForPython, isInterpreter, nameOfSpec } from "../shared/conda/locked-package.ts";

/** What conda records of one package of its prefix. */
export interface CondaRecord {
  /** conda's name, in lower case. */
  readonly name: string;
  readonly version: string | null;
  /** The entries of site directories that it installed, `.dist-info` and `.egg-info`, as paths of the tree. */
  readonly metadata: readonly string[];
  /** What the record says that the package is; null where it says nothing. */
  readonly purls: readonly string[] | null;
  /** It put something into a site directory, or may have, where the record does not list its files. */
  readonly isPython: boolean;
  readonly origin: Origin;
}

export interface CondaRecords {
  readonly records: readonly CondaRecord[];
  readonly gaps: readonly Gap[];
}

/** The largest seen is below 3 MB; a whole distribution of conda has 60 MB of them. */
const RECORD_LIMIT = 32 * 1024 * 1024;
const MAX_RECORDS = 20_000;
const MAX_BYTES = 512 * 1024 * 1024;

/** Reads `conda-meta/*.json` of a prefix, as data: what conda installed there and which files those are. */
export async function readCondaRecords(tree: FileTree, prefix: string): Promise<CondaRecords> {
  const folder = joinPath(prefix, "conda-meta");
  const listed = await tree.list(folder);
  if (listed.kind === "missing") return { records: [], gaps: [] };
  if (listed.kind !== "directory") return { records: [], gaps: [unreadable(folder, "cannot be listed")] };
  const names = listed.entries.filter(({ name }) => name.endsWith(".json")).map(({ name }) => name);
  const records: CondaRecord[] = [];
  const gaps: Gap[] = [];
  let bytes = 0;
  for (const [index, name] of names.entries()) {
    const path = joinPath(folder, name);
    if (index >= MAX_RECORDS || bytes > MAX_BYTES) {
      gaps.push(makeGap({ code: "limit-exceeded", reason: TOO_MANY, origin: fileOrigin(path) }));
      break;
    }
    const read = await tree.read(path, RECORD_LIMIT);
    if (read.kind !== "file") {
      gaps.push(unreadable(path, `cannot be read (${read.kind})`));
      continue;
    }
    bytes += read.bytes.length;
    const record = parseRecord(new TextDecoder().decode(read.bytes), { prefix, path });
    if (record === null)
      gaps.push(makeGap({ code: "unparsable-file", reason: NO_RECORD, origin: fileOrigin(path) }));
    else records.push(record);
  }
  return { records, gaps };
}

const TOO_MANY = "conda records more packages than pyward reads: the rest was not looked at";
const NO_RECORD = "it is no record of conda: what it installed is not known";

function unreadable(path: string, what: string): Gap {
  return makeGap({ code: "unreadable", reason: `conda's record ${what}`, origin: fileOrigin(path) });
}

interface Place {
  readonly prefix: string;
  readonly path: string;
}

function parseRecord(text: string, { prefix, path }: Place): CondaRecord | null {
  const record = parseObject(text);
  const name = record?.["name"];
  if (record === null || typeof name !== "string" || name === "") return null;
  const { version, purls, build } = record;
  const files = "files" in record ? textsIn(record["files"]) : null;
  const lower = name.toLowerCase();
  const needs = textsIn(record["depends"]).map(nameOfSpec);
  const built = typeof build === "string" ? build.slice(0, 200) : "";
  const isPython =
    files === null || files.length === 0
      ? files === null && isForPython({ name: lower, build: built, needs })
      : !isInterpreter(lower) && files.some((file) => /(?:^|\/)site-packages\//.test(file));
  return {
    name: lower,
    version: typeof version === "string" ? version : null,
    metadata: metadataIn(files ?? []).map((file) => joinPath(prefix, file)),
    purls: Array.isArray(purls) ? textsIn(purls) : null,
    isPython,
    origin: fileOrigin(path),
  };
}

/** The folders or files in site directories that are a distribution's metadata. */
function metadataIn(files: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const file of files) {
    const entry = /^(?:[^/]*\/)*?site-packages\/[^/]+\.(?:dist-info|egg-info)(?=\/|$)/.exec(file)?.[0];
    if (entry !== undefined) found.add(entry);
  }
  return [...found];
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
