import { folderOf, joinPath, type Report } from "../model/index.ts";
import type { FileTree } from "../host/index.ts";
import type { AuditRoot } from "../read-projects.ts";

/** Of the files that could not be audited, as the report shows them, those that are in the base byte by byte. */
export async function unchangedFiles(
  { gaps }: Report,
  roots: readonly AuditRoot[],
  base: FileTree,
): Promise<ReadonlySet<string>> {
  const shown = gaps.flatMap(({ name, expected, origin }) =>
    name !== null || expected || origin === null ? [] : [origin.path],
  );
  const unchanged = new Set<string>();
  for (const path of new Set(shown)) if (await isUnchanged(path, roots, base)) unchanged.add(path);
  return unchanged;
}

async function isUnchanged(shown: string, roots: readonly AuditRoot[], base: FileTree): Promise<boolean> {
  const [file = ""] = shown.split("!/");
  for (const root of roots) {
    for (const path of placesOf(file, root)) {
      if (root.display(path) !== file) continue;
      const [now, then] = [await root.tree.read(path), await base.read(path)];
      if (now.kind === "file" && then.kind === "file") return Buffer.from(now.bytes).equals(then.bytes);
    }
  }
  return false;
}

/**
 * A path is shown relative to the working directory, which lies in the tree or above it, or to what was named. Each way back is
 * tried, and `display` says which is right.
 */
function placesOf(shown: string, { workingDirectory, folders, files }: AuditRoot): readonly string[] {
  const bases = ["", workingDirectory, ...folders, ...files.map(({ path }) => folderOf(path))];
  const parts = shown.split("/");
  const below = parts.map((_, at) => parts.slice(at).join("/"));
  return [...new Set([...bases.map((folder) => joinPath(folder, shown)), ...below])];
}
