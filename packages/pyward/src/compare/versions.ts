import { compareVersions, parseVersion } from "../python/index.ts";
import type { ReportDependency } from "../model/index.ts";

/** A version, or null where none is given. */
export type Given = string | null;

/** The versions of one package, ascending and each once by PEP 440; what is no version comes last, by code units. */
export function versionsOf(dependencies: readonly ReportDependency[]): readonly Given[] {
  const sorted = dependencies.map(({ version }) => version).toSorted(byVersion);
  return sorted.filter((version, at) => at === 0 || !isSameVersion(version, sorted[at - 1] ?? null));
}

/** By PEP 440, where 1.0 and 1.0.0 are one version; other texts by their letters. */
export function isSameVersion(left: Given, right: Given): boolean {
  return left === right || byVersion(left, right) === 0;
}

/** None before any. */
export function byVersion(left: Given, right: Given): number {
  if (left === null || right === null) return (left === null ? 0 : 1) - (right === null ? 0 : 1);
  const [a, b] = [parseVersion(left), parseVersion(right)];
  if (a.ok && b.ok) return compareVersions(a.value, b.value);
  if (a.ok !== b.ok) return a.ok ? -1 : 1;
  return left < right ? -1 : left > right ? 1 : 0;
}
