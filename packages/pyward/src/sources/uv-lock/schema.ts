import type { Span } from "../../model/index.ts";
import { isValidName, normalizeName } from "../../python/index.ts";
import {
  entriesOf,
  entry,
  entryAt,
  type TomlNode,
  type TomlSettings,
  type TomlString,
  type TomlTable,
} from "../../syntax/toml/index.ts";
import { PLAIN_PACKAGE, VERBATIM } from "./expressions.ts";
import { hashesOf } from "./files.ts";
import type { Lock, LockPackage, Reference, References } from "./lock.ts";
import { plainPackages, referencesIn } from "./plain-package.ts";
import { readSource } from "./lock-source.ts";

/** Takes packages one by one, as they are read. */
export class Packages {
  readonly packages: LockPackage[] = [];
  readonly broken: number[] = [];

  readonly add = (node: TomlNode): void => {
    const read = node.kind === "table" ? readPackage(node) : null;
    if (read === null) this.broken.push(node.start);
    else this.packages.push(read);
  };
}

/** How a lock is parsed: package by package, with the lists of files as text. */
export function settingsOf(packages: Packages): TomlSettings {
  const plainPackage = plainPackages();
  const takePlain = (match: RegExpExecArray): void => {
    packages.packages.push(plainPackage(match));
  };
  return {
    verbatim: VERBATIM,
    items: { name: "package", take: packages.add, plain: PLAIN_PACKAGE, takePlain },
  };
}

/**
 * Reads a lock of version 1 whose tables `package` were taken already. Null where it has no list of packages although something
 * stands in its place.
 */
export function readSchema(root: TomlTable, taken: Packages): Lock | null {
  const list = entry(root, "package") ?? entry(root, "distribution");
  if (list !== null && list.kind !== "array") return null;
  for (const node of list?.items ?? []) taken.add(node);
  return {
    packages: taken.packages,
    broken: taken.broken,
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
    at: nameNode.key,
    versionSpan: versionNode?.kind === "string" ? spanOf(versionNode) : null,
  };
}

function spanOf({ content, value }: TomlString): Span | null {
  return content === null ? null : { start: content, end: content + value.length };
}

const NO_REFERENCES: readonly Reference[] = [];
const NO_LISTS: References = new Map();

function readLists(node: TomlNode | null): References {
  if (node?.kind !== "table") return NO_LISTS;
  return new Map([...entriesOf(node)].map((list) => [normalizeName(list.name), readReferences(list)]));
}

function readReferences(node: TomlNode | null): readonly Reference[] {
  if (node?.kind === "verbatim") return referencesIn(node.value);
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
