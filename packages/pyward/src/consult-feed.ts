import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import type { Consult } from "./audit-project.ts";
import type { AskedFeed, FeedAnswers, Release } from "./feeds/shared/asked-feed.ts";
import { auditability } from "./inventory/coverage.ts";
import { mergeSources, type ProjectDependency } from "./inventory/merge-sources.ts";
import { internalNames, mayTell, type Privacy } from "./inventory/privacy.ts";
import { applicability } from "./inventory/targets.ts";
import { indexAddress, timeText, type DeclaredIndex, type ReportTarget } from "./model/index.ts";
import type { PackageName } from "./python/index.ts";
import type { ReadProject } from "./read-projects.ts";

/** As much of a project as decides what a feed is asked. */
export type SourcesOfProject = Pick<ReadProject, "sources">;

/** What an audit is compared with in place of a database alone. */
export interface AskedAudit {
  readonly feed: AskedFeed;
  /** What stands in where the feed gives no answer, and for what it is not told of. */
  readonly fallback: OpenedDatabase;
  /** Names and patterns of packages that it is not told of. */
  readonly internal: readonly string[];
  /** What configurations say of package indexes. */
  readonly indexes: readonly DeclaredIndex[];
  readonly isPublicIndex: Privacy["isPublicIndex"];
  readonly targets: readonly ReportTarget[];
  /** When it is asked. */
  readonly now: Date;
  /** The answers with what belongs to them besides, as of the moment that is asked for; absent: as they are. */
  readonly complete?: (answers: OpenedDatabase) => Promise<OpenedDatabase>;
}

interface Asked extends AskedAudit {
  readonly privacy: Privacy;
  /** Which other indexes the files name that ask for a package. */
  readonly named: ReadonlyMap<PackageName, readonly string[]>;
}

export interface Consulted {
  readonly database: OpenedDatabase;
  readonly consult: Consult;
  readonly notes: readonly string[];
}

/** Asks the feed about all that is to be audited and may be told, and says for each dependency what it is to be compared with. */
export async function consultFeed(
  projects: readonly SourcesOfProject[],
  audit: AskedAudit,
): Promise<Consulted> {
  const isMirror = mirrorsAmong(audit.indexes);
  const isPublicIndex = (url: string): boolean => audit.isPublicIndex(url) || isMirror(url);
  const isInternal = internalNames(audit.internal);
  const named = namesFromElsewhere(projects, isPublicIndex);
  const privacy = { isInternal, elsewhere: new Set(named.keys()), isPublicIndex };
  const asked = { ...audit, privacy, named };
  const all = projects.flatMap((project, at) => dependenciesOf(project, `p${at + 1}`, asked.targets));
  const told = all.filter((one) => mayTell(one, asked.privacy));
  const releases = [
    ...new Map(told.flatMap(releaseOf).map((one) => [`${one.name} ${one.version}`, one])).values(),
  ];
  const answers = await asked.feed.ask(releases);
  const lacks = releases.map((release) => answers.lackOf(release)).filter((lack) => lack !== null);
  const given = { answers, all, releases, lacks };
  if (releases.length === 0) return unasked(asked, given);
  return lacks.length === releases.length ? unanswered(asked, lacks[0] ?? "") : answered(asked, given);
}

/** Of an index that is declared a mirror, and private by nobody, the names are public. */
function mirrorsAmong(indexes: readonly DeclaredIndex[]): (url: string) => boolean {
  const declared = (kind: DeclaredIndex["kind"]): ReadonlySet<string | null> =>
    new Set(indexes.flatMap((index) => (index.kind === kind ? [index.url] : [])));
  const [mirrors, secret] = [declared("pypi"), declared("private")];
  return (url) => mirrors.has(indexAddress(url)) && !secret.has(indexAddress(url));
}

/** What files ask for that name other indexes for all that they ask for, with these. */
function namesFromElsewhere(
  projects: readonly SourcesOfProject[],
  isPublicIndex: Privacy["isPublicIndex"],
): ReadonlyMap<PackageName, readonly string[]> {
  const found = new Map<PackageName, readonly string[]>();
  for (const { inventory } of projects.flatMap(({ sources }) => sources)) {
    const others = (inventory.indexes ?? []).filter((url) => !isPublicIndex(url));
    if (others.length > 0) for (const { name } of inventory.dependencies) found.set(name, others);
  }
  return found;
}

function dependenciesOf(
  { sources }: SourcesOfProject,
  id: string,
  targets: readonly ReportTarget[],
): readonly ProjectDependency[] {
  return mergeSources(id, sources).dependencies.filter(
    (one) => applicability(one.marker, targets).kind !== "nowhere" && auditability(one).kind === "auditable",
  );
}

function releaseOf({ name, version }: ProjectDependency): readonly Release[] {
  return version === null ? [] : [{ name, version }];
}

/** Nothing was answered: it is as if the feed had not been chosen, which is said. */
function unanswered({ feed, fallback }: Asked, reason: string): Consulted {
  const failed = `${feed.host} could not be asked: ${reason}`;
  if (fallback.index === null) {
    const database = { index: null, reason: `${failed}; ${fallback.reason ?? "there is no database"}` };
    return { database, consult: () => ({ kind: "nothing" }), notes: [] };
  }
  const { index } = fallback;
  return {
    database: fallback,
    consult: () => ({ kind: "index", index }),
    notes: [`${failed}. Compared with ${datedText(fallback)} instead`],
  };
}

/** The feed may be told of nothing. */
function unasked(asked: Asked, given: Answered): Consulted {
  const { index } = asked.fallback;
  const untold = given.all;
  const notes = notesOf(asked, { ...given, untold });
  if (index !== null) return { database: asked.fallback, consult: () => ({ kind: "index", index }), notes };
  return {
    database: { index: null, reason: null },
    consult: (dependency) => untoldGap(asked.privacy.isInternal(dependency.name)),
    notes,
  };
}

interface Answered {
  readonly answers: FeedAnswers;
  readonly all: readonly ProjectDependency[];
  readonly releases: readonly Release[];
  readonly lacks: readonly string[];
}

async function answered(asked: Asked, given: Answered): Promise<Consulted> {
  const { feed, fallback, privacy } = asked;
  const { answers, all, releases, lacks } = given;
  const own = await indexOf(answers, asked);
  const untold = all.filter((one) => !mayTell(one, privacy));
  const isInternal = (one: ProjectDependency): boolean => privacy.isInternal(one.name);
  const stands = lacks.length > 0 || untold.some((one) => !isInternal(one)) ? fallback.index : null;
  const consult: Consult = (dependency, version) => {
    const isTold = mayTell(dependency, privacy);
    const lack = isTold ? answers.lackOf({ name: dependency.name, version }) : null;
    if (isTold && lack === null) return own === null ? { kind: "nothing" } : { kind: "index", index: own };
    if (fallback.index !== null) return { kind: "index", index: fallback.index };
    if (lack === null) return untoldGap(isInternal(dependency));
    const reason = `${feed.host} could not be asked about it: ${lack}`;
    return { kind: "gap", code: "no-advisory-data", reason, expected: false };
  };
  const database = own === null ? { index: null, reason: null } : ofBoth(own, fallback.index, stands);
  return { database, consult, notes: notesOf(asked, { releases, lacks, untold }) };
}

/** Nothing could be said of what is internal: whoever calls it so expects that. */
function untoldGap(isInternal: boolean): ReturnType<Consult> {
  const why = isInternal ? "it is internal" : "it comes from elsewhere than the default package index";
  const reason = `${why}, so that no feed is told of it, and there is no database to compare it with`;
  return { kind: "gap", code: "no-advisory-data", reason, expected: isInternal };
}

/** Null only where `complete` says that there is nothing to go by. */
async function indexOf({ records }: FeedAnswers, { now, complete }: Asked): Promise<AdvisoryIndex | null> {
  const [{ buildIndex }, { classifyWeakness }] = await Promise.all([
    import("./advisory-index/build-index.ts"),
    import("./advisory-index/weakness/index.ts"),
  ]);
  const updated = timeText(now);
  const { bytes } = await buildIndex(records, { now, updated, classifyWeakness });
  const built = openIndex(memorySource(bytes));
  // Its records are as new as the question: the newest one's date says nothing of a few packages.
  const index = { ...built, info: { ...built.info, modified: updated } };
  return complete === undefined ? index : (await complete({ index, origin: "service" })).index;
}

/** What the report says of the data: it is as old as the oldest part that stands in for the feed. */
function ofBoth(
  own: AdvisoryIndex,
  fallback: AdvisoryIndex | null,
  stands: AdvisoryIndex | null,
): OpenedDatabase {
  const modified =
    stands === null || stands.info.modified > own.info.modified ? own.info.modified : stands.info.modified;
  const index: AdvisoryIndex = {
    ...own,
    info: { ...own.info, modified },
    lookup: (name) => own.lookup(name) ?? fallback?.lookup(name) ?? null,
    details: (id) => own.details(id) ?? fallback?.details(id) ?? null,
    packagesOf: (id) => [...new Set([...own.packagesOf(id), ...(fallback?.packagesOf(id) ?? [])])],
    close: () => {
      own.close();
      fallback?.close();
    },
  };
  return { index, origin: "service" };
}

function notesOf(
  { feed, fallback, privacy, named }: Asked,
  {
    releases,
    lacks,
    untold,
  }: Pick<Answered, "releases" | "lacks"> & { readonly untold: readonly ProjectDependency[] },
): readonly string[] {
  const instead = fallback.index === null ? null : datedText(fallback);
  const others = untold.filter(({ name }) => !privacy.isInternal(name));
  const secret = untold.length - others.length;
  const compared = instead === null ? "not compared with anything" : `compared with ${instead}`;
  return [
    `${releasesText(releases.length)} asked about at ${feed.host}${feed.lacks === null ? "" : `, which does not have ${feed.lacks}`}`,
    ...(lacks.length === 0
      ? []
      : [`${feed.host} gave no answer about ${releasesText(lacks.length)} (${lacks[0]}): ${compared}`]),
    ...(secret === 0 ? [] : [`${dependencyText(secret)} internal: no feed is told of them; ${compared}`]),
    ...(others.length === 0
      ? []
      : [
          `${dependencyText(others.length)} from elsewhere than the default package index: no feed is told of them; ${compared}`,
        ]),
    ...mirrorNote(others, named),
  ];
}

/** Indexes that are named. */
const NAMED = 3;

/** An index of which nothing is said counts as a mirror where findings are judged, and its names may be secret all the same. */
function mirrorNote(untold: readonly ProjectDependency[], named: Asked["named"]): readonly string[] {
  const urls = untold.flatMap(({ name, source }) =>
    source.type !== "registry" ? [] : source.url === null ? (named.get(name) ?? []) : [source.url],
  );
  const indexes = [...new Set(urls.flatMap((url) => indexAddress(url) ?? []))].toSorted();
  if (indexes.length === 0) return [];
  const more = indexes.length > NAMED ? ` and ${indexes.length - NAMED} more` : "";
  return [
    `if ${indexes.slice(0, NAMED).join(", ")}${more} ${indexes.length === 1 ? "hands" : "hand"} on what the default package index has, say so by [[indexes]] with kind = "pypi": then the feed is asked, too`,
  ];
}

function datedText(database: OpenedDatabase): string {
  if (database.index === null) return "no database";
  return `the ${database.origin === "file" ? "given" : database.origin} database of ${database.index.info.modified.slice(0, 10)}`;
}

function releasesText(count: number): string {
  return count === 1 ? "1 release" : `${count} releases`;
}

function dependencyText(count: number): string {
  return count === 1 ? "1 dependency is" : `${count} dependencies are`;
}
