import { isValidName, normalizeName, type PackageName } from "../../python/index.ts";
import {
  entriesOf,
  entry,
  entryAt,
  type TomlNode,
  type TomlString,
  type TomlTable,
} from "../../syntax/toml/index.ts";
import { hashesOf } from "./files.ts";
import { readSource, type LockSource } from "./lock-source.ts";

/** The fields of a lock file that pyward uses. */
export interface Lock {
  /** In the order of the file. */
  readonly packages: readonly LockPackage[];
  /** Entries that are no package, by their place. */
  readonly broken: readonly TomlNode[];
  /** The members of the workspace; empty where the lock has a single project, which it does not list. */
  readonly members: ReadonlySet<string>;
  /** What a locked script asks for, which has no package of its own. */
  readonly requirements: readonly Reference[];
  /** Groups of a workspace whose root is no package. */
  readonly groups: References;
  /** See `Conditions`. */
  readonly conflicts: readonly ReadonlySet<string>[];
  readonly requiresPython: string | null;
}

/** Lists of references by the name of an extra or a group, normalised. */
export type References = ReadonlyMap<string, readonly Reference[]>;

export interface LockPackage {
  readonly name: PackageName;
  /** Null for a project whose version is computed when it is built. */
  readonly version: string | null;
  readonly source: LockSource;
  readonly dependencies: readonly Reference[];
  readonly extras: References;
  readonly groups: References;
  readonly hashes: readonly string[];
  /** Markers of the forks of the resolution that it belongs to; empty: all of them. */
  readonly forks: readonly string[];
  readonly nameNode: TomlString;
  readonly versionNode: TomlString | null;
}

/** What a package needs: another package of the lock, named as closely as it takes to tell its versions apart. */
export interface Reference {
  readonly name: string;
  /** Null: not said, since one version is locked. */
  readonly version: string | null;
  /** Identity of the source, see `LockSource`; null: not said. */
  readonly source: string | null;
  readonly extras: readonly string[];
  readonly marker: string | null;
}

/** Reads a lock of version 1. Null where it has no list of packages although something stands in its place. */
export function readSchema(root: TomlTable): Lock | null {
  const list = entry(root, "package") ?? entry(root, "distribution");
  if (list !== null && list.kind !== "array") return null;
  const packages: LockPackage[] = [];
  const broken: TomlNode[] = [];
  for (const node of list?.items ?? []) {
    const read = node.kind === "table" ? readPackage(node) : null;
    if (read === null) broken.push(node);
    else packages.push(read);
  }
  return {
    packages,
    broken,
    members: new Set(strings(entryAt(root, "manifest", "members")).map(normalizeName)),
    requirements: readReferences(entryAt(root, "manifest", "requirements")),
    groups: readLists(entryAt(root, "manifest", "dependency-groups")),
    conflicts: readConflicts(entry(root, "conflicts")),
    requiresPython: stringOf(entry(root, "requires-python")),
  };
}

function readPackage(table: TomlTable): LockPackage | null {
  const nameNode = entry(table, "name");
  const versionNode = entry(table, "version");
  if (nameNode?.kind !== "string" || !isValidName(nameNode.value)) return null;
  return {
    name: normalizeName(nameNode.value),
    version: stringOf(versionNode),
    source: readSource(entry(table, "source")),
    dependencies: readReferences(entry(table, "dependencies")),
    extras: readLists(entry(table, "optional-dependencies")),
    groups: readLists(entry(table, "dev-dependencies")),
    hashes: hashesOf(table),
    forks: strings(entry(table, "resolution-markers")),
    nameNode,
    versionNode: versionNode?.kind === "string" ? versionNode : null,
  };
}

const NO_REFERENCES: readonly Reference[] = [];
const NO_LISTS: References = new Map();

function readLists(node: TomlNode | null): References {
  if (node?.kind !== "table") return NO_LISTS;
  return new Map([...entriesOf(node)].map((list) => [normalizeName(list.name), readReferences(list)]));
}

function readReferences(node: TomlNode | null): readonly Reference[] {
  if (node?.kind !== "array") return NO_REFERENCES;
  return node.items.flatMap((item) => (item.kind === "table" ? readReference(item) : []));
}

/** `extra` is the list in `[[package]]`, a string in the oldest locks; the manifest writes `extras`. */
function readReference(table: TomlTable): readonly Reference[] {
  const name = stringOf(entry(table, "name"));
  if (name === null) return [];
  const extra = entry(table, "extra") ?? entry(table, "extras");
  const source = entry(table, "source");
  const reference: Reference = {
    name: normalizeName(name),
    version: stringOf(entry(table, "version")),
    source: source === null ? null : readSource(source).identity,
    extras:
      extra === null
        ? NO_STRINGS
        : (extra.kind === "string" ? [extra.value] : strings(extra)).map(normalizeName),
    marker: stringOf(entry(table, "marker")),
  };
  return [reference];
}

/** uv's name of an extra or a group in markers holds the length of its package's name, so that no two are the same. */
function readConflicts(node: TomlNode | null): Lock["conflicts"] {
  if (node?.kind !== "array") return [];
  return node.items.map((set) => new Set((set.kind === "array" ? set.items : []).flatMap(conflictName)));
}

function conflictName(node: TomlNode): readonly string[] {
  if (node.kind !== "table") return [];
  const name = normalizeName(stringOf(entry(node, "package")) ?? "");
  for (const kind of ["extra", "group"]) {
    const choice = stringOf(entry(node, kind));
    if (choice !== null) return [`${kind}-${name.length}-${name}-${normalizeName(choice)}`];
  }
  return [`project-${name.length}-${name}`];
}

const NO_STRINGS: readonly string[] = [];

function strings(node: TomlNode | null): readonly string[] {
  if (node?.kind !== "array") return NO_STRINGS;
  return node.items.flatMap((item) => (item.kind === "string" ? [item.value] : []));
}

function stringOf(node: TomlNode | null): string | null {
  return node?.kind === "string" ? node.value : null;
}
