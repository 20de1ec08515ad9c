import type { AuditRequest } from "./audit-request.ts";
import { mergeSources, type ProjectDependency } from "./inventory/merge-sources.ts";
import { findPaths, MAX_COUNTED_PATHS } from "./inventory/paths.ts";
import { normalizeName } from "./python/index.ts";
import { readProjects, type AuditRoot } from "./read-projects.ts";
import { resolveReading } from "./resolve-reading.ts";

/** Why one version of a package is in a project. */
export interface Trace {
  /** The project's root as people see it. */
  readonly project: string;
  readonly name: string;
  readonly version: string | null;
  readonly scopes: readonly string[];
  readonly marker: string | null;
  readonly direct: boolean;
  /** Places that name it: `path`, with a line where there is one. */
  readonly origins: readonly { readonly path: string; readonly line: number | null }[];
  /** From a direct dependency to this one, names only; the shortest first. */
  readonly paths: readonly (readonly string[])[];
  readonly total: number;
  /** The count stopped at `total`. */
  readonly isAtLeast: boolean;
}

interface Asking extends Pick<AuditRequest, "resolving" | "now" | "progress"> {
  readonly internal: readonly string[];
}

/** The use-case of `pyward why`: every way by which `name` comes into what the roots hold. */
export async function traceDependency(
  name: string,
  roots: readonly AuditRoot[],
  asking: Asking,
): Promise<readonly Trace[]> {
  const wanted = normalizeName(name);
  const read = await readProjects(roots, asking.progress);
  const { reading } = await resolveReading(read, { ...asking, targets: [] }, asking.internal);
  asking.progress.stop();
  return reading.projects.flatMap((project, at) => {
    const graph = mergeSources(`p${at + 1}`, project.sources);
    const found = graph.dependencies.filter((dependency) => dependency.name === wanted);
    if (found.length === 0) return [];
    const paths = findPaths(graph);
    const { root } = project;
    return found.map((dependency) => {
      const { paths: shown, total } = paths.get(dependency.ref) ?? { paths: [], total: 0 };
      return {
        ...factsOf(dependency, root),
        project: root.display(project.path),
        paths: shown,
        total,
        isAtLeast: total >= MAX_COUNTED_PATHS,
      };
    });
  });
}

function factsOf({ name, version, scopes, marker, direct, origins }: ProjectDependency, root: AuditRoot) {
  return {
    name,
    version,
    scopes,
    marker,
    direct,
    origins: origins.map(({ path, line }) => ({ path: root.display(path), line })),
  };
}
