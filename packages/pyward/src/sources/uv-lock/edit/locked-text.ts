import { normalizeName } from "../../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../../syntax/toml/index.ts";
import { placedTables } from "../../shared/lock-edit/placed-tables.ts";
import type { TomlFile } from "../../shared/read-toml.ts";
import { stringOf, stringsOf } from "../../shared/toml-values.ts";

/** A reference of a package to another one, as the lock writes it. */
export interface LinkText {
  readonly name: string;
  readonly version: string | null;
  readonly registry: string | null;
  readonly extras: readonly string[];
  readonly marker: string | null;
}

export interface FileText {
  readonly url: string;
  readonly hash: string;
  readonly size: number | null;
  readonly uploadTime: string | null;
}

/** The name of the time of upload; the first releases of uv that wrote it (0.6.15 to 0.6.17) had another. */
export type TimeKey = "upload-time" | "upload_time";

/** A package of a lock with the place of its text: from its header to before the blank line that parts it from the next. */
export interface Block {
  readonly name: string;
  readonly version: string | null;
  /** The address of its index; null: it comes from elsewhere. */
  readonly registry: string | null;
  /** It is a folder of somebody's own, such as the project itself. */
  readonly isRoot: boolean;
  readonly isForked: boolean;
  readonly links: readonly LinkText[];
  /** By extra. */
  readonly extras: ReadonlyMap<string, readonly LinkText[]>;
  readonly groups: ReadonlyMap<string, readonly LinkText[]>;
  readonly sdist: FileText | null;
  readonly wheels: readonly FileText[];
  readonly start: number;
  readonly end: number;
}

/** What of a lock an edit has to know. */
export interface LockText {
  readonly revision: number;
  readonly timeKey: TimeKey;
  /** It says which conditions it was resolved for apart. */
  readonly isForked: boolean;
  readonly requiresPython: string | null;
  readonly blocks: readonly Block[];
  /** Tables that change what packages need or come from: `overrides`, `conflicts`, … Sorted. */
  readonly rules: readonly string[];
  /** What a script or a workspace without a project asks for. */
  readonly asked: readonly LinkText[];
}

/** Null: it is not laid out as uv writes it. */
export function readLockText(text: string, { root }: TomlFile): LockText | null {
  const tables = placedTables(text, root, { key: "package" });
  const revision = entry(root, "revision");
  const blocks = tables?.map(({ table, start, end }) => blockOf(table, start, end)) ?? [];
  const known = blocks.filter((block) => block !== null);
  if (tables === null || known.length < blocks.length) return null;
  return {
    revision: revision?.kind === "integer" ? Number(revision.value) : 0,
    timeKey: text.includes(", upload_time = ") ? "upload_time" : "upload-time",
    isForked: entry(root, "resolution-markers") !== null,
    requiresPython: stringOf(entry(root, "requires-python")),
    blocks: known,
    rules: rulesOf(root),
    asked: [
      ...linksOf(entryAt(root, "manifest", "requirements")),
      ...[...listsOf(entryAt(root, "manifest", "dependency-groups")).values()].flat(),
    ],
  };
}

const PLAIN_KEYS = new Set([
  "version",
  "revision",
  "requires-python",
  "resolution-markers",
  "package",
  "manifest",
  "options",
]);
/** Of `[manifest]`: who asks, and bounds that the versions hold already. */
const PLAIN_MANIFEST = new Set(["members", "requirements", "dependency-groups", "constraints"]);
/** Of `[options]`: how versions are chosen, which was done. */
const PLAIN_OPTIONS = new Set(["resolution-mode", "prerelease-mode", "fork-strategy"]);

function rulesOf(root: TomlTable): readonly string[] {
  const names = (table: TomlNode | null, plain: ReadonlySet<string>): readonly string[] =>
    table?.kind === "table"
      ? [...entriesOf(table)].map(({ name }) => name).filter((name) => !plain.has(name))
      : [];
  return [
    ...names(root, PLAIN_KEYS),
    ...names(entry(root, "manifest"), PLAIN_MANIFEST),
    ...names(entry(root, "options"), PLAIN_OPTIONS),
  ].toSorted();
}

function blockOf(table: TomlTable, start: number, end: number): Block | null {
  const name = stringOf(entry(table, "name"));
  const source = entry(table, "source");
  if (name === null || source?.kind !== "table") return null;
  const sdist = entry(table, "sdist");
  const wheels = entry(table, "wheels");
  return {
    name: normalizeName(name),
    version: stringOf(entry(table, "version")),
    registry: stringOf(entry(source, "registry")),
    isRoot: ["editable", "virtual", "directory"].some((kind) => entry(source, kind) !== null),
    isForked: entry(table, "resolution-markers") !== null,
    links: linksOf(entry(table, "dependencies")),
    extras: listsOf(entry(table, "optional-dependencies")),
    groups: listsOf(entry(table, "dev-dependencies")),
    sdist: sdist === null ? null : fileOf(sdist),
    wheels: wheels?.kind === "array" ? wheels.items.flatMap((item) => fileOf(item) ?? []) : [],
    start,
    end,
  };
}

function listsOf(node: TomlNode | null): ReadonlyMap<string, readonly LinkText[]> {
  if (node?.kind !== "table") return new Map();
  return new Map([...entriesOf(node)].map((list) => [list.name, linksOf(list)]));
}

function linksOf(node: TomlNode | null): readonly LinkText[] {
  return node?.kind === "array" ? node.items.flatMap((item) => linkOf(item) ?? []) : [];
}

function linkOf(node: TomlNode): LinkText | null {
  const name = node.kind === "table" ? stringOf(entry(node, "name")) : null;
  if (node.kind !== "table" || name === null) return null;
  const registry = entryAt(node, "source", "registry");
  return {
    name,
    version: stringOf(entry(node, "version")),
    registry: stringOf(registry),
    extras: stringsOf(entry(node, "extra") ?? entry(node, "extras")),
    marker: stringOf(entry(node, "marker")),
  };
}

function fileOf(node: TomlNode): FileText | null {
  if (node.kind !== "table") return null;
  const [url, hash, size] = [
    stringOf(entry(node, "url")),
    stringOf(entry(node, "hash")),
    entry(node, "size"),
  ];
  if (url === null || hash === null) return null;
  return {
    url,
    hash,
    size: size?.kind === "integer" ? Number(size.value) : null,
    uploadTime: stringOf(entry(node, "upload-time") ?? entry(node, "upload_time")),
  };
}
