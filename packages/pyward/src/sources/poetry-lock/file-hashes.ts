import { formatVersion, normalizeName, parseVersion, type PackageName } from "../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { versionOfUrl } from "../shared/direct-url.ts";
import { isHash, sortedSet } from "../shared/hashes.ts";
import { stringOf } from "../shared/toml-values.ts";
import type { LockSource } from "./lock-source.ts";

/** Finds the hashes of a package. */
export type HashesOf = (locked: HashedPackage) => readonly string[];

interface HashedPackage {
  readonly table: TomlTable;
  readonly name: PackageName;
  readonly version: string | null;
  readonly source: LockSource;
}

interface FileHash {
  /** Null where only the hash is written. */
  readonly file: string | null;
  readonly hash: string;
}

/**
 * Hashes stand with their package since lock version 2.0; before, in `[metadata.files]` by the package's name, whichever
 * of its versions a file belongs to; in the oldest locks in `[metadata.hashes]`, sha256 without a file's name.
 */
export function hashesIn(root: TomlTable): HashesOf {
  const shared = new Map<PackageName, readonly FileHash[]>();
  for (const key of ["hashes", "files"]) {
    const table = entryAt(root, "metadata", key);
    if (table?.kind !== "table") continue;
    for (const list of entriesOf(table)) shared.set(normalizeName(list.name), readFiles(list));
  }
  return ({ table, name, version, source }) => {
    const own = entry(table, "files");
    const files = own === null ? (shared.get(name) ?? []) : readFiles(own);
    const belongs = own === null ? isOf({ name, version, source }) : () => true;
    return sortedSet(files.filter(belongs).map(({ hash }) => hash));
  };
}

function readFiles(node: TomlNode): readonly FileHash[] {
  if (node.kind !== "array") return [];
  return node.items.flatMap((item) => {
    const isBare = item.kind === "string";
    const text = isBare
      ? `sha256:${item.value}`
      : item.kind === "table"
        ? stringOf(entry(item, "hash"))
        : null;
    if (text === null || !isHash(text)) return [];
    return [{ file: item.kind === "table" ? stringOf(entry(item, "file")) : null, hash: text }];
  });
}

/** A file whose name does not say its version may belong to any. */
function isOf({ name, version, source }: Omit<HashedPackage, "table">): (file: FileHash) => boolean {
  if (source.kind === "git" || source.kind === "directory") return () => false;
  if (source.kind === "file") {
    const own = source.location?.slice(source.location.lastIndexOf("/") + 1);
    return ({ file }) => file === null || file === own;
  }
  const parsed = parseVersion(version ?? "");
  const wanted = parsed.ok ? formatVersion(parsed.value) : version;
  return ({ file }) => {
    const found = file === null ? null : versionOfUrl(file, name);
    return found === null || found === wanted;
  };
}
