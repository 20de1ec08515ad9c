import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { AuditedProject } from "./assemble/audited-project.ts";
import type { ProjectDependency } from "./inventory/merge-sources.ts";
import { examine } from "./match/index.ts";
import {
  fileOrigin,
  INTERPRETER,
  makeDependency,
  makeGap,
  type Advisory,
  type PackageAdvisories,
  type ReportTarget,
} from "./model/index.ts";
import { normalizeName } from "./python/index.ts";
import type { ReadProject } from "./read-projects.ts";
import { prefixOf, readInterpreters, type ToldInterpreter } from "./sources/shared/installed/interpreters.ts";

interface Checked {
  readonly projects: readonly AuditedProject[];
  readonly notes: readonly string[];
}

interface Circumstances {
  readonly index: AdvisoryIndex;
  readonly targets: readonly ReportTarget[];
}

/** The interpreter's name in a report. Its purl tells it from the package of that name. */
const NAME = normalizeName("cpython");

/**
 * Compares the Pythons that environments, images and declared targets tell with the records about CPython itself, where the database has such. An interpreter is one more dependency
 * of its project, judged by the project's policy.
 */
export async function auditInterpreters(
  projects: readonly AuditedProject[],
  read: readonly ReadProject[],
  { index, targets }: Circumstances,
): Promise<Checked> {
  const known = index.lookup(INTERPRETER);
  if (known === null) return { projects, notes: [] };
  const checked: AuditedProject[] = [];
  const notes: string[] = [];
  for (const [at, project] of projects.entries()) {
    const { told, unknown } = await interpretersOf(project, read[at], targets);
    checked.push(told.reduce((whole, one) => withInterpreter(whole, one, known), project));
    notes.push(...unknown.map((one) => `the Python itself was not compared with its advisories: ${one}`));
  }
  return { projects: checked, notes: [...new Set(notes)] };
}

type Exact = ToldInterpreter & { readonly version: string };

interface Interpreters {
  readonly told: readonly Exact[];
  /** What is not compared and why, for people. */
  readonly unknown: readonly string[];
}

async function interpretersOf(
  project: AuditedProject,
  read: ReadProject | undefined,
  targets: readonly ReportTarget[],
): Promise<Interpreters> {
  if (project.kind === "environment" || project.kind === "image")
    return read === undefined ? { told: [], unknown: [] } : inEnvironments(project, read);
  return project.kind === "project" ? declared(project, targets) : { told: [], unknown: [] };
}

/** A release line (`3.11`) has as many answers as releases. */
function declared(project: AuditedProject, targets: readonly ReportTarget[]): Interpreters {
  const pythons = [...new Set(targets.flatMap(({ python }) => python ?? []))];
  const isExact = (python: string): boolean => python.split(".").length > 2;
  const origin = fileOrigin(project.path);
  return {
    told: pythons.filter(isExact).map((version) => ({ version, lack: null, origin })),
    unknown: pythons
      .filter((python) => !isExact(python))
      .map((python) => `--python ${python} is not the exact version of a release`),
  };
}

async function inEnvironments(
  { path, kind, display }: AuditedProject,
  read: ReadProject,
): Promise<Interpreters> {
  const { tree } = read.root;
  const places = read.sources.flatMap((source) => (source.kind === "environment" ? [source.path] : []));
  const prefixes = [...new Set((kind === "image" ? places : [path, ...places]).map(prefixOf))].toSorted();
  const told: Exact[] = [];
  const unknown: string[] = [];
  for (const prefix of prefixes) {
    const here = prefix === "usr" && kind === "image" ? "distribution" : await readInterpreters(tree, prefix);
    const where = display(prefix);
    if (here === "distribution")
      unknown.push(`that of ${where} is the distribution's, which mends it under the old version`);
    else if (here.length === 0) unknown.push(`nothing in ${where} tells its exact version`);
    else
      for (const one of here) {
        if (one.version === null) unknown.push(`that of ${where}: ${one.lack ?? ""}`);
        else told.push({ ...one, version: one.version });
      }
  }
  return { told, unknown };
}

function withInterpreter(
  project: AuditedProject,
  { version, origin }: Exact,
  known: PackageAdvisories,
): AuditedProject {
  const same = project.dependencies.find((one) => one.isInterpreter === true && one.version === version);
  if (same !== undefined) {
    const joined = { ...same, origins: [...same.origins, origin] };
    const swap = (one: ProjectDependency): ProjectDependency => (one === same ? joined : one);
    return {
      ...project,
      dependencies: project.dependencies.map(swap),
      problems: project.problems.map((found) => ({ ...found, dependency: swap(found.dependency) })),
    };
  }
  const dependency = interpreterOf(project, version, origin);
  const decidable = {
    ...known,
    name: NAME,
    advisories: known.advisories.filter(({ undecided }) => !undecided),
  };
  const { problems } = examine({ name: NAME, version }, decidable);
  const open = known.advisories.filter(({ undecided, withdrawn }) => undecided && withdrawn === null);
  return {
    ...project,
    dependencies: [...project.dependencies, dependency],
    problems: [...project.problems, ...problems.map((problem) => ({ dependency, problem, targets: null }))],
    gaps: [...project.gaps, ...(open.length === 0 ? [] : [undecidedGap(dependency, open)])],
    asked: project.asked + 1,
    audited: project.audited + (open.length === 0 ? 1 : 0),
  };
}

function interpreterOf(
  { id, kind, dependencies }: AuditedProject,
  version: string,
  origin: ToldInterpreter["origin"],
): ProjectDependency {
  const plain = `${id}:${NAME}@${version}`;
  const isTaken = dependencies.some(({ ref }) => ref === plain);
  return {
    ...makeDependency({
      name: NAME,
      version,
      pin: "exact",
      basis: kind === "project" ? "declared" : "installed",
      source: { type: "unknown", url: null },
      origins: [origin],
    }),
    // What an index has under this name is another thing.
    ref: isTaken ? `${plain}#interpreter` : plain,
    embeddedIn: null,
    entries: 1,
    isInterpreter: true,
  };
}

/** Ids that are named. */
const NAMED = 5;

/** Which releases hold a commit is known to the repository alone: neither a finding nor clean. */
function undecidedGap({ version, origins }: ProjectDependency, open: readonly Advisory[]) {
  const ids = open.map(({ id }) => id);
  const more = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : "";
  const what = ids.length === 1 ? "1 advisory says" : `${ids.length} advisories say`;
  return makeGap({
    code: "malformed-advisory",
    name: NAME,
    reason: `${what} in commits alone whether Python ${version ?? ""} is affected: ${ids.slice(0, NAMED).join(", ")}${more}; records that list versions decide it`,
    origin: origins[0] ?? null,
  });
}
