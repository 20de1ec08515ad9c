import { normalizeName, parseMarker, type PackageName } from "../../python/index.ts";
import type { PackageSource } from "../../model/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { sourceUrl } from "./source-url.ts";
import { bothMarkers, type Asked, type Entry } from "./asked.ts";
import { gitUrl, pathOf, versionOfUrl } from "./direct-url.ts";
import { isTrue, stringOf } from "./toml-values.ts";

/**
 * Applies `[tool.uv.sources]`: where a dependency really comes from, whatever its requirement says. Of several for one
 * name each holds under its marker, for its extra or group; where one names no condition, nothing else is asked for.
 */
export function applySources(entries: readonly Entry[], root: TomlTable): readonly Entry[] {
  const sources = readSources(root);
  if (sources.size === 0) return entries;
  return entries.flatMap((item) => {
    const fitting = (sources.get(item.asked.name) ?? []).filter((source) => fits(source, item));
    if (fitting.length === 0) return [item];
    const moved = fitting.map((source) => ({ ...item, asked: move(item.asked, source) }));
    return fitting.some(({ marker }) => marker === null) ? moved : [...moved, item];
  });
}

interface UvSource extends Pick<Asked, "source" | "own" | "marker"> {
  /** The extra or group that it is for; null: for all. */
  readonly scope: string | null;
  /** The file or directory or archive that takes the index's place; null: an index. */
  readonly location: string | null;
}

function readSources(root: TomlTable): ReadonlyMap<PackageName, readonly UvSource[]> {
  const table = entryAt(root, "tool", "uv", "sources");
  if (table?.kind !== "table") return new Map();
  const indexes = readIndexes(root);
  return new Map(
    [...entriesOf(table)].map((node) => {
      const items = node.kind === "array" ? node.items : [node];
      return [
        normalizeName(node.name),
        items.flatMap((item) => (item.kind === "table" ? readSource(item, indexes) : [])),
      ];
    }),
  );
}

function readSource(table: TomlTable, indexes: ReadonlyMap<string, string>): readonly UvSource[] {
  const marker = parseMarker(stringOf(entry(table, "marker")) ?? "");
  const extra = stringOf(entry(table, "extra"));
  const group = stringOf(entry(table, "group"));
  const scope =
    extra !== null
      ? `extra:${normalizeName(extra)}`
      : group !== null
        ? `group:${normalizeName(group)}`
        : null;
  const common = { own: null, marker: marker.ok ? marker.value : null, scope };
  if (isTrue(entry(table, "workspace"))) {
    return [{ ...common, source: { type: "path", url: null }, own: "workspace-member", location: "" }];
  }
  const git = stringOf(entry(table, "git"));
  if (git !== null) return [{ ...common, source: { type: "git", url: gitUrl(git) }, location: git }];
  const url = stringOf(entry(table, "url"));
  if (url !== null) return [{ ...common, source: { type: "url", url: sourceUrl(url) }, location: url }];
  const path = stringOf(entry(table, "path"));
  if (path !== null) {
    const own = isTrue(entry(table, "editable")) ? "editable" : null;
    return [{ ...common, source: { type: "path", url: pathOf(path) }, own, location: path }];
  }
  const index = stringOf(entry(table, "index"));
  if (index === null) return [];
  const source: PackageSource = { type: "registry", url: sourceUrl(indexes.get(index) ?? "") };
  return [
    { ...common, source: source.url === "" ? { type: "registry", url: null } : source, location: null },
  ];
}

function readIndexes(root: TomlTable): ReadonlyMap<string, string> {
  const list: TomlNode | null = entryAt(root, "tool", "uv", "index");
  const tables = list?.kind === "array" ? list.items.filter((item) => item.kind === "table") : [];
  return new Map(
    tables.map((table) => [stringOf(entry(table, "name")) ?? "", stringOf(entry(table, "url")) ?? ""]),
  );
}

function fits({ scope }: UvSource, item: Entry): boolean {
  return item.scope !== "build" && (scope === null || scope === item.scope);
}

function move(asked: Asked, { source, own, marker, location }: UvSource): Asked {
  const both = bothMarkers(asked.marker, marker);
  if (location === null) return { ...asked, source, marker: both };
  const version = versionOfUrl(location, asked.name);
  return { ...asked, source, own, marker: both, pin: "url", specifiers: null, version };
}
