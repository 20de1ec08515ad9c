import type { FileTree } from "../../host/index.ts";
import { folderOf, makeGap, makeInventory, type Inventory } from "../../model/index.ts";
import type { YamlNode, YamlText } from "../../syntax/yaml/index.ts";
import { assemble } from "../shared/assemble.ts";
import { nameOfSpec } from "../shared/conda/locked-package.ts";
import { declaredGap } from "../shared/conda/unmapped.ts";
import { readPipLine } from "../shared/pip-line.ts";
import type { YamlFile } from "../shared/read-yaml.ts";
import { readRequirementFile, type FileReading, type NamedFile } from "../shared/requirement-file.ts";
import { valueAt } from "../shared/yaml-values.ts";

/**
 * Reads the file: `dependencies` are specifications of conda, and maps of an installer to its own list. conda writes the
 * list of `pip` to a requirements file beside this one and has pip install it.
 */
export async function readEnvironmentFile(tree: FileTree, file: YamlFile): Promise<Inventory> {
  const list = valueAt(file.root, "dependencies");
  if (list === null) return makeInventory({ notes: file.root === null ? [] : [NO_ENVIRONMENT] });
  const reading: Reading = { tree, file, entries: [], gaps: [], alsoRead: new Set(), conda: [], files: [] };
  if (list.kind === "list") for (const item of list.items) readItem(item, reading);
  else if (list.kind !== "null") refuse(list, reading, "the dependencies are no list");
  reading.gaps.push(...declaredGap(reading.conda));
  for (const named of reading.files) await readRequirementFile(named, reading);
  return makeInventory({
    dependencies: assemble(reading.entries, "declared"),
    gaps: reading.gaps,
    alsoRead: [...reading.alsoRead].toSorted(),
  });
}

const NO_ENVIRONMENT =
  "a file with a name of conda's environment files has no dependencies: it is of something else";

interface Reading extends FileReading {
  readonly file: YamlFile;
  readonly conda: Parameters<typeof declaredGap>[0][number][];
  readonly files: NamedFile[];
}

function readItem(item: YamlNode, reading: Reading): void {
  if (item.kind === "text") return readSpec(item, reading);
  if (item.kind === "null") return;
  if (item.kind !== "map")
    return refuse(item, reading, "what stands here is neither a specification nor a map");
  for (const [installer, { key, value }] of item.entries) {
    if (installer === "pip") readPip(value, reading);
    else refuse({ start: key }, reading, "conda has no such installer: what it would install was not read");
  }
}

function readSpec(item: YamlText, { file, conda, gaps }: Reading): void {
  const name = nameOfSpec(item.value);
  const origin = file.originAt(item.start);
  const reason = "what stands here is no specification of conda";
  if (name === "") gaps.push(makeGap({ code: "unparsable-line", reason, origin }));
  else conda.push({ name, version: null, origin });
}

function readPip(list: YamlNode, reading: Reading): void {
  if (list.kind === "null") return;
  if (list.kind !== "list") return refuse(list, reading, "what pip should install is no list");
  for (const item of list.items) {
    if (item.kind === "text") readLine(item, reading);
    else if (item.kind !== "null") refuse(item, reading, "what stands here is no requirement");
  }
}

function readLine(item: YamlText, { file, entries, gaps, files }: Reading): void {
  const read = readPipLine(item.value, file.path);
  const { content, start } = item;
  const origin = file.originAt(start);
  if (read.kind === "file") {
    files.push({ path: read.path, folder: folderOf(file.path), scope: "main", namedAt: origin });
  } else if (read.kind === "gap") {
    gaps.push(makeGap({ code: read.code, reason: read.reason, expected: read.expected, origin }));
  } else if (read.kind === "asked") {
    const { asked, written } = read;
    const span =
      written === null || content === null
        ? null
        : { start: content + written.start, end: content + written.end };
    entries.push({ asked, scope: "main", origin: { ...origin, span } });
  }
}

function refuse({ start }: { readonly start: number }, { file, gaps }: Reading, reason: string): void {
  gaps.push(makeGap({ code: "unparsable-line", reason, origin: file.originAt(start) }));
}
