import type { FileTree } from "../../host/index.ts";
import { makeGap, makeInventory, type Inventory, type Scope } from "../../model/index.ts";
import { normalizeName, type PackageName } from "../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import type { Entry } from "../shared/asked.ts";
import { assemble } from "../shared/assemble.ts";
import { readPixiManifest } from "../shared/conda/pixi-manifest.ts";
import type { TomlFile } from "../shared/read-toml.ts";
import { followSelfReferences } from "../shared/self-references.ts";
import { stringsOf } from "../shared/toml-values.ts";
import { applySources } from "../shared/uv-sources.ts";
import { readBounds } from "./bounds.ts";
import { readDynamic } from "./dynamic.ts";
import { readGroups } from "./groups.ts";
import { readPoetryTable, type Scoping } from "./poetry.ts";
import { readProjectName } from "./project-name.ts";
import { refuse, type Reading } from "./reading.ts";
import { readRequirements } from "./requirement.ts";

/** Reads all that the file declares: the standard's tables, then those of the tools. */
export async function readProject(tree: FileTree, file: TomlFile): Promise<Inventory> {
  const { root } = file;
  const reading: Reading = { file, entries: [], gaps: [] };
  readMain(root, reading);
  const groups = entry(root, "dependency-groups");
  if (groups?.kind === "table") readGroups(groups, reading);
  readPoetryGroups(root, reading);
  readTools(root, reading);
  readRequirements(entryAt(root, "build-system", "requires"), "build", reading);
  const pixi = entryAt(root, "tool", "pixi");
  if (pixi?.kind === "table") readPixiManifest(pixi, { ...reading, path: file.path });
  const { resolved, alsoRead } = await readDynamic({ tree, path: file.path, root }, reading);
  addDynamicGaps(root, resolved, reading);
  const entries = followSelfReferences(applySources(reading.entries, root), readProjectName(root));
  return makeInventory({
    dependencies: assemble(entries, "declared"),
    choices: readChoices(root),
    gaps: reading.gaps,
    alsoRead,
    ...readBounds(root),
  });
}

/** Lists that may be empty: they can be asked for all the same. */
function readChoices(root: TomlTable): readonly Scope[] {
  const names = (kind: "extra" | "group", ...path: readonly string[]): readonly Scope[] => {
    const table = entryAt(root, ...path);
    if (table?.kind !== "table") return [];
    return [...entriesOf(table)].map(({ name }): Scope => `${kind}:${normalizeName(name)}`);
  };
  return [
    ...names("extra", "project", "optional-dependencies"),
    ...names("extra", "tool", "poetry", "extras"),
    ...names("group", "dependency-groups"),
    ...names("group", "tool", "poetry", "group"),
    ...names("group", "tool", "pdm", "dev-dependencies"),
    ...(entryAt(root, "tool", "uv", "dev-dependencies") === null ? [] : (["group:dev"] as const)),
    ...(entryAt(root, "tool", "poetry", "dev-dependencies") === null ? [] : (["group:dev"] as const)),
  ];
}

/**
 * PEP 621's lists and Poetry's table. Poetry takes its own where the standard's have nothing, and adds its own optional
 * or its own required ones where the standard's are dynamic and have only the other kind.
 */
function readMain(root: TomlTable, reading: Reading): void {
  readRequirements(entryAt(root, "project", "dependencies"), "main", reading);
  readLists(entryAt(root, "project", "optional-dependencies"), "extra", reading);
  const standard = [...reading.entries];
  const poetry = entryAt(root, "tool", "poetry", "dependencies");
  const own: Reading = { ...reading, entries: [] };
  readPoetryTable(poetry, poetryScoping(root), own);
  reading.entries.push(...own.entries.filter((item) => isAdded(item, standard, root)));
}

function isAdded({ scope }: Entry, standard: readonly Entry[], root: TomlTable): boolean {
  if (standard.length === 0) return true;
  const dynamic = stringsOf(entryAt(root, "project", "dynamic"));
  if (!dynamic.includes("dependencies") && !dynamic.includes("optional-dependencies")) return false;
  const kinds = new Set(standard.map((item) => item.scope === "main"));
  return kinds.size === 1 && kinds.has(scope !== "main");
}

/** An optional dependency of Poetry has the scopes of the extras that name it. One that none names is as good as required. */
function poetryScoping(root: TomlTable): Scoping {
  const extras = new Map<PackageName, Scope[]>();
  const table = entryAt(root, "tool", "poetry", "extras");
  for (const list of table?.kind === "table" ? entriesOf(table) : []) {
    for (const text of stringsOf(list)) {
      const name = normalizeName(text);
      extras.set(name, [...(extras.get(name) ?? []), `extra:${normalizeName(list.name)}`]);
    }
  }
  return (name, isOptional) => (isOptional ? (extras.get(name) ?? ["main"]) : ["main"]);
}

/** Poetry's groups; where the standard has a group of the same name with something in it, that one holds. */
function readPoetryGroups(root: TomlTable, reading: Reading): void {
  const standard = new Set(reading.entries.map(({ scope }) => scope));
  const read = (node: TomlNode | null, name: string): void => {
    const scope: Scope = `group:${normalizeName(name)}`;
    if (!standard.has(scope)) readPoetryTable(node, () => [scope], reading);
  };
  const groups = entryAt(root, "tool", "poetry", "group");
  for (const group of groups?.kind === "table" ? entriesOf(groups) : [])
    read(childOf(group, "dependencies"), group.name);
  read(entryAt(root, "tool", "poetry", "dev-dependencies"), "dev");
}

function childOf(node: TomlNode, name: string): TomlNode | null {
  return node.kind === "table" ? entry(node, name) : null;
}

/** Lists of requirements that tools keep in tables of their own. */
function readTools(root: TomlTable, reading: Reading): void {
  readRequirements(entryAt(root, "tool", "uv", "dev-dependencies"), "group:dev", reading);
  readLists(entryAt(root, "tool", "pdm", "dev-dependencies"), "group", reading);
  readRequirements(entryAt(root, "tool", "flit", "metadata", "requires"), "main", reading);
  readLists(entryAt(root, "tool", "flit", "metadata", "requires-extra"), "extra", reading);
  const environments = entryAt(root, "tool", "hatch", "envs");
  for (const environment of environments?.kind === "table" ? entriesOf(environments) : []) {
    const scope: Scope = `group:${normalizeName(environment.name)}`;
    readRequirements(childOf(environment, "dependencies"), scope, reading);
    readRequirements(childOf(environment, "extra-dependencies"), scope, reading);
  }
}

function readLists(table: TomlNode | null, kind: "extra" | "group", reading: Reading): void {
  if (table === null) return;
  if (table.kind !== "table") return refuse(reading, table, "what stands here is no table of lists");
  for (const list of entriesOf(table)) readRequirements(list, `${kind}:${normalizeName(list.name)}`, reading);
}

const DYNAMIC = ["dependencies", "optional-dependencies"];

/** What the build computes is not known without running it, except by Poetry, whose own table it is. */
function addDynamicGaps(root: TomlTable, resolved: ReadonlySet<string>, reading: Reading): void {
  if (entryAt(root, "tool", "poetry", "dependencies") !== null) return;
  const dynamic = entryAt(root, "project", "dynamic");
  for (const item of dynamic?.kind === "array" ? dynamic.items : []) {
    if (item.kind !== "string" || !DYNAMIC.includes(item.value) || resolved.has(item.value)) continue;
    const reason = `the project's ${item.value} are computed when it is built, which pyward never does`;
    reading.gaps.push(
      makeGap({ code: "dynamic-metadata", reason, origin: reading.file.originAt(item.start) }),
    );
  }
}
