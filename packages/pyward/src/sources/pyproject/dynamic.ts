import type { FileTree } from "../../host/index.ts";
import { folderOf } from "../../model/index.ts";
import { isValidName, normalizeName } from "../../python/index.ts";
import { entriesOf, entry, entryAt, type TomlNode, type TomlTable } from "../../syntax/toml/index.ts";
import { readRequirementFile, type FileReading } from "../shared/requirement-file.ts";
import { readSetupCfg } from "../shared/setup-cfg/parse.ts";
import { stringOf, stringsOf } from "../shared/toml-values.ts";
import type { Reading } from "./reading.ts";

/** A field that a build adds to the project's metadata, and that is known all the same. */
export type ResolvedField = "dependencies" | "optional-dependencies";

interface Place {
  readonly tree: FileTree;
  readonly path: string;
  readonly root: TomlTable;
}

/**
 * Reads what setuptools does not compute but copies: `[tool.setuptools.dynamic]` with `file`, and setup.cfg, which it
 * still takes the dynamic fields from. Gives the fields that are settled so.
 */
export async function readDynamic(place: Place, reading: Reading): Promise<Dynamic> {
  const dynamic = new Set(stringsOf(entryAt(place.root, "project", "dynamic")));
  const files: FileReading = {
    tree: place.tree,
    entries: reading.entries,
    gaps: reading.gaps,
    alsoRead: new Set(),
  };
  const resolved = new Set<ResolvedField>();
  if (isSetuptools(place.root)) {
    if (dynamic.has("dependencies") && (await readMain(place, reading, files))) resolved.add("dependencies");
    if (dynamic.has("optional-dependencies") && (await readExtras(place, reading, files)))
      resolved.add("optional-dependencies");
    await readConfiguration(place, { reading, files, dynamic, resolved });
  }
  return { resolved, alsoRead: [...files.alsoRead].toSorted() };
}

export interface Dynamic {
  readonly resolved: ReadonlySet<ResolvedField>;
  readonly alsoRead: readonly string[];
}

/** PEP 517: setuptools is what builds where nothing is named. */
function isSetuptools(root: TomlTable): boolean {
  const backend = stringOf(entryAt(root, "build-system", "build-backend"));
  return backend === null || backend.startsWith("setuptools");
}

async function readMain({ path, root }: Place, reading: Reading, files: FileReading): Promise<boolean> {
  const node = entryAt(root, "tool", "setuptools", "dynamic", "dependencies");
  return readFiles(node, { scope: "main", path, reading, files });
}

async function readExtras({ path, root }: Place, reading: Reading, files: FileReading): Promise<boolean> {
  const table = entryAt(root, "tool", "setuptools", "dynamic", "optional-dependencies");
  if (table?.kind !== "table" || table.size === 0) return false;
  let isWhole = true;
  for (const extra of entriesOf(table)) {
    const scope = `extra:${normalizeName(extra.name)}` as const;
    const isRead = isValidName(extra.name) && (await readFiles(extra, { scope, path, reading, files }));
    isWhole &&= isRead;
  }
  return isWhole;
}

interface Named {
  readonly scope: "main" | `extra:${string}`;
  readonly path: string;
  readonly reading: Reading;
  readonly files: FileReading;
}

/** `{file = "requirements.txt"}` or a list of them. */
async function readFiles(node: TomlNode | null, { scope, path, reading, files }: Named): Promise<boolean> {
  const file = node?.kind === "table" ? entry(node, "file") : null;
  if (file === null) return false;
  const items = file.kind === "array" ? file.items : [file];
  for (const item of items) {
    if (item.kind !== "string") return false;
    const namedAt = reading.file.originAt(item.start);
    await readRequirementFile({ path: item.value, folder: folderOf(path), scope, namedAt }, files);
  }
  return items.length > 0;
}

interface Configuration {
  readonly reading: Reading;
  readonly files: FileReading;
  readonly dynamic: ReadonlySet<string>;
  readonly resolved: Set<ResolvedField>;
}

async function readConfiguration(
  { tree, path }: Place,
  { reading, files, dynamic, resolved }: Configuration,
): Promise<void> {
  const wanted = (["dependencies", "optional-dependencies"] as const).filter(
    (field) => dynamic.has(field) && !resolved.has(field),
  );
  if (wanted.length === 0) return;
  const folder = folderOf(path);
  const beside = folder === "" ? "setup.cfg" : `${folder}/setup.cfg`;
  const read = await tree.read(beside, CONFIGURATION_LIMIT);
  if (read.kind !== "file") return;
  const { entries, gaps, declares } = readSetupCfg(beside, new TextDecoder().decode(read.bytes));
  for (const field of wanted) {
    const isMain = field === "dependencies";
    if (!(isMain ? declares.dependencies : declares.extras)) continue;
    resolved.add(field);
    files.alsoRead.add(beside);
    reading.entries.push(
      ...entries.filter(({ scope }) => (isMain ? scope === "main" : scope.startsWith("extra:"))),
    );
  }
  if (files.alsoRead.has(beside)) reading.gaps.push(...gaps);
}

const CONFIGURATION_LIMIT = 1024 * 1024;
