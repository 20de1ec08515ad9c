import type { ReadSource } from "../inventory/merge-sources.ts";
import type { Dependency } from "../model/index.ts";
import { isAsked } from "../inventory/awaits-version.ts";

/** Files that are installed together, so that one plan is made for them. */
export interface Part {
  readonly kind: "lock" | "manifests" | "environment";
  /** They say which versions there are. */
  readonly holders: readonly ReadSource[];
  /** Of a format of locks, whose tool checks that all of it fits together; a requirements file may have more than is needed. */
  readonly isStrict: boolean;
  /** Of a lock: what it was made from, read anew, for a lock stands for it. */
  readonly manifests: readonly ReadSource[];
}

/** What a kind of source is; null: no such kind. */
export type RoleOf = (
  kind: string,
) => "manifest" | "lock" | "environment" | "sbom" | "artifact" | "mention" | null;

/**
 * Each lock with what it was made from, each environment, and the other files together as far as they agree: two that hold
 * different versions of a package are not for one environment.
 */
export function partsToFix(
  sources: readonly ReadSource[],
  manifestsOf: ReadonlyMap<ReadSource, readonly ReadSource[]>,
  roleOf: RoleOf,
): readonly Part[] {
  const held = sources.filter(({ inventory }) => inventory.dependencies.some(isVersioned));
  const environments = held.filter(({ kind }) => roleOf(kind) === "environment");
  const locks = held.filter((source) => roleOf(source.kind) === "lock" || manifestsOf.has(source));
  const others = held.filter(
    (source) => roleOf(source.kind) === "manifest" && !locks.includes(source) && source.mentionsOnly !== true,
  );
  return [
    ...locks.map((lock) => ({
      kind: "lock" as const,
      holders: [lock],
      isStrict: roleOf(lock.kind) === "lock",
      manifests: manifestsOf.get(lock) ?? [],
    })),
    ...environments.map((one) => ({
      kind: "environment" as const,
      holders: [one],
      isStrict: false,
      manifests: [],
    })),
    ...agreeing(others).map((holders) => ({
      kind: "manifests" as const,
      holders,
      isStrict: false,
      manifests: [],
    })),
  ];
}

/** It can be planned for: the version is known, and is neither the project's own nor a copy inside of another release. */
export function isVersioned({ version, own, embeddedIn, manager, scopes }: Dependency): boolean {
  const isInstalled = scopes.some((scope) => scope !== "build");
  return version !== null && own === null && embeddedIn === null && manager === null && isInstalled;
}

function agreeing(sources: readonly ReadSource[]): readonly (readonly ReadSource[])[] {
  const asking = sources.filter(({ inventory }) =>
    inventory.dependencies.some((one) => isAsked(one) || isVersioned(one)),
  );
  if (asking.length === 0) return [];
  const versions = new Map<string, string>();
  for (const { inventory } of asking)
    for (const { name, version, basis } of inventory.dependencies) {
      if (version === null || basis === "resolved") continue;
      if ((versions.get(name) ?? version) !== version) return asking.map((one) => [one]);
      versions.set(name, version);
    }
  return [asking];
}
