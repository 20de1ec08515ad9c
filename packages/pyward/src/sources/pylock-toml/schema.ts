import type { AttestationIdentity } from "../../model/index.ts";
import { isValidName, normalizeName, type PackageName } from "../../python/index.ts";
import { entriesOf, entry, type TomlNode, type TomlString, type TomlTable } from "../../syntax/toml/index.ts";
import { versionOfUrl } from "../shared/direct-url.ts";
import { isHash, sortedSet } from "../shared/hashes.ts";
import { stringOf, stringsOf } from "../shared/toml-values.ts";
import { readSource, type LockSource } from "./package-source.ts";

/** The fields of a lock file that pyward uses. */
export interface Lock {
  /** In the order of the file. */
  readonly packages: readonly LockPackage[];
  /** Entries that are no package, by their place. */
  readonly broken: readonly TomlNode[];
  /** Normalised. */
  readonly defaultGroups: ReadonlySet<string>;
  /** Markers of the environments that the lock is for; empty: any. */
  readonly environments: readonly string[];
  readonly requiresPython: string | null;
  /** Written by pip, which does not record for which environment. */
  readonly isPips: boolean;
}

export interface LockPackage {
  readonly name: PackageName;
  /** Null for one that is only known when it is built. */
  readonly version: string | null;
  readonly marker: string | null;
  readonly source: LockSource;
  /** Null where the lock does not record what the package needs, which most tools leave out. */
  readonly dependencies: readonly Reference[] | null;
  readonly hashes: readonly string[];
  /** Undefined where none are recorded. */
  readonly attestationIdentities: readonly AttestationIdentity[] | undefined;
  readonly nameNode: TomlString;
  readonly versionNode: TomlString | null;
}

/** Another package of the lock, by as much of its entry as tells it apart; null: not said. */
export interface Reference {
  readonly name: string;
  readonly version: string | null;
  readonly marker: string | null;
  readonly source: LockSource;
}

/** Null where there is no list of packages although something stands in its place. pdm leaves out an empty list. */
export function readSchema(root: TomlTable): Lock | null {
  const list = entry(root, "packages");
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
    defaultGroups: new Set(stringsOf(entry(root, "default-groups")).map(normalizeName)),
    environments: stringsOf(entry(root, "environments")),
    requiresPython: stringOf(entry(root, "requires-python")),
    isPips: stringOf(entry(root, "created-by")) === "pip",
  };
}

/** A release has one file or a few dozen, and one publisher. */
const MOST_IDENTITIES = 100;

/** PEP 751: `kind` is required; the other keys are the publisher's own, and those that hold a text are kept. */
function readIdentities(node: TomlNode | null): readonly AttestationIdentity[] | undefined {
  if (node?.kind !== "array") return undefined;
  const identities = node.items.slice(0, MOST_IDENTITIES).flatMap((item): AttestationIdentity[] => {
    const kind = item.kind === "table" ? stringOf(entry(item, "kind")) : null;
    if (item.kind !== "table" || kind === null) return [];
    const claims = [...entriesOf(item)].flatMap((claim) =>
      claim.kind === "string" && claim.name !== "kind" ? [{ name: claim.name, value: claim.value }] : [],
    );
    return [{ kind, claims }];
  });
  return identities.length === 0 ? undefined : identities;
}

function readPackage(table: TomlTable): LockPackage | null {
  const nameNode = entry(table, "name");
  const versionNode = entry(table, "version");
  if (nameNode?.kind !== "string" || !isValidName(nameNode.value)) return null;
  const name = normalizeName(nameNode.value);
  const source = readSource(table);
  return {
    name,
    version: stringOf(versionNode) ?? versionOfArchive(source, name),
    marker: stringOf(entry(table, "marker")),
    source,
    dependencies: readReferences(entry(table, "dependencies")),
    hashes: readHashes(table),
    attestationIdentities: readIdentities(entry(table, "attestation-identities")),
    nameNode,
    versionNode: versionNode?.kind === "string" ? versionNode : null,
  };
}

/** pip records no version of an archive, whose file name has it. */
function versionOfArchive({ kind, location }: LockSource, name: PackageName): string | null {
  return kind === "archive" && location !== null ? versionOfUrl(location, name) : null;
}

function readReferences(node: TomlNode | null): LockPackage["dependencies"] {
  if (node?.kind !== "array") return null;
  return node.items.flatMap((item) => {
    const name = item.kind === "table" ? stringOf(entry(item, "name")) : null;
    if (item.kind !== "table" || name === null) return [];
    return [
      {
        name: normalizeName(name),
        version: stringOf(entry(item, "version")),
        marker: stringOf(entry(item, "marker")),
        source: readSource(item),
      },
    ];
  });
}

/** Of every file that could be installed: the archive, or the sdist and the wheels. */
function readHashes(table: TomlTable): readonly string[] {
  const wheels = entry(table, "wheels");
  const files = [
    entry(table, "archive"),
    entry(table, "sdist"),
    ...(wheels?.kind === "array" ? wheels.items : []),
  ];
  return sortedSet(files.flatMap((file) => (file?.kind === "table" ? hashesOf(entry(file, "hashes")) : [])));
}

function hashesOf(node: TomlNode | null): readonly string[] {
  if (node?.kind !== "table") return [];
  return [...entriesOf(node)].map((hash) => `${hash.name}:${stringOf(hash) ?? ""}`).filter(isHash);
}
