import type { AuditedProject } from "../assemble/audited-project.ts";
import type { ReportFinding } from "../model/index.ts";
import {
  compareVersions,
  formatVersion,
  parseVersion,
  type PackageName,
  type Version,
} from "../python/index.ts";
import type { Part } from "./parts.ts";

/** A declared range that is to admit nothing lower any more. What is installed today stays. */
export interface RangeRaise {
  readonly name: PackageName;
  /** What its range has an installer take today; null: nobody knows. */
  readonly today: Version | null;
  /** Null: no version of the range would do, and `reason` says why. */
  readonly atLeast: Version | null;
  /** Of findings that only lower versions have. */
  readonly ids: readonly string[];
  /** The end of a sentence; null: it can be raised. */
  readonly reason: string | null;
}

/** For what the ranges of a part's files admit, of the findings that were chosen. */
export function raisesIn(
  { holders }: Part,
  project: AuditedProject,
  chosen: readonly ReportFinding[],
): readonly RangeRaise[] {
  const paths = new Set(holders.map(({ path }) => path));
  const wanted = new Map(chosen.map((finding) => [finding.dependency, finding]));
  const admitted = project.dependencies.filter(
    ({ ref, basis, origins }) =>
      basis === "admitted" && wanted.has(ref) && origins.some(({ path }) => paths.has(path)),
  );
  return [...Map.groupBy(admitted, ({ name }) => name)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => {
      const refs = new Set(group.map(({ ref }) => ref));
      const ids = chosen.filter(({ dependency }) => refs.has(dependency)).map(({ id }) => id);
      const bounds = project.upgrades.flatMap(({ dependency, step }) =>
        refs.has(dependency.ref) ? [step.to] : [],
      );
      const held = holders.flatMap(({ inventory }) =>
        inventory.dependencies.flatMap((one) => (one.name === name ? [one.version] : [])),
      );
      return raiseTo({ name, ids: [...new Set(ids)].toSorted() }, bounds, versionsOf(held)[0] ?? null);
    });
}

function raiseTo(
  about: Pick<RangeRaise, "name" | "ids">,
  bounds: readonly (string | null)[],
  today: Version | null,
): RangeRaise {
  const atLeast = bounds.includes(null) ? undefined : versionsOf(bounds).at(-1);
  const stuck = (reason: string): RangeRaise => ({ ...about, today, atLeast: null, reason });
  if (atLeast === undefined) return stuck("no version of its range is without it");
  if (today !== null && compareVersions(atLeast, today) > 0)
    return stuck(
      `only ${formatVersion(atLeast)} and later are without it, and ${formatVersion(today)} is what fits today`,
    );
  return { ...about, today, atLeast, reason: null };
}

/** Ascending. */
function versionsOf(texts: readonly (string | null)[]): readonly Version[] {
  return texts
    .flatMap((text) => {
      const parsed = parseVersion(text ?? "");
      return parsed.ok ? [parsed.value] : [];
    })
    .toSorted(compareVersions);
}
