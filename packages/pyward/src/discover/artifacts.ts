import { folderOf } from "../model/index.ts";

interface SortedArtifacts<T> {
  /** Sorted. A folder of artifacts is one project: they are there to be installed together. */
  readonly audited: readonly (readonly [folder: string, artifacts: readonly T[]])[];
  /** Folders with artifacts that were not audited, and how many; sorted. */
  readonly mentioned: readonly (readonly [folder: string, count: number])[];
}

/**
 * Beside a project's files or below them, artifacts are what was built from these, so they are mentioned only. Where no
 * project lies in their folder or above, as in a wheelhouse, they are all that there is to audit.
 */
export function sortArtifacts<T extends { readonly path: string }>(
  artifacts: readonly T[],
  projectRoots: ReadonlySet<string>,
): SortedArtifacts<T> {
  const byFolder = [...Map.groupBy(artifacts, ({ path }) => folderOf(path))].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const isBuilt = ([folder]: readonly [string, unknown]): boolean => isInProject(folder, projectRoots);
  return {
    audited: byFolder.filter((one) => !isBuilt(one)),
    mentioned: byFolder.filter(isBuilt).map(([folder, built]) => [folder, built.length] as const),
  };
}

function isInProject(path: string, roots: ReadonlySet<string>): boolean {
  for (let folder = path; ; folder = folderOf(folder)) {
    if (roots.has(folder)) return true;
    if (folder === "") return false;
  }
}
