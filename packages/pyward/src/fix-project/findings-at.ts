import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import type { ProjectDependency } from "../inventory/merge-sources.ts";
import type { AuditedProject } from "../assemble/audited-project.ts";
import { judgedOf } from "../assemble/findings.ts";
import { problemsOf } from "../match/index.ts";
import { makeDependency } from "../model/index.ts";
import { formatVersion, type PackageName } from "../python/index.ts";
import type { PlanRequest } from "../fix/plan/plan-request.ts";
import { judge, type Policy } from "../policy/index.ts";
import { isVersioned } from "./parts.ts";

/** Ids of what would make the audit of the project fail, were this the version of the package. Each version is judged once. */
export function findingsAt(
  project: AuditedProject,
  { index }: OpenedDatabase,
  general: Policy,
): PlanRequest["findingsAt"] {
  // A version that has a flaw is no better for its having no fix.
  const policy = { ...(project.policy?.policy ?? general), onlyFixable: false };
  const judged = new Map<string, readonly string[]>();
  return (name, version) => {
    const text = formatVersion(version);
    const key = `${name} ${text}`;
    const known = judged.get(key);
    if (known !== undefined) return known;
    const advisories = index?.lookup(name) ?? null;
    const problems = advisories === null ? [] : problemsOf({ name, version: text }, advisories);
    const failing = problems.filter((problem) =>
      placesOf(project, name).some(
        (place) =>
          judge(judgedOf({ dependency: { ...place, version: text }, problem, targets: null }), policy)
            .status === "fail",
      ),
    );
    const ids = failing.map(({ id }) => id);
    judged.set(key, ids);
    return ids;
  };
}

/** What stands for the package today: copies inside of other releases are not what goes to another version. What is not there yet is needed by all. */
function placesOf(project: AuditedProject, name: PackageName): readonly ProjectDependency[] {
  const today = project.dependencies.filter((one) => one.name === name && isVersioned(one));
  if (today.length > 0) return today;
  const source = { type: "registry", url: null } as const;
  const made = makeDependency({ name, version: null, pin: "exact", basis: "locked", origins: [], source });
  return [{ ...made, ref: name, entries: 1 }];
}
