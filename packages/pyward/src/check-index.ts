import type { AuditedProject, FoundProblem } from "./assemble/audited-project.ts";
import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { confusionNotes, findConfusions } from "./find-confusions.ts";
import type { Progress } from "./host/index.ts";
import { auditability } from "./inventory/coverage.ts";
import type { ProjectDependency } from "./inventory/merge-sources.ts";
import { internalNames, type Privacy } from "./inventory/privacy.ts";
import { stateProblem } from "./match/index.ts";
import { makeGap, type Gap, type GapCode, type Problem, type ReleaseAge } from "./model/index.ts";
import { DEFAULT_INDEX } from "./package-index/default-index.ts";
import {
  USUAL,
  type FoundProject,
  type IndexPlace,
  type PackageIndexes,
} from "./package-index/open-indexes.ts";
import { reviewRelease, type IndexNotice } from "./package-index/review-release.ts";
import type { PackageName } from "./python/index.ts";

interface Checked {
  readonly projects: readonly AuditedProject[];
  readonly notes: readonly string[];
}

interface Circumstances {
  readonly now: Date;
  readonly progress: Progress;
  /** Null or absent: there is no database that knows what is well known. */
  readonly advisories?: AdvisoryIndex | null;
  /** Names and patterns of packages that the default index is not asked about. */
  readonly internal?: readonly string[];
}

/** What is asked at once. */
const AT_ONCE = 8;

/**
 * Asks the user's package indexes about every dependency that comes from an index: yanked releases, archived, deprecated and quarantined projects
 * are findings; what the index does not have, or could not be asked about, is a gap.
 */
export async function checkIndex(
  projects: readonly AuditedProject[],
  indexes: PackageIndexes,
  { now, progress, advisories = null, internal = [] }: Circumstances,
): Promise<Checked> {
  const questionOf = questionsTo(indexes, internalNames(internal));
  const questions = new Map<string, Question>();
  for (const { dependencies } of projects)
    for (const dependency of dependencies) {
      const question = questionOf(dependency);
      if (question !== null) questions.set(question.key, question);
    }
  const found = await askAll(
    [...questions.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    indexes,
    progress,
  );
  const ages = new Map<string, ReleaseAge>();
  const checked = projects.map((project) => checkProject(project, { questionOf, found, ages }));
  return {
    projects: checked,
    notes: [
      ...notesOn(projects, { found, ages, questionOf, hosts: indexes.hosts, now }),
      ...(indexes.notes ?? []),
      ...confusionNotes(findConfusions(namesIn(questions), advisories, internal)),
    ],
  };
}

function namesIn(questions: ReadonlyMap<string, Question>): readonly PackageName[] {
  return [...new Set([...questions.values()].map(({ name }) => name))].toSorted();
}

/** One project, at one place. */
interface Question {
  readonly key: string;
  readonly name: PackageName;
  readonly place: IndexPlace;
}

/**
 * Of a release of an index: not the project's own code, and not what lies in a repository, at an address or in a vendored copy. One that a lock has from
 * another index than the user's is nobody else's business: its name is not sent; nor is one that is internal, where the default index is asked. Null: nothing is asked.
 */
function questionsTo(indexes: PackageIndexes, isInternal: Privacy["isInternal"]): QuestionOf {
  const isPublic = indexes.hosts.includes(new URL(DEFAULT_INDEX).host);
  return (dependency) => {
    const { name, source, embeddedIn, manager } = dependency;
    if (source.type !== "registry" || embeddedIn !== null || manager !== null) return null;
    const place = indexes.place(source.url);
    const isTold = isPublic && (place === USUAL || place === DEFAULT_INDEX);
    if (isTold && isInternal(name)) return null;
    if (place === null || auditability(dependency).kind !== "auditable") return null;
    return { key: `${name} ${place}`, name, place };
  };
}

type QuestionOf = (dependency: ProjectDependency) => Question | null;

type Found = ReadonlyMap<string, FoundProject>;

async function askAll(
  questions: readonly Question[],
  indexes: PackageIndexes,
  progress: Progress,
): Promise<Found> {
  const found = new Map<string, FoundProject>();
  const left = questions.values();
  const work = async (): Promise<void> => {
    for (const { key, name, place } of left) {
      found.set(key, await indexes.project(name, place));
      progress.step("asking the package index", found.size, questions.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

function checkProject(
  project: AuditedProject,
  {
    questionOf,
    found,
    ages,
  }: Pick<Answers, "found" | "questionOf"> & { readonly ages: Map<string, ReleaseAge> },
): AuditedProject {
  const problems: FoundProblem[] = [];
  const gaps: Gap[] = [];
  for (const dependency of project.dependencies) {
    const { name, version, hashes } = dependency;
    const answer = found.get(questionOf(dependency)?.key ?? "");
    if (answer === undefined || version === null) continue;
    if (answer.kind !== "found") {
      gaps.push(...gapsOf(dependency, ...lackOf(answer)));
      continue;
    }
    const { notices, lack, age } = reviewRelease({ name, version, hashes }, answer.pages);
    ages.set(dependency.ref, age);
    if (lack !== null) gaps.push(...gapsOf(dependency, "not-on-index", lack));
    problems.push(
      ...notices.map((notice) => ({ dependency, problem: problemOf(notice, dependency), targets: null })),
    );
  }
  return {
    ...project,
    problems: [...project.problems, ...problems],
    gaps: [...project.gaps, ...gaps],
    ages: new Map([...ages].filter(([ref]) => ref.startsWith(`${project.id}:`))),
  };
}

function lackOf(answer: Exclude<FoundProject, { kind: "found" }>): readonly [GapCode, string] {
  if (answer.kind === "not-found") return ["not-on-index", "the package index has no project of this name"];
  return ["unreachable", `the package index could not be asked: ${answer.reason}`];
}

function gapsOf({ name, origins }: ProjectDependency, code: GapCode, reason: string): readonly Gap[] {
  return origins.map((origin) => makeGap({ code, name, reason, origin }));
}

function problemOf(notice: IndexNotice, { name, version }: ProjectDependency): Problem {
  return stateProblem({ ...notice, about: notice.kind === "yanked" ? `${name}-${version}` : name });
}

interface Answers {
  readonly found: Found;
  readonly ages: ReadonlyMap<string, ReleaseAge>;
  readonly questionOf: QuestionOf;
  readonly hosts: readonly string[];
  readonly now: Date;
}

function notesOn(
  projects: readonly AuditedProject[],
  { found, ages, questionOf, hosts, now }: Answers,
): readonly string[] {
  const kept = [...found.values()]
    .flatMap((one) => (one.kind === "found" ? (one.since ?? []) : []))
    .toSorted()[0];
  const elsewhere = new Set(
    projects.flatMap(({ dependencies }) =>
      dependencies
        .filter((one) => one.own === null && one.embeddedIn === null && questionOf(one) === null)
        .map(({ name }) => name),
    ),
  );
  return [
    `${packages(found.size)} asked about at ${hosts.join(", ")}`,
    ...(kept === undefined
      ? []
      : [
          `the package index did not answer for all of them: the oldest kept answer is of ${kept.slice(0, 10)}`,
        ]),
    ...(elsewhere.size === 0
      ? []
      : [
          `${packages(elsewhere.size)} not asked about: no version is known, or they come from elsewhere than the indexes that your own settings name`,
        ]),
    ...postureOf(projects, ages, now),
  ];
}

const TWO_YEARS = 2 * 365.25 * 86_400_000;

/** How many packages nobody has released for two years: such a one may be finished, or left alone. */
function postureOf(
  projects: readonly AuditedProject[],
  ages: ReadonlyMap<string, ReleaseAge>,
  now: Date,
): readonly string[] {
  const last = new Map<PackageName, string>();
  for (const { dependencies } of projects)
    for (const { name, ref } of dependencies) {
      const released = ages.get(ref)?.latestUploaded ?? null;
      if (released !== null) last.set(name, released);
    }
  const old = [...last]
    .filter(([, time]) => now.getTime() - Date.parse(time) > TWO_YEARS)
    .toSorted(([a, one], [b, other]) => (one === other ? (a < b ? -1 : 1) : one < other ? -1 : 1));
  const [oldest] = old;
  if (oldest === undefined) return [];
  return [
    `${old.length} of ${packages(last.size)} had no release in two years; the oldest is ${oldest[0]}, last released on ${oldest[1].slice(0, 10)}`,
  ];
}

function packages(count: number): string {
  return count === 1 ? "1 package" : `${count} packages`;
}
