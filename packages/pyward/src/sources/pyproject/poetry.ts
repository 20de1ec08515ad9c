import {
  isValidName,
  normalizeName,
  parseMarker,
  type Marker,
  type PackageName,
} from "../../python/index.ts";
import type { PackageSource, Scope } from "../../model/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { bothMarkers, NOTHING_ELSE, REGISTRY, type Asked } from "../shared/asked.ts";
import { gitUrl, pathOf, versionOfUrl } from "../shared/direct-url.ts";
import { sourceUrl } from "../shared/source-url.ts";
import { isTrue, stringsOf, stringOf } from "../shared/toml-values.ts";
import { exactVersion, parseConstraint, toSpecifiers } from "../shared/poetry-constraint.ts";
import { platformMarker, pythonMarker } from "../shared/poetry-marker.ts";
import { refuse, type Reading } from "./reading.ts";

/** Decides the scopes of a dependency, by its name and whether it is optional. */
export type Scoping = (name: PackageName, isOptional: boolean) => readonly Scope[];

/** Reads a table of Poetry: names with a constraint, a table, or a list of tables for different markers. */
export function readPoetryTable(node: TomlNode | null, scoping: Scoping, reading: Reading): void {
  if (node === null) return;
  if (node.kind !== "table") return refuse(reading, node, "what stands here is no table of dependencies");
  const indexes = readIndexes(reading.file.root);
  for (const item of entriesOf(node)) {
    if (item.name.toLowerCase() === "python") continue;
    if (!isValidName(item.name)) {
      refuse(reading, item, "the key is no name of a package");
      continue;
    }
    const name = normalizeName(item.name);
    for (const constraint of item.kind === "array" ? item.items : [item]) {
      readDependency(constraint, { name, key: item.key, indexes, scoping, reading });
    }
  }
}

interface Context {
  readonly name: PackageName;
  /** Offset of the key. */
  readonly key: number;
  readonly indexes: ReadonlyMap<string, PackageSource>;
  readonly scoping: Scoping;
  readonly reading: Reading;
}

function readDependency(node: TomlNode, context: Context): void {
  const { name, reading, scoping } = context;
  const version = node.kind === "table" ? entry(node, "version") : node;
  const given = node.kind === "table" ? readPlace(node, context) : null;
  const asked = given ?? readVersion(version, node, context);
  if (asked === null) return;
  const marker = node.kind === "table" ? readMarkers(node, reading) : null;
  const extras = node.kind === "table" ? stringsOf(entry(node, "extras")).map(normalizeName).toSorted() : [];
  const isText = given === null && version?.kind === "string" && version.content !== null;
  const span = isText
    ? { start: version.content ?? 0, end: (version.content ?? 0) + version.value.length }
    : null;
  const origin = reading.file.originAt(node.name === "" ? node.start : context.key, span);
  const isOptional = node.kind === "table" && isTrue(entry(node, "optional"));
  for (const scope of scoping(name, isOptional)) {
    reading.entries.push({ asked: { ...asked, marker, extras: [...new Set(extras)] }, scope, origin });
  }
}

function readVersion(
  version: TomlNode | null,
  node: TomlNode,
  { name, indexes, reading }: Context,
): Asked | null {
  const text = version === null ? "*" : version.kind === "string" ? version.value : null;
  const constraint = text === null ? null : parseConstraint(text);
  if (constraint === null) {
    refuse(reading, version ?? node, "what stands here is no version constraint of Poetry");
    return null;
  }
  const index = node.kind === "table" ? stringOf(entry(node, "source")) : null;
  const common = { ...NOTHING_ELSE, name, source: indexes.get(index ?? "") ?? REGISTRY };
  const exact = exactVersion(constraint);
  if (exact !== null) return { ...common, pin: "exact", version: exact };
  const specifiers = toSpecifiers(constraint);
  return { ...common, pin: specifiers === null ? "unpinned" : "range", specifiers };
}

/** `git`, `file`, `path` or `url`, in the order in which Poetry asks for them. */
function readPlace(table: TomlTable, { name }: Context): Asked | null {
  const common = { ...NOTHING_ELSE, name, pin: "url" as const };
  const git = stringOf(entry(table, "git"));
  if (git !== null) return { ...common, source: { type: "git", url: gitUrl(git) } };
  const path = stringOf(entry(table, "file")) ?? stringOf(entry(table, "path"));
  if (path !== null) {
    const own = isTrue(entry(table, "develop")) ? "editable" : null;
    return { ...common, source: { type: "path", url: pathOf(path) }, version: versionOfUrl(path, name), own };
  }
  const url = stringOf(entry(table, "url"));
  if (url === null) return null;
  return { ...common, source: { type: "url", url: sourceUrl(url) }, version: versionOfUrl(url, name) };
}

function readMarkers(table: TomlTable, reading: Reading): Marker | null {
  const readers: readonly [string, (text: string) => Marker | null | undefined][] = [
    ["markers", markerOf],
    ["python", pythonMarker],
    ["platform", platformMarker],
  ];
  let marker: Marker | null = null;
  for (const [key, read] of readers) {
    const node = entry(table, key);
    if (node === null) continue;
    const part = node.kind === "string" ? read(node.value) : undefined;
    if (part === undefined) refuse(reading, node, `what ${key} says is no condition that Poetry reads`);
    else marker = bothMarkers(marker, part);
  }
  return marker;
}

function markerOf(text: string): Marker | undefined {
  const parsed = parseMarker(text);
  return parsed.ok ? parsed.value : undefined;
}

function readIndexes(root: TomlTable): ReadonlyMap<string, PackageSource> {
  const list = entryAt(root, "tool", "poetry", "source");
  const indexes = new Map<string, PackageSource>();
  for (const node of list?.kind === "array" ? list.items : []) {
    if (node.kind !== "table") continue;
    const name = stringOf(entry(node, "name"));
    const url = stringOf(entry(node, "url"));
    if (name !== null && url !== null) indexes.set(name, { type: "registry", url: sourceUrl(url) });
  }
  return indexes;
}
