import { formatMarker, normalizeName, parseRequirement } from "../../../python/index.ts";
import { entry, entryAt } from "../../../syntax/toml/index.ts";
import { placedTables, type PlacedTable } from "../../shared/lock-edit/placed-tables.ts";
import { plainPythonRange, type PythonInterval } from "../../shared/lock-edit/python-range.ts";
import type { Link, Reasoned } from "../../shared/lock-edit/reasons.ts";
import type { TomlFile } from "../../shared/read-toml.ts";
import { stringOf, stringsOf } from "../../shared/toml-values.ts";

/** An entry of a lock: a package, or a package with extras, which is named `name[extra]` here and needs the one without. */
export interface Block extends Reasoned {
  readonly packageName: string;
  readonly extras: readonly string[];
  /** The lines of its groups and its marker; empty: it is not laid out as PDM writes packages of an index. */
  readonly reasons: string;
  readonly start: number;
  readonly end: number;
}

export interface LockText {
  readonly pythons: PythonInterval;
  readonly blocks: readonly Block[];
  readonly hasUrls: boolean;
}

/** Null: it is not laid out as PDM writes it, or was made by a strategy of which it does not say all. */
export function readLockText(text: string, { root }: TomlFile): LockText | null {
  const tables = placedTables(text, root, { key: "package" });
  const strategy = stringsOf(entryAt(root, "metadata", "strategy"));
  const targets = entryAt(root, "metadata", "targets");
  const [target, ...more] = targets?.kind === "array" ? targets.items : [];
  const isKnown = /^4\.[5-9]/.test(stringOf(entryAt(root, "metadata", "lock_version")) ?? "");
  if (!isKnown || !strategy.includes("inherit_metadata")) return null;
  if (strategy.some((one) => !STRATEGIES.has(one))) return null;
  if (target?.kind !== "table" || more.length > 0 || target.size !== 1) return null;
  const pythons = plainPythonRange(stringOf(entry(target, "requires_python")) ?? "");
  const blocks = tables?.map((placed) => blockOf(placed, text)) ?? [];
  const known = blocks.filter((block) => block !== null);
  if (pythons === null || tables === null || known.length < blocks.length) return null;
  return { pythons, blocks: known, hasUrls: strategy.includes("static_urls") };
}

const STRATEGIES = new Set(["inherit_metadata", "static_urls", "direct_minimal_versions"]);

const LAYOUT = new RegExp(
  [
    String.raw`^\[\[package\]\]\nname = "[^"\\\n]+"\nversion = "[^"\\\n]+"\n(?:extras = \[[^\]\n]*\]\n)?(?:requires_python = "[^"\\\n]*"\n)?`,
    String.raw`summary = "[^\n]*"\n(groups = \[[^\]\n]*\]\n(?:marker = "[^\n]*"\n)?)`,
    String.raw`(?:dependencies = \[\n(?: {4}"[^\n]*",\n)*\]\n)?`,
    String.raw`files = \[(?:\n(?: {4}\{(?:file|url) = "[^"\\\n]+", hash = "sha256:[0-9a-f]{64}"\},\n)*)?\]\n$`,
  ].join(""),
);

function blockOf({ table, start, end }: PlacedTable, text: string): Block | null {
  const rawName = stringOf(entry(table, "name"));
  const layout = LAYOUT.exec(text.slice(start, end));
  if (rawName === null) return null;
  const packageName = normalizeName(rawName);
  const extras = stringsOf(entry(table, "extras")).map((extra) => normalizeName(extra));
  return {
    name: keyOf(packageName, extras),
    packageName,
    extras,
    groups: stringsOf(entry(table, "groups")),
    marker: entry(table, "marker") === null ? null : (stringOf(entry(table, "marker")) ?? ""),
    isOptional: false,
    links: stringsOf(entry(table, "dependencies")).flatMap(linksOf),
    reasons: layout?.[1] ?? "",
    start,
    end,
  };
}

function keyOf(name: string, extras: readonly string[]): string {
  return extras.length === 0 ? name : `${name}[${extras.toSorted().join()}]`;
}

/** A requirement of the lock. */
export function linksOf(text: string): readonly Link[] {
  const parsed = parseRequirement(text);
  if (!parsed.ok) return [];
  const { name, extras, marker } = parsed.value;
  const written = marker === null ? null : formatMarker(marker);
  return [{ name: keyOf(name, extras), extras: [], marker: written, isOptional: false }];
}
