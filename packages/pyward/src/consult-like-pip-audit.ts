import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import { sourceTargetsOf, type PipAuditWish, type ReadCollection } from "./audit-like-pip-audit.ts";
import { consultFeed, type AskedAudit, type SourcesOfProject } from "./consult-feed.ts";
import { UNKNOWN } from "./feeds/index-json/ask.ts";
import type { AskedFeed, Release } from "./feeds/shared/asked-feed.ts";
import { mergeSources, type ProjectDependency } from "./inventory/merge-sources.ts";
import type { Dependency } from "./model/index.ts";
import type { Comparison, Pinned } from "./pip-audit/audit-collected.ts";
import { canonicalName } from "./pip-audit/python-text.ts";
import { normalised } from "./pip-audit/vulnerability.ts";
import { SOURCES } from "./sources/registry.ts";

/** What the service of `-s` is asked, and what stands in for what it is not told of. */
export type ServiceWish = Omit<AskedAudit, "fallback" | "targets"> & { readonly fallback: OpenedDatabase };

export type ServiceAnswer =
  | {
      readonly kind: "answered";
      readonly comparisonOf: (pinned: Pinned) => Comparison;
      readonly notes: readonly string[];
      /** The database stands in for something. */
      readonly usesFallback: boolean;
    }
  /** It gave no answer about something: pip-audit ends there, and so does this. */
  | { readonly kind: "failed"; readonly reason: string };

/**
 * Asks the service about what was collected and may be told: where a release comes from is read by the sources, as an audit reads it, so that pip-audit's
 * own way of reading decides what is audited and never what is told.
 */
export async function consultLikePipAudit(
  wish: PipAuditWish,
  { entries, sources: resolved }: ReadCollection,
  service: ServiceWish,
): Promise<ServiceAnswer> {
  const pinned = entries.filter((entry) => entry.kind === "pinned");
  const wanted = new Set(pinned.map(keyOf));
  const read = resolved === undefined ? await projectsOf(wish) : [{ sources: resolved }];
  const projects = read.map((project) => onlyWanted(project, wanted));
  const lacks: Lacks = { unknown: new Set(), failed: [], isAnythingKnown: true };
  const feed = attentive(service.feed, lacks);
  const consulted = await consultFeed(projects, { ...service, feed, targets: [] });
  const failure = lacks.failed[0] ?? (lacks.isAnythingKnown ? undefined : NOT_THE_API);
  if (failure !== undefined) return { kind: "failed", reason: failure };
  const known = new Map(
    projects
      .flatMap(({ sources }, at) => mergeSources(`p${at + 1}`, sources).dependencies)
      .map((dependency) => [keyOf(dependency), dependency]),
  );
  const comparisons = new Map<string, Comparison>();
  for (const one of pinned) {
    const comparison = lacks.unknown.has(keyOf(one))
      ? notFound(one)
      : compared(known.get(keyOf(one)), consulted.consult, service.fallback);
    comparisons.set(keyOf(one), comparison);
  }
  const used = [...comparisons.values()];
  return {
    kind: "answered",
    comparisonOf: (one) => comparisons.get(keyOf(one)) ?? NOTHING,
    notes: consulted.notes,
    usesFallback: used.some((one) => one.kind === "index" && one.index === service.fallback.index),
  };
}

interface Lacks {
  /** Releases that an index does not have. */
  readonly unknown: Set<string>;
  /** Why there is no answer about others. */
  readonly failed: string[];
  /** False: of all that was asked about it has nothing. */
  isAnythingKnown: boolean;
}

/** Mirrors without the JSON API answer so to everything: that would call everything clean. */
const NOT_THE_API = "it has none of the releases, or no JSON API to ask about them";

/** The same feed, whose lacks are noticed. What is not there has an answer, which pip-audit has its own words for. */
function attentive(feed: AskedFeed, lacks: Lacks): AskedFeed {
  return {
    ...feed,
    ask: async (releases) => {
      const answers = await feed.ask(releases);
      for (const release of releases) {
        const lack = answers.lackOf(release);
        if (lack === UNKNOWN) lacks.unknown.add(keyOf(release));
        else if (lack !== null) lacks.failed.push(lack);
      }
      lacks.isAnythingKnown = releases.length === 0 || lacks.unknown.size < releases.length;
      const lackOf = (release: Release): string | null => {
        const lack = answers.lackOf(release);
        return lack === UNKNOWN ? null : lack;
      };
      return { ...answers, lackOf };
    },
  };
}

const NOTHING: Comparison = { kind: "unanswered", reason: "there is nothing to compare it with" };

function notFound({ name, version }: Pinned): Comparison {
  const shown = `${canonicalName(name)} (${normalised(version)})`;
  return { kind: "skipped", reason: `Dependency not found on PyPI and could not be audited: ${shown}` };
}

/** What no source knows was not told, and is compared with the database, as what is internal is. */
function compared(
  dependency: ProjectDependency | undefined,
  consult: Awaited<ReturnType<typeof consultFeed>>["consult"],
  { index }: OpenedDatabase,
): Comparison {
  const inDatabase = (reason: string): Comparison =>
    index === null ? { kind: "unanswered", reason } : { kind: "index", index };
  if (dependency?.version === undefined || dependency.version === null)
    return inDatabase("no source says where it comes from, so that no service is told of it");
  const consultation = consult(dependency, dependency.version);
  if (consultation.kind === "index") return consultation;
  return consultation.kind === "gap"
    ? { kind: "unanswered", reason: consultation.reason }
    : inDatabase("there is no advisory database");
}

function keyOf({ name, version }: { readonly name: string; readonly version: string | null }): string {
  return `${canonicalName(name)} ${version === null ? "" : normalised(version)}`;
}

/** What the sources say of the releases that were collected, and of nothing else. */
function onlyWanted({ sources }: SourcesOfProject, wanted: ReadonlySet<string>): SourcesOfProject {
  const isWanted = (one: Dependency): boolean => one.embeddedIn === null && wanted.has(keyOf(one));
  return {
    sources: sources.map((source) => {
      const dependencies = source.inventory.dependencies.filter(isWanted);
      return { ...source, inventory: { ...source.inventory, dependencies, edges: [] } };
    }),
  };
}

async function projectsOf(wish: PipAuditWish): Promise<readonly SourcesOfProject[]> {
  const projects: SourcesOfProject[] = [];
  for (const { kind, tree, path, workingDirectory } of await sourceTargetsOf(wish)) {
    const source = await SOURCES.find(({ meta }) => meta.id === kind)?.load();
    if (source === undefined) throw new Error(`no source is called ${kind}`);
    const read = await source.read(tree, { path }, { workingDirectory });
    projects.push({ sources: [{ kind, path, inventory: read }] });
  }
  return projects;
}
