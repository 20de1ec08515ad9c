import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { foldAdvisoryId, groupRecords, isAffected, placeVersion, sortByAdvisoryId } from "./match/index.ts";
import type { Advisory, PackageAdvisories } from "./model/index.ts";
import { parseVersion, type PackageName } from "./python/index.ts";

/** What became of one record. */
export type RecordChange = "new" | "removed" | "withdrawn" | "restored" | "modified";

export interface ChangedRecord {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly packages: readonly PackageName[];
  readonly change: RecordChange;
  /** In words, for people; empty for what is new or removed. */
  readonly what: readonly string[];
  /** It affects other versions than before. */
  readonly isAffectedChanged: boolean;
  readonly disclosed: string | null;
  /** A new record about a flaw that was disclosed before the older data ends: no news. */
  readonly isBackfill: boolean;
}

/** Sorted by id. */
export function compareDatabases(before: AdvisoryIndex, after: AdvisoryIndex): readonly ChangedRecord[] {
  const [old, recent] = [recordsOf(before), recordsOf(after)];
  const changes = [...new Set([...old.keys(), ...recent.keys()])].flatMap(
    (key) => changeOf(old.get(key) ?? [], recent.get(key) ?? [], before.info.modified) ?? [],
  );
  return sortByAdvisoryId(changes, ({ id }) => id);
}

/** A record as one package has it. */
interface Stated {
  readonly known: PackageAdvisories;
  readonly advisory: Advisory;
  /** The earliest over its group (docs/time.md). */
  readonly disclosed: string | null;
}

function recordsOf(index: AdvisoryIndex): ReadonlyMap<string, readonly Stated[]> {
  const records = new Map<string, Stated[]>();
  for (const name of index.packageNames()) {
    const known = index.lookup(name);
    if (known === null) continue;
    const disclosed = disclosures(known);
    for (const advisory of known.advisories) {
      const key = foldAdvisoryId(advisory.id);
      const stated = { known, advisory, disclosed: disclosed.get(advisory) ?? advisory.disclosed };
      records.set(key, [...(records.get(key) ?? []), stated]);
    }
  }
  return records;
}

function disclosures(known: PackageAdvisories): ReadonlyMap<Advisory, string | null> {
  const earliest = (group: readonly Advisory[]): string | null =>
    group.flatMap(({ disclosed }) => disclosed ?? []).toSorted()[0] ?? null;
  return new Map(
    groupRecords(known.advisories).flatMap((group) => group.map((one) => [one, earliest(group)] as const)),
  );
}

function changeOf(old: readonly Stated[], recent: readonly Stated[], until: string): ChangedRecord | null {
  const [was, is] = [old[0]?.advisory, recent[0]?.advisory];
  const shown = is ?? was;
  if (shown === undefined) return null;
  const disclosed = (recent[0] ?? old[0])?.disclosed ?? null;
  const packages = [...new Set([...old, ...recent].map(({ known }) => known.name))].toSorted();
  const about = { id: shown.id, aliases: shown.aliases, packages, disclosed };
  if (was === undefined) {
    const isBackfill = disclosed !== null && disclosed <= until;
    return { ...about, change: "new", what: [], isAffectedChanged: false, isBackfill };
  }
  if (is === undefined)
    return { ...about, change: "removed", what: [], isAffectedChanged: false, isBackfill: false };
  const reach = packages.map((name) => reachOf(ofPackage(old, name), ofPackage(recent, name), name));
  const what = [...reach.flatMap(({ words }) => words), ...factsOf(was, is)];
  const isAffectedChanged = reach.some(({ isChanged }) => isChanged);
  const change = withdrawal(was, is) ?? "modified";
  if (change === "modified" && what.length === 0 && was.modified === is.modified) return null;
  return { ...about, change, what, isAffectedChanged, isBackfill: false };
}

function ofPackage(records: readonly Stated[], name: PackageName): Stated | null {
  return records.find(({ known }) => known.name === name) ?? null;
}

function withdrawal(was: Advisory, is: Advisory): "withdrawn" | "restored" | null {
  if ((was.withdrawn === null) === (is.withdrawn === null)) return null;
  return was.withdrawn === null ? "withdrawn" : "restored";
}

interface Reach {
  readonly words: readonly string[];
  readonly isChanged: boolean;
}

/**
 * Whether other versions of a package are affected. A record's answer changes only at a version that it names, so each of
 * these, and what follows it at once, is asked.
 */
function reachOf(old: Stated | null, recent: Stated | null, name: PackageName): Reach {
  if (old === null) return { words: [`also about ${name}`], isChanged: true };
  if (recent === null) return { words: [`no longer about ${name}`], isChanged: true };
  const named = new Set([...old.known.bounds, ...recent.known.bounds]);
  const odd = new Set([...old.advisory.oddVersions, ...recent.advisory.oddVersions]);
  const probes = [...odd, ...[...named].flatMap((version) => [version, ...justAfter(version)]), "0.dev0"];
  const affects = ({ known, advisory }: Stated, version: string): boolean =>
    isAffected(advisory, placeVersion(version, known.bounds));
  const isMore = probes.some((version) => !affects(old, version) && affects(recent, version));
  const isLess = probes.some((version) => affects(old, version) && !affects(recent, version));
  const words = [
    ...(isMore ? [`${name}: more versions are affected`] : []),
    ...(isLess ? [`${name}: fewer versions are affected`] : []),
    ...fixesOf(old, recent, name),
  ];
  return { words, isChanged: isMore || isLess };
}

/** The lowest version that PEP 440 orders behind this one, where its form lets it be written. */
function justAfter(version: string): readonly string[] {
  return /post|dev|rev|\+|-\d|\.r\d/i.test(version) || !parseVersion(version).ok
    ? []
    : [`${version}.post0.dev0`];
}

function fixesOf(old: Stated, recent: Stated, name: PackageName): readonly string[] {
  const fixes = ({ known, advisory }: Stated) => advisory.fixed.map((rank) => known.bounds[rank] ?? "");
  const [was, is] = [fixes(old), fixes(recent)];
  const added = is.filter((version) => !was.includes(version));
  const gone = was.filter((version) => !is.includes(version));
  return [
    ...(added.length > 0 ? [`${name}: fix added: ${added.join(", ")}`] : []),
    ...(gone.length > 0 ? [`${name}: fix removed: ${gone.join(", ")}`] : []),
  ];
}

function factsOf(was: Advisory, is: Advisory): readonly string[] {
  const added = is.aliases.filter((alias) => !was.aliases.includes(alias));
  const gone = was.aliases.filter((alias) => !is.aliases.includes(alias));
  const [from, to] = [was.severity, is.severity];
  return [
    ...(was.kind === is.kind ? [] : [`kind changed: ${was.kind} became ${is.kind}`]),
    ...(from.level === to.level && from.score === to.score
      ? []
      : [`severity ${shownSeverity(from)} became ${shownSeverity(to)}`]),
    ...(added.length > 0 ? [`also known as ${added.join(", ")}`] : []),
    ...(gone.length > 0 ? [`no longer known as ${gone.join(", ")}`] : []),
    ...(was.exploitedSince === null && is.exploitedSince !== null ? ["known to be exploited"] : []),
  ];
}

function shownSeverity({ level, score }: Advisory["severity"]): string {
  return score === null ? level : `${level} (${score})`;
}
