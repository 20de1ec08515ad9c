import { fileOrigin, makeDependency, makeInventory, type Dependency, type Edge } from "../model/index.ts";
import { normalizeName } from "../python/index.ts";
import type { ReadSource } from "./merge-sources.ts";

/** For tests: a declared dependency; pinned where it has a version. */
export function dependency(name: string, version: string | null, more: Partial<Dependency> = {}): Dependency {
  return makeDependency({
    name: normalizeName(name),
    version,
    pin: version === null ? "unpinned" : "exact",
    basis: "declared",
    source: { type: "registry", url: null },
    origins: [fileOrigin("requirements.txt")],
    ...more,
  });
}

/** For tests: a source whose kind its path tells. */
export function source(
  path: string,
  dependencies: readonly Dependency[],
  edges: readonly Edge[] = [],
): ReadSource {
  const kind = path.endsWith(".lock") ? "uv-lock" : path.endsWith(".toml") ? "pyproject" : "requirements-txt";
  return { kind, path, inventory: makeInventory({ dependencies, edges }) };
}
