import { isValidName, normalizeName, type PackageName } from "../../python/index.ts";
import {
  entriesOf,
  entry,
  entryAt,
  type TomlNode,
  type TomlString,
  type TomlTable,
} from "../../syntax/toml/index.ts";
import { isTrue, stringOf, stringsOf } from "../shared/toml-values.ts";
import { hashesIn, type HashesOf } from "./file-hashes.ts";
import { readSource, type LockSource } from "./lock-source.ts";
import { readReferences, type Reference } from "./reference.ts";

/** The fields of a lock file that pyward uses. */
export interface Lock {
  /** In the order of the file. */
  readonly packages: readonly LockPackage[];
  /** Entries that are no package, by their place. */
  readonly broken: readonly TomlNode[];
  /** `[extras]`: the project's own, by normalised name, with the packages that each asks for. */
  readonly extras: Extras;
  readonly pythonVersions: string | null;
}

/** Names of packages by the normalised name of the extra that lists them. */
export type Extras = ReadonlyMap<string, readonly PackageName[]>;

export interface LockPackage {
  readonly name: PackageName;
  readonly version: string | null;
  /** Needed only where an extra of the project is asked for. */
  readonly isOptional: boolean;
  /** `main` and the normalised names of groups: `groups`, or `category` before 2.0. Null: not said, as in most of 2.0. */
  readonly groups: readonly string[] | null;
  readonly markers: LockMarkers;
  /** The Pythons that it supports, as Poetry writes them. */
  readonly pythonVersions: string | null;
  readonly source: LockSource;
  readonly dependencies: readonly Reference[];
  readonly extras: Extras;
  readonly hashes: readonly string[];
  readonly nameNode: TomlString;
  readonly versionNode: TomlString | null;
}

/** When a package is needed: one marker (null: always), or one for each group that has any, or left to its dependents. */
export type LockMarkers =
  | { readonly kind: "one"; readonly marker: string | null }
  | { readonly kind: "by-group"; readonly markers: ReadonlyMap<string, string> }
  | { readonly kind: "unsaid" };

/** Reads a lock of version 1 or 2. Null where it has no list of packages although something stands in its place. */
export function readSchema(root: TomlTable): Lock | null {
  const list = entry(root, "package");
  if (list !== null && list.kind !== "array") return null;
  const packages: LockPackage[] = [];
  const broken: TomlNode[] = [];
  const hashesOf = hashesIn(root);
  for (const node of list?.items ?? []) {
    const read = node.kind === "table" ? readPackage(node, hashesOf) : null;
    if (read === null) broken.push(node);
    else packages.push(read);
  }
  return {
    packages,
    broken,
    extras: readExtras(entry(root, "extras")),
    pythonVersions: stringOf(entryAt(root, "metadata", "python-versions")),
  };
}

function readPackage(table: TomlTable, hashesOf: HashesOf): LockPackage | null {
  const nameNode = entry(table, "name");
  const versionNode = entry(table, "version");
  if (nameNode?.kind !== "string" || !isValidName(nameNode.value)) return null;
  const name = normalizeName(nameNode.value);
  const version = stringOf(versionNode);
  const source = readSource(table);
  return {
    name,
    version,
    isOptional: isTrue(entry(table, "optional")),
    groups: readGroups(table),
    markers: readMarkers(table),
    pythonVersions: stringOf(entry(table, "python-versions")),
    source,
    dependencies: readReferences(entry(table, "dependencies")),
    extras: readExtras(entry(table, "extras")),
    hashes: hashesOf({ table, name, version, source }),
    nameNode,
    versionNode: versionNode?.kind === "string" ? versionNode : null,
  };
}

function readGroups(table: TomlTable): readonly string[] | null {
  const category = stringOf(entry(table, "category"));
  const written = category === null ? stringsOf(entry(table, "groups")) : [category];
  const groups = written.filter(isValidName).map(normalizeName);
  return groups.length === 0 ? null : groups;
}

/** Since 2.1, which is when `groups` came, a package without markers is always needed. Locks of Poetry 1.0 say `marker`. */
function readMarkers(table: TomlTable): LockMarkers {
  const node = entry(table, "markers") ?? entry(table, "marker");
  if (node?.kind === "string") return { kind: "one", marker: node.value };
  if (node?.kind !== "table")
    return entry(table, "groups") === null ? { kind: "unsaid" } : { kind: "one", marker: null };
  const markers = [...entriesOf(node)].flatMap((item): [string, string][] =>
    item.kind === "string" ? [[normalizeName(item.name), item.value]] : [],
  );
  return { kind: "by-group", markers: new Map(markers) };
}

const NO_EXTRAS: Extras = new Map();

/** Each a list of requirements, of which the name is enough here. */
function readExtras(node: TomlNode | null): Extras {
  if (node?.kind !== "table") return NO_EXTRAS;
  const lists = [...entriesOf(node)].filter(({ name }) => isValidName(name));
  return new Map(lists.map((list) => [normalizeName(list.name), stringsOf(list).flatMap(leadingName)]));
}

function leadingName(requirement: string): readonly PackageName[] {
  const name = /^[A-Za-z0-9._-]+/.exec(requirement.trim())?.[0] ?? "";
  return isValidName(name) ? [normalizeName(name)] : [];
}
