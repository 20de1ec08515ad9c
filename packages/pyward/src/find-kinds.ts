import { findTargets } from "./find-targets.ts";
import { SILENT, type FileTree } from "./host/index.ts";
import { SOURCES } from "./sources/registry.ts";

export interface FoundKinds {
  readonly projects: number;
  /** The sources that would read something of it, sorted. */
  readonly sources: readonly string[];
}

/** What an audit of the whole tree would look at. Nothing is read: names tell. */
export async function findKinds(tree: FileTree): Promise<FoundKinds> {
  const root = { tree, folders: [""], files: [], environments: [], workingDirectory: "" };
  const display = (path: string): string => (path === "" ? "." : path);
  const metas = SOURCES.map(({ meta }) => meta);
  const { projects } = await findTargets({ ...root, display }, metas, SILENT);
  const sources = new Set(projects.flatMap(({ targets }) => targets.map(({ source }) => source)));
  return { projects: projects.length, sources: [...sources].toSorted() };
}
