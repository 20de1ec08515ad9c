import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { AuditedProject, FoundProblem } from "./assemble/audited-project.ts";
import { findInterpreters, type FoundInterpreter } from "./find-interpreters.ts";
import type { ProjectDependency } from "./inventory/merge-sources.ts";
import { examine, stateProblem } from "./match/index.ts";
import {
  INTERPRETER,
  makeDependency,
  makeGap,
  someOf,
  type Advisory,
  type PackageAdvisories,
  type Problem,
  type ReportTarget,
} from "./model/index.ts";
import { endOfLife } from "./python/end-of-life.ts";
import { normalizeName } from "./python/index.ts";
import type { ReadProject } from "./read-projects.ts";

interface Checked {
  readonly projects: readonly AuditedProject[];
  readonly notes: readonly string[];
}

interface Circumstances {
  /** Null: there is no usable database. */
  readonly index: AdvisoryIndex | null;
  readonly targets: readonly ReportTarget[];
  readonly now: Date;
}

/** The interpreter's name in a report. Its purl tells it from the package of that name. */
const NAME = normalizeName("cpython");

/**
 * What is to be said of the Pythons themselves that environments, images and declared targets tell: nobody mends them any more, or a record about CPython affects them, where the
 * database has such. A Python with a problem, or one that was compared, is one more dependency of its project, judged by the project's policy.
 */
export async function auditInterpreters(
  projects: readonly AuditedProject[],
  read: readonly ReadProject[],
  { index, targets, now }: Circumstances,
): Promise<Checked> {
  const known = index?.lookup(INTERPRETER) ?? null;
  const checked: AuditedProject[] = [];
  const notes = new Set<string>();
  for (const [at, project] of projects.entries()) {
    const here = read[at];
    const found = here === undefined ? [] : await findInterpreters(project, here, targets);
    notesOn(found, known, now).forEach((note) => notes.add(note));
    const byVersion = Map.groupBy(found.filter(isUpstream), ({ version }) => version ?? "");
    checked.push(
      [...byVersion.values()].reduce((whole, same) => withInterpreter(whole, same, { known, now }), project),
    );
  }
  return { projects: checked, notes: [...notes] };
}

/** What PSF's words are about: a Python that its own developers made and nobody else mends. */
function isUpstream({ version, isDistributions }: FoundInterpreter): boolean {
  return version !== null && !isDistributions;
}

function notesOn(
  found: readonly FoundInterpreter[],
  known: PackageAdvisories | null,
  now: Date,
): readonly string[] {
  return found.flatMap(({ version, where, lack, isDistributions }) => {
    const end = version === null ? null : endOfLife(version, now);
    const said =
      end === null || !isDistributions
        ? []
        : [
            `Python ${end.line} (${where}): its developers ended security fixes with ${end.month}; whether the distribution makes them is its own affair`,
          ];
    const why = isDistributions ? "the distribution mends it under the old version" : lack;
    return known === null || why === null
      ? said
      : [...said, `the Python itself (${where}) was not compared with its advisories: ${why}`];
  });
}

interface Knowledge extends Pick<Circumstances, "now"> {
  readonly known: PackageAdvisories | null;
}

/** `same`: one version, wherever it was found. */
function withInterpreter(
  project: AuditedProject,
  same: readonly FoundInterpreter[],
  { known, now }: Knowledge,
): AuditedProject {
  const dependency = interpreterOf(project, same);
  const isCompared = known !== null && same.every(({ lack }) => lack === null);
  const state = endOf(dependency, now);
  if (!isCompared && state === null) return project;
  const answer = isCompared ? compare(dependency, known) : { problems: [], gaps: [] };
  const problems = [...answer.problems, ...(state === null ? [] : [state])];
  const counted = isCompared ? 1 : 0;
  return {
    ...project,
    dependencies: [...project.dependencies, dependency],
    problems: [
      ...project.problems,
      ...problems.map((problem): FoundProblem => ({ dependency, problem, targets: null })),
    ],
    gaps: [...project.gaps, ...answer.gaps],
    asked: project.asked + counted,
    audited: project.audited + (answer.gaps.length === 0 ? counted : 0),
  };
}

function interpreterOf(
  { id, kind, dependencies }: AuditedProject,
  same: readonly FoundInterpreter[],
): ProjectDependency {
  const version = same[0]?.version ?? "";
  const plain = `${id}:${NAME}@${version}`;
  const isTaken = dependencies.some(({ ref }) => ref === plain);
  return {
    ...makeDependency({
      name: NAME,
      version,
      pin: "exact",
      basis: kind === "project" ? "declared" : "installed",
      source: { type: "unknown", url: null },
      origins: same.map(({ origin }) => origin),
    }),
    // What an index has under this name is another thing.
    ref: isTaken ? `${plain}#interpreter` : plain,
    embeddedIn: null,
    entries: 1,
    isInterpreter: true,
  };
}

function endOf({ version }: ProjectDependency, now: Date): Problem | null {
  const end = endOfLife(version ?? "", now);
  if (end === null) return null;
  return stateProblem({
    kind: "end-of-life",
    about: `${NAME}-${end.line}`,
    title: `the developers of Python ${end.line} ended security fixes with ${end.month}`,
    url: `https://peps.python.org/pep-${String(end.pep).padStart(4, "0")}/`,
    fix: null,
  });
}

function compare(dependency: ProjectDependency, known: PackageAdvisories) {
  const decidable = known.advisories.filter(({ undecided }) => !undecided);
  const open = known.advisories.filter(({ undecided, withdrawn }) => undecided && withdrawn === null);
  const asked = { name: NAME, version: dependency.version ?? "" };
  const { problems } = examine(asked, { ...known, name: NAME, advisories: decidable });
  return { problems, gaps: open.length === 0 ? [] : [undecidedGap(dependency, open)] };
}

/** Ids that are named. */
const NAMED = 5;

/** Which releases hold a commit is known to the repository alone: neither a finding nor clean. */
function undecidedGap({ version, origins }: ProjectDependency, open: readonly Advisory[]) {
  const ids = open.map(({ id }) => id);
  const what = ids.length === 1 ? "1 advisory says" : `${ids.length} advisories say`;
  return makeGap({
    code: "malformed-advisory",
    name: NAME,
    reason: `${what} in commits alone whether Python ${version ?? ""} is affected: ${someOf(ids, NAMED)}; records that list versions decide it`,
    origin: origins[0] ?? null,
  });
}
