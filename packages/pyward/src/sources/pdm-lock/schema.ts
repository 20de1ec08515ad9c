import { isValidName, normalizeName, type PackageName } from "../../python/index.ts";
import { entry, entryAt, type TomlNode, type TomlString, type TomlTable } from "../../syntax/toml/index.ts";
import { isHash, sortedSet } from "../shared/hashes.ts";
import { isTrue, stringOf, stringsOf } from "../shared/toml-values.ts";

/** The fields of a lock file that pyward uses. */
export interface Lock {
  /** In the order of the file. */
  readonly entries: readonly LockEntry[];
  /** Entries that are no package, by their place. */
  readonly broken: readonly TomlNode[];
  /** What it was resolved for; empty where the lock does not say. */
  readonly targets: readonly LockTarget[];
}

/** A package, or one with extras: `name[extra]` has an entry of its own, which needs that of `name`. */
export interface LockEntry {
  readonly name: PackageName;
  readonly version: string | null;
  /** Normalised. */
  readonly extras: readonly string[];
  /** As written; empty where the lock does not say who asks for what. */
  readonly groups: readonly string[];
  readonly marker: string | null;
  readonly source: LockSource;
  /** Requirements of PEP 508. */
  readonly dependencies: readonly string[];
  readonly hashes: readonly string[];
  readonly nameNode: TomlString;
  readonly versionNode: TomlString | null;
}

export interface LockSource {
  /** `index`: from some package index; PDM does not record which. */
  readonly kind: "index" | "git" | "vcs" | "url" | "path";
  /** URL or path; the commit stands as the fragment. Empty for an index. */
  readonly location: string;
  readonly isEditable: boolean;
}

export interface LockTarget {
  readonly requiresPython: string | null;
  readonly platform: string | null;
}

/** Null where it has no list of packages although something stands in its place. */
export function readSchema(root: TomlTable): Lock | null {
  const list = entry(root, "package");
  if (list !== null && list.kind !== "array") return null;
  const files = entryAt(root, "metadata", "files");
  const entries: LockEntry[] = [];
  const broken: TomlNode[] = [];
  for (const node of list?.items ?? []) {
    const read = node.kind === "table" ? readEntry(node, files) : null;
    if (read === null) broken.push(node);
    else entries.push(read);
  }
  return { entries, broken, targets: readTargets(entryAt(root, "metadata", "targets")) };
}

/** `files`: the list of all files, where locks before version 4.3 have it. */
function readEntry(table: TomlTable, files: TomlNode | null): LockEntry | null {
  const nameNode = entry(table, "name");
  const versionNode = entry(table, "version");
  if (nameNode?.kind !== "string" || !isValidName(nameNode.value)) return null;
  const version = stringOf(versionNode);
  const listed = files?.kind === "table" ? entry(files, `${nameNode.value} ${version ?? ""}`) : null;
  return {
    name: normalizeName(nameNode.value),
    version,
    extras: sortedSet(stringsOf(entry(table, "extras")).map(normalizeName)),
    // `sections` is what the first versions called them.
    groups: stringsOf(entry(table, "groups") ?? entry(table, "sections")),
    marker: stringOf(entry(table, "marker")),
    source: readSource(table),
    dependencies: stringsOf(entry(table, "dependencies")),
    hashes: sortedSet([...hashesOf(entry(table, "files")), ...hashesOf(listed)]),
    nameNode,
    versionNode: versionNode?.kind === "string" ? versionNode : null,
  };
}

const KINDS = ["git", "hg", "svn", "bzr", "url", "path"] as const;

function readSource(table: TomlTable): LockSource {
  for (const key of KINDS) {
    const location = stringOf(entry(table, key));
    if (location === null) continue;
    const isEditable = isTrue(entry(table, "editable"));
    // Before 2.0 an archive on the disk was a URL, too.
    if (key === "url" && /^file:/i.test(location))
      return { kind: "path", location: location.replace(/^file:(?:\/\/)?/i, ""), isEditable };
    const kind = key === "hg" || key === "svn" || key === "bzr" ? "vcs" : key;
    const revision = stringOf(entry(table, "revision"));
    const isAt = kind === "git" && revision !== null;
    return {
      kind,
      location: isAt ? `${location}#${revision}` : location,
      isEditable,
    };
  }
  return { kind: "index", location: "", isEditable: false };
}

function hashesOf(files: TomlNode | null): readonly string[] {
  if (files?.kind !== "array") return [];
  return files.items.flatMap((file) => {
    const hash = file.kind === "table" ? stringOf(entry(file, "hash")) : null;
    return hash !== null && isHash(hash) ? [hash] : [];
  });
}

function readTargets(node: TomlNode | null): readonly LockTarget[] {
  if (node?.kind !== "array") return [];
  return node.items.flatMap((item) =>
    item.kind === "table"
      ? [
          {
            requiresPython: stringOf(entry(item, "requires_python")),
            platform: stringOf(entry(item, "platform")),
          },
        ]
      : [],
  );
}
