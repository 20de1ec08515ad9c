import {
  makeGap,
  makeInventory,
  type Gap,
  type Inventory,
  type PackageSource,
  type Scope,
  type Span,
} from "../../model/index.ts";
import { isValidName, normalizeName } from "../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { assemble } from "../shared/assemble.ts";
import type { Entry } from "../shared/asked.ts";
import { withBounds } from "../shared/bounds.ts";
import { readPipenvEntry, type PipenvContext, type PipenvEntry } from "../shared/pipenv-entry.ts";
import type { TomlFile } from "../shared/read-toml.ts";
import { sourceUrl } from "../shared/source-url.ts";
import { isTrue, stringOf, stringsOf } from "../shared/toml-values.ts";

/** Tables that configure Pipenv. Every other one is a category of packages. */
const CONFIGURATION = new Set(["source", "requires", "scripts", "pipenv", "pipfile"]);

/** Reads every category of a Pipfile. */
export function readPipfile(file: TomlFile, path: string): Inventory {
  const reading: Reading = {
    file,
    context: { path, indexes: readIndexes(file.root) },
    entries: [],
    gaps: [],
  };
  for (const node of entriesOf(file.root)) if (!CONFIGURATION.has(node.name)) readCategory(node, reading);
  return makeInventory({
    dependencies: assemble(reading.entries, "declared"),
    gaps: reading.gaps,
    ...withBounds({ requiresPython: pythonOf(file.root) }),
  });
}

/** `[requires]`: pipenv makes its environment with that Python and no other. */
function pythonOf(root: TomlTable): string | null {
  const full = stringOf(entryAt(root, "requires", "python_full_version"));
  if (full !== null) return `==${full}`;
  const version = stringOf(entryAt(root, "requires", "python_version"));
  return version === null || version === "*" ? null : `==${version}.*`;
}

interface Reading {
  readonly file: TomlFile;
  readonly context: PipenvContext;
  readonly entries: Entry[];
  readonly gaps: Gap[];
}

function readIndexes(root: TomlTable): ReadonlyMap<string, PackageSource> {
  const list = entry(root, "source");
  const indexes = new Map<string, PackageSource>();
  for (const node of list?.kind === "array" ? list.items : []) {
    if (node.kind !== "table") continue;
    const name = stringOf(entry(node, "name"));
    const url = stringOf(entry(node, "url"));
    if (name !== null && url !== null) indexes.set(name, { type: "registry", url: sourceUrl(url) });
  }
  return indexes;
}

function readCategory(node: TomlNode, reading: Reading): void {
  if (node.kind !== "table")
    return refuse(reading, node.key, "what stands here is no table of packages, and no setting of Pipenv");
  for (const item of entriesOf(node)) readEntry(item, scopeOf(node.name), reading);
}

function scopeOf(category: string): Scope {
  if (category === "packages") return "main";
  return category === "dev-packages" ? "group:dev" : `group:${normalizeName(category)}`;
}

function readEntry(node: TomlNode, scope: Scope, reading: Reading): void {
  if (node.kind !== "string" && node.kind !== "table")
    return refuse(reading, node.key, "what stands here is neither a version nor a table", node.name);
  const { asked, faults } = readPipenvEntry(fieldsOf(node), reading.context);
  for (const { field, reason } of faults)
    refuse(reading, (field === null ? null : fieldOf(node, field)?.start) ?? node.key, reason, node.name);
  if (asked === null) return;
  const span = asked.pin === "url" ? null : versionSpan(node);
  reading.entries.push({ asked, scope, origin: reading.file.originAt(node.key, span) });
}

function fieldsOf(node: TomlNode): PipenvEntry {
  return {
    name: node.name,
    text: (key) => stringOf(fieldOf(node, key)),
    texts: (key) => stringsOf(fieldOf(node, key)),
    isTrue: (key) => isTrue(fieldOf(node, key)),
  };
}

/** The value of a field, where an entry that is a string alone is its version. */
function fieldOf(node: TomlNode, key: string): TomlNode | null {
  if (node.kind === "table") return entry(node, key);
  return key === "version" ? node : null;
}

function versionSpan(node: TomlNode): Span | null {
  const version = fieldOf(node, "version");
  if (version?.kind !== "string" || version.content === null) return null;
  return { start: version.content, end: version.content + version.value.length };
}

function refuse({ file, gaps }: Reading, offset: number, reason: string, name = ""): void {
  const origin = file.originAt(offset);
  const known = isValidName(name) ? normalizeName(name) : null;
  gaps.push(makeGap({ code: "unparsable-line", name: known, reason, origin }));
}
