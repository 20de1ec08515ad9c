import type { OpenedDatabase } from "../advisory-index/opened-database.ts";
import type { AuditedProject } from "../assemble/audited-project.ts";
import { judgedOf } from "../assemble/findings.ts";
import { problemsOf } from "../match/index.ts";
import { makeDependency } from "../model/index.ts";
import { formatVersion } from "../python/index.ts";
import type { PlanRequest } from "../fix/plan/plan-request.ts";
import { judge, type Policy } from "../policy/index.ts";

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
    const today = project.dependencies.find((one) => one.name === name) ?? {
      ...makeDependency({
        ...{ name, version: text, pin: "exact", basis: "locked", origins: [] },
        source: { type: "registry", url: null },
      }),
      ...{ ref: key, entries: 1 },
    };
    const dependency = { ...today, version: text };
    const problems = advisories === null ? [] : problemsOf({ name, version: text }, advisories);
    const failing = problems.filter(
      (problem) => judge(judgedOf({ dependency, problem, targets: null }), policy).status === "fail",
    );
    const ids = failing.map(({ id }) => id);
    judged.set(key, ids);
    return ids;
  };
}
