import type { FileTree } from "../../../host/index.ts";
import { folderOf, joinPath, makeInventory, type Dependency, type Inventory } from "../../../model/index.ts";
import { recordedFiles } from "../installed/record.ts";
import type { Installed } from "../installed/on-path.ts";
import { embeddedIn } from "./embedded.ts";
import { ARCHIVES } from "./owner.ts";
import { vendoredBeside } from "./vendored-beside.ts";

/** tensorflow's has 3 MB. */
const RECORD_LIMIT = 64 * 1024 * 1024;

/** What the installed releases carry in their files. `dependencies` are theirs, in the same order. */
export async function embeddedInInstalled(
  tree: FileTree,
  installed: readonly Installed[],
  dependencies: readonly Dependency[],
): Promise<Inventory> {
  const found: Inventory[] = [];
  const budget = { archives: ARCHIVES };
  for (const [at, release] of installed.entries()) {
    const dependency = dependencies[at];
    const info = folderOf(release.origin.path);
    if (dependency === undefined || release.isEditable || !/\.(?:dist|egg)-info$/i.test(info)) continue;
    const files = await filesOf(tree, release, info);
    if (files.length === 0) continue;
    found.push(await embeddedIn({ dependency, tree, files, info, depth: 0, budget }));
  }
  return makeInventory({
    dependencies: found.flatMap((one) => one.dependencies),
    edges: found.flatMap((one) => one.edges),
    gaps: found.flatMap((one) => one.gaps),
    notes: found.flatMap((one) => one.notes),
  });
}

/** Of most releases none is looked at: a RECORD that names no vendored copy, SBOM or wheel is not even decoded. */
async function filesOf(tree: FileTree, { name }: Installed, info: string): Promise<readonly string[]> {
  const site = folderOf(info);
  const read = await tree.read(joinPath(info, "RECORD"), RECORD_LIMIT);
  if (read.kind !== "file") return vendoredBeside(tree, site, name);
  const bytes = Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.length);
  if (!SIGNS.some((sign) => bytes.includes(sign))) return [];
  const files = recordedFiles(read.bytes).filter(
    (path) => !path.startsWith("/") && !path.split("/").includes(".."),
  );
  return files.map((path) => joinPath(site, path)).toSorted();
}

const SIGNS = ["vendor", "/patched/", ".whl", ".dist-info/sboms/"];
