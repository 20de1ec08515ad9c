import type { Dependency } from "../model/index.ts";
import { compareVersions, parseSpecifiers, parseVersion, satisfies } from "../python/index.ts";
import type { ReadSource } from "./merge-sources.ts";

/**
 * Artifacts of one folder are there to be installed together (`pip install --no-index --find-links`): what one declares
 * and another one is, is that one, the highest that the range allows. Pre-releases count: there is nothing else to take.
 */
export function settleAmong(sources: readonly ReadSource[]): readonly ReadSource[] {
  if (sources.length < 2) return sources;
  const artifacts = sources.flatMap(({ inventory }) => inventory.dependencies.filter(isArtifact));
  const byName = Map.groupBy(artifacts, ({ name }) => name);
  return sources.map((source) => {
    const dependencies = source.inventory.dependencies.map((one) => settled(one, byName.get(one.name) ?? []));
    return { ...source, inventory: { ...source.inventory, dependencies } };
  });
}

/** What a source says of the artifact itself, not of what it needs or has inside. */
function isArtifact({ direct, basis, version, embeddedIn }: Dependency): boolean {
  return direct && basis === "installed" && version !== null && embeddedIn === null;
}

function settled(declared: Dependency, artifacts: readonly Dependency[]): Dependency {
  const { basis, pin, specifiers } = declared;
  if (artifacts.length === 0 || basis !== "declared" || pin === "url") return declared;
  const [best] = artifacts
    .filter(({ version }) => allows(declared, version ?? "", specifiers))
    .toSorted((a, b) => byVersion(b.version ?? "", a.version ?? ""));
  if (best === undefined) return declared;
  const { version, source } = best;
  return { ...declared, version, source, pin: "exact", specifiers: null, basis: "installed" };
}

function allows(declared: Dependency, version: string, specifiers: string | null): boolean {
  const parsed = parseVersion(version);
  if (!parsed.ok) return false;
  const range = declared.version === null ? (specifiers ?? "") : `==${declared.version}`;
  const set = parseSpecifiers(range);
  return set.ok && satisfies(parsed.value, set.value, { prereleases: true });
}

function byVersion(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left.ok && right.ok ? compareVersions(left.value, right.value) : 0;
}
