import { entry, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";

const KEYS = ["sdist", "wheels", "wheel"];
const HASH = /^[a-z0-9]+:[0-9a-f]+$/;
/** In a text that `VERBATIM` matches nothing else can look like this: a quote in a string would be escaped. */
const BEFORE_HASH = '", hash = "';

/** Of every file that could be installed: the sdist and the wheels, or the archive itself. The oldest locks say `wheel`. */
export function hashesOf(table: TomlTable): readonly string[] {
  const hashes: string[] = [];
  for (const key of KEYS) addHashes(entry(table, key), hashes);
  return distinct(hashes);
}

/** The same of a text of files as uv writes them. */
export function hashesIn(files: string): readonly string[] {
  const hashes: string[] = [];
  addHashesOf(files, hashes);
  return distinct(hashes);
}

function distinct(hashes: string[]): readonly string[] {
  if (hashes.length < 2) return hashes;
  const first = hashes[0] ?? "";
  const second = hashes[1] ?? "";
  // Nearly every package has an sdist and one wheel.
  if (hashes.length === 2 && first !== second) return first < second ? [first, second] : [second, first];
  const sorted = hashes.toSorted();
  return sorted.filter((hash, at) => hash !== sorted[at - 1]);
}

function addHashes(node: TomlNode | null, hashes: string[]): void {
  if (node?.kind === "verbatim") addHashesOf(node.value, hashes);
  else if (node?.kind === "array") for (const file of node.items) addHashes(file, hashes);
  else if (node?.kind === "table") {
    const hash = entry(node, "hash");
    if (hash?.kind === "string" && HASH.test(hash.value)) hashes.push(hash.value);
  }
}

function addHashesOf(files: string, hashes: string[]): void {
  for (let at = files.indexOf(BEFORE_HASH); at !== -1; at = files.indexOf(BEFORE_HASH, at)) {
    const start = at + BEFORE_HASH.length;
    at = files.indexOf('"', start);
    hashes.push(files.slice(start, at));
  }
}
