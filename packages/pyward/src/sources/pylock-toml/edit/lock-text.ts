import { normalizeName, type PackageName } from "../../../python/index.ts";
import { entry, entryAt, type TomlNode, type TomlTable } from "../../../syntax/toml/index.ts";
import { plainPythonRange, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import type { TomlFile } from "../../shared/read-toml.ts";
import { stringOf, stringsOf } from "../../shared/toml-values.ts";
import { LAYOUTS, type Creator, type LockedEntry, type LockedFile } from "./layouts.ts";

/** A package of a lock with the place of its text: from its header to the end of its last line. */
export interface Block {
  readonly name: PackageName;
  /** Null: it is not what its creator writes of a package of an index, or more than pyward knows to write. */
  readonly entry: LockedEntry | null;
  readonly start: number;
  readonly end: number;
}

export interface LockText {
  readonly creator: Creator;
  readonly blocks: readonly Block[];
  /** Null: it says none, or in an unusual way. */
  readonly pythons: PythonInterval | null;
  /** For one environment, and so without conditions; else for all that its Pythons run in; null: it does not tell. */
  readonly isForOne: boolean | null;
  /** It repeats a uv.lock, which holds only the wheels that its Pythons can install. */
  readonly isExport: boolean;
}

const HEADER = /^\[\[packages\]\]$/gm;

/** Null: it is not laid out as one of its creators writes it. */
export function readLockText(text: string, { root }: TomlFile): LockText | null {
  const list = entry(root, "packages");
  const creator = stringOf(entry(root, "created-by"));
  const starts = [...text.matchAll(HEADER)].map(({ index }) => index);
  if (text.includes("\r") || list?.kind !== "array" || list.items.length !== starts.length) return null;
  if (creator !== "uv" && creator !== "pip" && creator !== "pdm") return null;
  const blocks: Block[] = [];
  for (const [at, start] of starts.entries()) {
    const item = list.items[at];
    const next = starts[at + 1];
    const end = next === undefined ? text.length : next - 1;
    const name = item?.kind === "table" ? stringOf(entry(item, "name")) : null;
    const isParted = end > start && text[end - 1] === "\n" && (next === undefined || text[end] === "\n");
    if (item?.kind !== "table" || name === null || !isParted) return null;
    const known = entryOf(item);
    const isWritten = known !== null && LAYOUTS[creator](known) === text.slice(start, end);
    blocks.push({ name: normalizeName(name), entry: isWritten ? known : null, start, end });
  }
  return { creator, blocks, pythons: pythonsOf(root), ...kindOf(text, creator, blocks) };
}

function pythonsOf(root: TomlTable): PythonInterval | null {
  const environments = stringsOf(entry(root, "environments"));
  const text = stringOf(entry(root, "requires-python"));
  return text === null || environments.length > 1 ? null : plainPythonRange(text);
}

/** uv says above how it was called, unless it is told not to; what it exports names the index of each package. */
function kindOf(
  text: string,
  creator: Creator,
  blocks: readonly Block[],
): Pick<LockText, "isForOne" | "isExport"> {
  const isMarked = blocks.some((block) => block.entry === null || block.entry.marker !== null);
  if (creator !== "uv") return { isForOne: creator === "pip", isExport: false };
  const isExport =
    blocks.length > 0 && blocks.every((block) => block.entry === null || block.entry.index !== null);
  const called = /^#    uv pip compile (.*)$/m.exec(text.slice(0, 2000))?.[1];
  if (called === undefined) return { isForOne: isExport || isMarked ? false : null, isExport };
  return { isForOne: !isMarked && !called.split(" ").includes("--universal"), isExport: false };
}

/** Null: something in it is of another type than PEP 751 says, or missing. */
function entryOf(table: TomlTable): LockedEntry | null {
  const [name, version] = [stringOf(entry(table, "name")), stringOf(entry(table, "version"))];
  const wheels = entry(table, "wheels");
  const sdist = entry(table, "sdist");
  const files = wheels?.kind === "array" ? wheels.items.map(fileOf) : [];
  const known = files.filter((file) => file !== null);
  const source = sdist === null ? null : fileOf(sdist);
  if (name === null || version === null || known.length < files.length) return null;
  if (sdist !== null && source === null) return null;
  const needs = entryAt(table, "tool", "pdm", "dependencies");
  return {
    name,
    version,
    marker: stringOf(entry(table, "marker")),
    index: stringOf(entry(table, "index")),
    requiresPython: stringOf(entry(table, "requires-python")),
    sdist: source,
    wheels: known,
    needs: needs === null ? null : stringsOf(needs),
  };
}

function fileOf(node: TomlNode): LockedFile | null {
  if (node.kind !== "table") return null;
  const url = stringOf(entry(node, "url"));
  const sha256 = stringOf(entryAt(node, "hashes", "sha256"));
  const [size, time] = [entry(node, "size"), entry(node, "upload-time")];
  if (url === null || sha256 === null) return null;
  return {
    name: stringOf(entry(node, "name")),
    url,
    sha256,
    size: size?.kind === "integer" ? Number(size.value) : null,
    uploadTime: time?.kind === "date-time" ? time.value : null,
  };
}
