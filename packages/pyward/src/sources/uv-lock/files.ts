import { entry, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";

const STRING = String.raw`"[^"\\\n]*"`;
const FILE = String.raw`\{ (?:url|path) = ${STRING}, hash = ${STRING}(?:, size = (?:0|[1-9][0-9]{0,14}))?(?:, upload-time = ${STRING})? \}`;

/**
 * The files of a package as uv writes them: three quarters of a lock, of which pyward needs only the hashes. A list of more files,
 * or one that somebody wrote otherwise, is read like the rest; the bound keeps the expression's memory small.
 */
export const FILES = new RegExp(String.raw`${FILE}|\[\r?\n(?: *${FILE},\r?\n){0,500}\]`, "y");

const KEYS = ["sdist", "wheels", "wheel"];
const HASH = /^[a-z0-9]+:[0-9a-f]+$/;
/** In a text that matches `FILES`, where no other quote or backslash can be. */
const HASH_OF_FILE = /, hash = "([a-z0-9]+:[0-9a-f]+)"/g;

/** Of every file that could be installed: the sdist and the wheels, or the archive itself. The oldest locks say `wheel`. */
export function hashesOf(table: TomlTable): readonly string[] {
  const hashes: string[] = [];
  for (const key of KEYS) addHashes(entry(table, key), hashes);
  if (hashes.length < 2) return hashes;
  const sorted = hashes.toSorted();
  return sorted.filter((hash, at) => hash !== sorted[at - 1]);
}

function addHashes(node: TomlNode | null, hashes: string[]): void {
  if (node?.kind === "verbatim")
    for (const [, hash = ""] of node.value.matchAll(HASH_OF_FILE)) hashes.push(hash);
  else if (node?.kind === "array") for (const file of node.items) addHashes(file, hashes);
  else if (node?.kind === "table") {
    const hash = entry(node, "hash");
    if (hash?.kind === "string" && HASH.test(hash.value)) hashes.push(hash.value);
  }
}
