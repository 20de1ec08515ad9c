import { askedIndexes, type AskedIndexes } from "./asked-indexes.ts";
import type { Progress } from "./host/index.ts";
import { indexMetadata } from "./index-metadata.ts";
import { awaits, awaitsVersion, isAsked } from "./inventory/awaits-version.ts";
import type { ReadSource } from "./inventory/merge-sources.ts";
import type { Dependency, Gap, ReportTarget } from "./model/index.ts";
import type { PackageIndexes } from "./package-index/open-indexes.ts";
import type { ReadProject } from "./read-projects.ts";
import type { PackageMetadata } from "./resolve/metadata.ts";
import type { ResolveRequest } from "./resolve/request.ts";
import type { AdmittedRange } from "./unpinned/admits.ts";
import { ask, type Answer } from "./unpinned/ask.ts";
import { wantedCells } from "./unpinned/cells.ts";
import { fill } from "./unpinned/fill.ts";
import { only, otherScopes, withPart } from "./unpinned/scopes.ts";
import { partsOf, placesIn, requirementsIn, type Part } from "./unpinned/question.ts";

/** How the versions are found that nothing says. */
export interface Resolving {
  readonly indexes: PackageIndexes;
  readonly mode: NonNullable<ResolveRequest["mode"]>;
  /** RFC 3339: what was uploaded then or later does not exist; null: all counts. */
  readonly excludeNewer: string | null;
  /** What is pinned is asked about by itself, too: what it needs counts. Absent: only beside what is not. */
  readonly isWhole?: true;
}

interface Circumstances {
  readonly targets: readonly ReportTarget[];
  readonly now: Date;
  readonly progress: Progress;
  /** Names and patterns of packages that the default index is not told of. */
  readonly internal: readonly string[];
}

/** As much of a project as is resolved. */
type Resolvable = Pick<ReadProject, "kind" | "sources">;

export interface ResolvedProjects<Project extends Resolvable = ReadProject> {
  readonly projects: readonly Project[];
  /** What the declared ranges of each of them admit. */
  readonly ranges: readonly (readonly AdmittedRange[])[];
  readonly notes: readonly string[];
  /** Why an index did not answer; null: all did that were asked. */
  readonly failure: string | null;
  /** Those that nobody may be asked about, sorted. */
  readonly untold: readonly string[];
}

/** The projects with what would be installed today in place of requirements without a version. Nothing is run, built or installed. */
export async function resolveProjects<Project extends Resolvable>(
  projects: readonly Project[],
  resolving: Resolving,
  circumstances: Circumstances,
): Promise<ResolvedProjects<Project>> {
  const run: Run = {
    ...{ resolving, circumstances },
    ...{ names: new Set(), untold: new Set(), kept: [], ranges: [], answered: 0, failure: null },
  };
  const resolved: Project[] = [];
  const ranges: (readonly AdmittedRange[])[] = [];
  for (const project of projects) {
    run.ranges.length = 0;
    resolved.push(await resolveProject(project, run));
    ranges.push([...run.ranges]);
  }
  return {
    projects: resolved,
    ranges,
    notes: notesOf(run),
    failure: run.failure,
    untold: [...run.untold].toSorted(),
  };
}

interface Run {
  readonly resolving: Resolving;
  readonly circumstances: Circumstances;
  /** Those that were asked about. */
  readonly names: Set<string>;
  /** Those that nobody may be asked about. */
  readonly untold: Set<string>;
  /** When answers were kept that are not of now. */
  readonly kept: string[];
  /** Of the project that is being resolved. */
  readonly ranges: AdmittedRange[];
  answered: number;
  /** Why an index did not answer: whom one question could not reach, the next one would wait for, too. */
  failure: string | null;
}

async function resolveProject<Project extends Resolvable>(project: Project, run: Run): Promise<Project> {
  if (project.kind !== "project") return project;
  let { sources } = project;
  for (const part of partsOf(sources).filter((one) => isToAsk(one, run))) {
    if (run.failure === null) sources = replaced(sources, await answersFor(part, run));
  }
  return { ...project, sources };
}

function isToAsk(part: Part, { resolving }: Run): boolean {
  return resolving.isWhole === true || awaits(part);
}

/** Files that have no answer together are asked about one by one: nobody says that they are installed together. */
async function answersFor(part: Part, run: Run): Promise<readonly Filled[]> {
  const { resolving, circumstances, kept } = run;
  const { internal } = circumstances;
  const [first] = part.sources;
  if (first === undefined) return [];
  const noteKept = (since: string): void => void kept.push(since);
  const asked = askedIndexes(resolving.indexes, first.inventory, { internal, noteKept });
  if (asked === null) {
    waitingIn(part, run).forEach((name) => run.untold.add(name));
    return [];
  }
  const together = await askPart(part, asked, run);
  if (together.kind !== "conflict") return filled(part, together, run);
  const answers: Filled[] = [];
  for (const source of part.sources) {
    const alone = { sources: [source] };
    if (!isToAsk(alone, run)) continue;
    const answer = part.sources.length === 1 ? together : await askPart(alone, asked, run);
    const isDivided = answer.kind === "conflict" && otherScopes(source).length > 0;
    answers.push(
      ...(isDivided ? await byScope(source, answer.gaps, { asked, run }) : filled(alone, answer, run)),
    );
  }
  return answers;
}

/** What of a file has no answer as a whole (`gaps` say why): `main`, each extra and each group by itself. */
async function byScope(
  source: ReadSource,
  gaps: readonly Gap[],
  { asked, run }: { readonly asked: AskedIndexes; readonly run: Run },
): Promise<readonly Filled[]> {
  let { inventory } = source;
  const reasons = new Map(gaps.map((gap) => [gap.reason, gap]));
  for (const scope of ["main", ...otherScopes(source)] as const) {
    const part = { sources: [only({ ...source, inventory }, scope)] };
    if (!awaits(part) || run.failure !== null) continue;
    for (const { inventory: found, gaps: more, source: own } of filled(
      part,
      await askPart(part, asked, run),
      run,
    )) {
      more.forEach((gap) => reasons.set(gap.reason, gap));
      inventory = withPart(inventory, own.inventory, found);
    }
  }
  return [{ source, inventory, gaps: [...reasons.values()] }];
}

function waitingIn({ sources }: Part, run: Run): readonly string[] {
  return sources.flatMap(({ inventory }) =>
    inventory.dependencies.filter((one) => isWanted(one, run)).map(({ name }) => name),
  );
}

/** What nobody may be asked about is missed. */
function isWanted(dependency: Dependency, { resolving }: Run): boolean {
  return resolving.isWhole === true ? isAsked(dependency) : awaitsVersion(dependency);
}

async function askPart(part: Part, asked: AskedIndexes, run: Run): Promise<Answer> {
  const { targets, now } = run.circumstances;
  const { mode, excludeNewer } = run.resolving;
  const bounds = part.sources.flatMap(({ inventory }) => inventory.bounds ?? []);
  const requiresPython = bounds.flatMap((one) => one.requiresPython ?? []);
  return ask(part, {
    metadata: metadataFor(part, asked, run),
    wanted: wantedCells(targets, requiresPython, now),
    requiresPython,
    mayAsk: (dependency) => {
      const mayAsk = dependency.source.type !== "registry" || asked.mayAsk(dependency);
      if (!mayAsk && isWanted(dependency, run)) run.untold.add(dependency.name);
      return mayAsk;
    },
    rules: {
      ...{ mode, excludeNewer },
      constraints: requirementsIn(bounds.flatMap(({ constraints }) => constraints)),
      overrides: requirementsIn(bounds.flatMap(({ overrides }) => overrides)),
    },
  });
}

function metadataFor(part: Part, { indexes }: AskedIndexes, { names, circumstances }: Run): PackageMetadata {
  const places = placesIn(part);
  const metadata = indexMetadata(indexes, {
    sourceOf: (name) => places.get(name) ?? null,
    // Addresses come from what is audited.
    mayFetch: () => false,
  });
  return {
    ...metadata,
    versions: (name) => {
      names.add(name);
      circumstances.progress.step("resolving what is not pinned", names.size);
      return metadata.versions(name);
    },
  };
}

function filled(part: Part, answer: Answer, run: Run): readonly Filled[] {
  const [first] = part.sources;
  if (answer.kind === "failed") run.failure = answer.reason;
  if (answer.kind === "failed" || first === undefined) return [];
  if (answer.kind === "conflict") return [{ source: first, inventory: first.inventory, gaps: answer.gaps }];
  run.answered++;
  run.ranges.push(...answer.ranges);
  const { graph, cells } = answer;
  return part.sources.map((source) => ({
    source,
    inventory: isToAsk({ sources: [source] }, run) ? fill(source.inventory, graph, cells) : source.inventory,
    gaps: source === first ? answer.gaps : [],
  }));
}

interface Filled {
  readonly source: ReadSource;
  readonly inventory: ReadSource["inventory"];
  readonly gaps: readonly Gap[];
}

function replaced(sources: readonly ReadSource[], answers: readonly Filled[]): readonly ReadSource[] {
  const bySource = new Map(answers.map((one) => [one.source, one]));
  return sources.map((source) => {
    const found = bySource.get(source);
    if (found === undefined) return source;
    const { inventory, gaps } = found;
    return { ...source, inventory: { ...inventory, gaps: [...inventory.gaps, ...gaps] } };
  });
}

function notesOf({ resolving, untold, kept, answered, failure }: Run): readonly string[] {
  const { hosts, notes = [] } = resolving.indexes;
  const oldest = kept.toSorted()[0]?.slice(0, 10);
  const since = oldest === undefined ? "" : `; the oldest kept answer is of ${oldest}`;
  return [
    ...(answered === 0 ? [] : [`what is not pinned was resolved by what ${hosts.join(", ")} has${since}`]),
    ...(failure === null ? [] : [`what is not pinned could not be resolved: ${failure}`]),
    ...(untold.size === 0
      ? []
      : [
          `not resolved, since it comes from elsewhere than the indexes that your own settings name, or is internal: ${[...untold].toSorted().join(", ")} (--trust-index lets an index that a file names be asked)`,
        ]),
    ...notes,
  ];
}
