import { dependencyKey, makeDependency, type Dependency, type Edge } from "../../../model/index.ts";
import type { Installed } from "./on-path.ts";
import { findEdges } from "./edges.ts";

/** What a fresh environment is seeded with (ensurepip, venv, virtualenv). */
export const SEEDS: ReadonlySet<string> = new Set(["pip", "setuptools", "wheel"]);

interface Connected {
  readonly dependencies: readonly Dependency[];
  readonly edges: readonly Edge[];
}

/** The releases as dependencies, with what needs what, and which of them nothing else needs. */
export function connect(installed: readonly Installed[]): Connected {
  const edges = findEdges(installed);
  const needed = new Set(edges.map(({ to }) => to));
  const direct = directKeys(installed, edges, needed);
  return { dependencies: installed.map((release) => toDependency(release, direct, needed)), edges };
}

function keyOf({ name, version }: Installed): string {
  return dependencyKey(name, version);
}

function toDependency(
  release: Installed,
  direct: ReadonlySet<string>,
  needed: ReadonlySet<string>,
): Dependency {
  const { name, version, directUrl, installer, isEditable } = release;
  const key = keyOf(release);
  const isConda = installer === "conda";
  return makeDependency({
    key,
    name,
    version,
    pin: version === null ? "url" : "exact",
    basis: "installed",
    source: directUrl?.source ?? { type: isConda ? "conda" : "registry", url: null },
    hashes: directUrl?.hashes ?? [],
    direct: direct.has(key),
    scopes: [SEEDS.has(name) && !needed.has(key) ? "tooling" : "main"],
    manager: isConda ? "conda" : null,
    own: isEditable ? "editable" : null,
    origins: release.places.map(({ distribution }) => distribution.origin),
  });
}

/** What was requested or nothing needs; of a circle that nothing outside needs, the first by name. */
function directKeys(
  installed: readonly Installed[],
  edges: readonly Edge[],
  needed: ReadonlySet<string>,
): ReadonlySet<string> {
  const direct = new Set(installed.filter((one) => one.isRequested || !needed.has(keyOf(one))).map(keyOf));
  const needs = Map.groupBy(edges, ({ from }) => from);
  const reached = new Set<string>();
  const reach = (start: string): void => {
    const waiting = [start];
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (reached.has(key)) continue;
      reached.add(key);
      waiting.push(...(needs.get(key) ?? []).map(({ to }) => to));
    }
  };
  for (const key of direct) reach(key);
  for (const key of installed.map(keyOf).toSorted()) {
    if (reached.has(key)) continue;
    direct.add(key);
    reach(key);
  }
  return direct;
}
