import type { AuditedProject } from "./assemble/audited-project.ts";
import type { FileTree } from "./host/index.ts";
import { baseName, fileOrigin, folderOf, joinPath, type Origin, type ReportTarget } from "./model/index.ts";
import type { ReadProject } from "./read-projects.ts";
import { prefixOf, readInterpreters } from "./sources/shared/installed/interpreters.ts";

/** A Python of a project: of its environments, or one that it is audited for. */
export interface FoundInterpreter {
  /** Of a release (`3.11.4`), or as much of it as is told (`3.11`); null: nothing tells any of it. */
  readonly version: string | null;
  /** Why the version is not that of one release of CPython; null where it is. */
  readonly lack: string | null;
  /** A Linux distribution's own: it is mended under the old version, for as long as the distribution says. */
  readonly isDistributions: boolean;
  readonly origin: Origin;
  /** For people. */
  readonly where: string;
}

/** In the order of their places; what is no environment, image or project has none. Nothing is started. */
export async function findInterpreters(
  project: AuditedProject,
  read: ReadProject,
  targets: readonly ReportTarget[],
): Promise<readonly FoundInterpreter[]> {
  if (project.kind === "project") return declared(project, targets);
  return project.kind === "environment" || project.kind === "image" ? inPrefixes(project, read) : [];
}

/** A release line (`3.11`) has as many answers as releases. */
function declared({ path }: AuditedProject, targets: readonly ReportTarget[]): readonly FoundInterpreter[] {
  const pythons = new Set(targets.flatMap(({ python }) => python ?? []));
  return [...pythons].map((version) => ({
    version,
    lack: version.split(".").length > 2 ? null : "no exact version was declared",
    isDistributions: false,
    origin: fileOrigin(path),
    where: `--python ${version}`,
  }));
}

async function inPrefixes(
  { kind, path, display }: AuditedProject,
  { root, sources }: ReadProject,
): Promise<readonly FoundInterpreter[]> {
  const read = sources.flatMap((source) => (source.kind === "environment" ? [source.path] : []));
  const places = (kind === "image" ? read : [path, ...read]).map(folderOfMark);
  const lines = linesOf(sources);
  const found: FoundInterpreter[] = [];
  for (const [prefix, folders] of [...Map.groupBy(places, prefixOf)].toSorted(byPrefix)) {
    const where = display(prefix);
    const told = await readInterpreters(root.tree, prefix);
    const isDistributions =
      folders.every((folder) => baseName(folder) === "dist-packages") ||
      (await isOfSystem(root.tree, prefix));
    found.push(
      ...told.map((one) => ({ ...one, version: one.version ?? one.written, isDistributions, where })),
    );
    if (told.length > 0) continue;
    const lack = "nothing there tells its exact version";
    const here = [...lines].filter(([, { prefix: of }]) => of === prefix);
    if (here.length === 0)
      found.push({ version: null, lack, isDistributions, origin: fileOrigin(prefix), where });
    for (const [version, { origin }] of here) found.push({ version, lack, isDistributions, origin, where });
  }
  return found;
}

function folderOfMark(path: string): string {
  return baseName(path) === "pyvenv.cfg" ? folderOf(path) : path;
}

function byPrefix([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A folder of what is installed for one CPython, as every system but Windows names it. */
const INSTALLED_FOR = /^((?:(.*)\/)?lib(?:32|64)?\/python(\d\.\d+)t?\/(?:site|dist)-packages)(?:\/|$)/;

/** The release lines that folders are named for. */
function linesOf(sources: ReadProject["sources"]) {
  const lines = new Map<string, { readonly prefix: string; readonly origin: Origin }>();
  for (const { inventory } of sources)
    for (const { origins } of inventory.dependencies)
      for (const { path } of origins) {
        const [, folder = "", prefix = "", line] = INSTALLED_FOR.exec(path) ?? [];
        if (line !== undefined && !lines.has(line)) lines.set(line, { prefix, origin: fileOrigin(folder) });
      }
  return lines;
}

/** os-release(5) lies in `usr/lib`, and in `etc` of the root that holds this `usr`. */
async function isOfSystem(tree: FileTree, prefix: string): Promise<boolean> {
  const marks = [joinPath(prefix, "lib/os-release")];
  if (baseName(prefix) === "usr") marks.push(joinPath(folderOf(prefix), "etc/os-release"));
  for (const mark of marks) if ((await tree.stat(mark)).kind !== "missing") return true;
  return false;
}
