import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { AuditedProject, FoundProblem, FoundUpgrade } from "./assemble/audited-project.ts";
import { examineRelease, type ExamineRelease } from "./examine-release.ts";
import { auditability } from "./inventory/coverage.ts";
import { mergeSources, type ProjectDependency } from "./inventory/merge-sources.ts";
import { findPaths } from "./inventory/paths.ts";
import { applicability } from "./inventory/targets.ts";
import { makeGap, type Gap, type ReportTarget } from "./model/index.ts";
import type { Trace } from "./host/index.ts";
import type { ReadProject } from "./read-projects.ts";

/** What a dependency is compared with. */
export type Consult = (dependency: ProjectDependency, version: string) => Consultation;

export type Consultation =
  | { readonly kind: "index"; readonly index: AdvisoryIndex }
  /** No usable data, which is told once for the whole run. */
  | { readonly kind: "nothing" }
  | ({ readonly kind: "gap" } & Shortfall);

/** What the projects of a run have in common. */
export interface AuditSettings {
  readonly targets: readonly ReportTarget[];
  /** Absent: each time anew, as a single project needs it. */
  readonly examine?: ExamineRelease | undefined;
  readonly trace?: Trace | undefined;
}

/** One project through merging, coverage, matching and the choice of upgrades. */
export function auditProject(
  id: string,
  read: ReadProject,
  consult: Consult,
  { targets, examine = examineRelease, trace }: AuditSettings,
): Omit<AuditedProject, "policy"> {
  const merged = trace?.begin("merge", { project: id });
  const graph = mergeSources(id, read.sources);
  merged?.();
  const applying = graph.dependencies.filter(
    ({ marker }) => applicability(marker, targets).kind !== "nowhere",
  );
  const matched = trace?.begin("match", { project: id, dependencies: applying.length });
  const audits = applying.map((dependency) => auditDependency(dependency, consult, { targets, examine }));
  matched?.();
  const sourceGaps = read.sources.flatMap(({ inventory }) => inventory.gaps);
  return {
    id,
    path: read.path,
    kind: read.kind,
    sources: read.sources,
    image: read.image,
    display: read.root.display,
    dependencies: applying,
    paths: findPaths(graph),
    needs: graph.needs,
    problems: audits.flatMap(({ problems }) => problems),
    upgrades: audits.flatMap(({ upgrade }) => upgrade ?? []),
    gaps: [...sourceGaps, ...audits.flatMap(({ gaps }) => gaps)],
    asked: total(applying) + sourceGaps.filter(({ code }) => code === "unidentified-component").length,
    audited: total(audits.filter(({ isAudited }) => isAudited).map(({ dependency }) => dependency)),
    inapplicable: graph.dependencies.length - applying.length,
  };
}

function total(dependencies: readonly ProjectDependency[]): number {
  return dependencies.reduce((sum, { entries }) => sum + entries, 0);
}

interface Settled extends Pick<AuditSettings, "targets"> {
  readonly examine: ExamineRelease;
}

interface DependencyAudit {
  readonly dependency: ProjectDependency;
  readonly isAudited: boolean;
  readonly problems: readonly FoundProblem[];
  readonly upgrade: FoundUpgrade | null;
  readonly gaps: readonly Gap[];
}

function auditDependency(
  dependency: ProjectDependency,
  consult: Consult,
  { targets, examine }: Settled,
): DependencyAudit {
  const nothing = { dependency, isAudited: false, problems: [], upgrade: null, gaps: [] };
  const state = auditability(dependency);
  if (state.kind === "gap") return { ...nothing, gaps: dependency.origins.map(gapAt(dependency, state)) };
  const consulted = consult(dependency, state.version);
  if (consulted.kind === "nothing") return nothing;
  if (consulted.kind === "gap")
    return { ...nothing, gaps: dependency.origins.map(gapAt(dependency, consulted)) };
  const { index } = consulted;
  const examined = examine(index, dependency.name, state.version);
  if (examined.kind === "incomparable") {
    const reason = `${state.version} is not a version by PEP 440, and no advisory lists it`;
    const gap = { code: "invalid-version", reason, expected: false } as const;
    return { ...nothing, gaps: dependency.origins.map(gapAt(dependency, gap)) };
  }
  const malformed = malformedGaps(dependency, index);
  const { problems: found, step } = examined;
  if (found.length === 0) return { ...nothing, isAudited: true, gaps: malformed };
  const where = applicability(dependency.marker, targets);
  const only = where.kind === "only-where" ? where.marker : null;
  const upgrade = step === null ? null : { dependency, step };
  const problems = found.map((problem) => ({ dependency, problem, targets: only }));
  return { dependency, isAudited: true, problems, upgrade, gaps: malformed };
}

type Shortfall = Pick<Gap, "code" | "reason" | "expected">;

/** One gap for every place that asks for it, so that each can be mended. */
function gapAt(dependency: ProjectDependency, shortfall: Shortfall) {
  const { code, reason, expected } = shortfall;
  return (origin: ProjectDependency["origins"][number]): Gap =>
    makeGap({ code, reason, expected, name: dependency.name, origin });
}

/** Damage to a record about this package is expected (the data is the supplier's), and `--strict` makes it count. */
function malformedGaps(dependency: ProjectDependency, index: AdvisoryIndex): readonly Gap[] {
  return index.info.malformed
    .filter(({ packages }) => packages.includes(dependency.name))
    .map(({ id, reason }) =>
      makeGap({
        code: "malformed-advisory",
        name: dependency.name,
        advisory: id,
        reason,
        origin: null,
        expected: true,
      }),
    );
}
