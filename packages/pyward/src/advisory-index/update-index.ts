import type { ByteSource } from "../host/index.ts";
import type { PackageAdvisories, RawRecord } from "../model/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileAll, hasText, summarize, type BuildOptions, type Counted } from "./build-index.ts";
import { assemblePackages } from "./compile/assemble.ts";
import { highestEpss, NO_EPSS } from "./compile/epss-scores.ts";
import { exploitedSince, NONE_EXPLOITED } from "./compile/exploited.ts";
import { readRecord } from "./compile/record.ts";
import { packageAdvisories } from "./store/block.ts";
import { encodeIndex, type DetailsToStore, type EncodedIndex } from "./store/encode-index.ts";
import { carriedParts, openIndex, type CarriedParts } from "./store/open-index.ts";
import type { Piece } from "./store/piece.ts";

export interface IndexChange {
  /** Ids of records that are new, changed or gone. */
  readonly ids: ReadonlySet<string>;
  /** What live records with that id say now, of whatever feed. */
  readonly valuesOf: (id: string) => readonly unknown[];
  readonly isLive: (id: string) => boolean;
  /** What signals say of CVEs is other than it was: what is taken over is told anew. */
  readonly isOtherSignals: boolean;
  readonly rawRecords: readonly Piece[];
}

/**
 * The database that `buildIndex` makes of all live records, byte for byte, out of the old one: packages that no changed record
 * names, now or before, are taken over, one at a time in memory. `options` must be those of the old one, save for the time and signals; null where
 * there are malformed records. `old` stays open until the pieces are written.
 */
export async function updateIndex(
  old: ByteSource,
  change: IndexChange,
  options: BuildOptions,
): Promise<EncodedIndex | null> {
  const before = openIndex(old);
  const parts = carriedParts(old);
  const touched = touchedPackages((id) => before.packagesOf(id), change);
  const { malformed } = before.info;
  // Without a change of any record, those that could not be read are the same.
  const carried = malformed.length > 0 && change.ids.size > 0 ? null : survey(parts, touched, change);
  if (carried === null) return null;
  const { compiled, details } = await compileTouched(carried.touchedIds, change, options);
  if (details === null) return null;
  const fresh = new Map<PackageName, PackageAdvisories>();
  for (const stored of assemblePackages(compiled))
    if (touched.has(stored.name)) fresh.set(stored.name, stored);
  for (const { facts } of compiled) carried.facts.set(facts.id, facts);
  const names = [...parts.names.filter((name) => !touched.has(name)), ...fresh.keys()].toSorted();
  const hasTexts =
    before.info.hasTexts || [...details.values()].some((found) => found !== null && hasText(found));
  const counted = { facts: [...carried.facts.values()], packages: names.length, hasTexts, malformed };
  const taken = (name: PackageName): PackageAdvisories => packageAdvisories(parts.of(name));
  const of = change.isOtherSignals ? (name: PackageName) => withSignals(taken(name), options) : taken;
  return encodeIndex(
    { names, of: (name) => fresh.get(name) ?? of(name) },
    detailsOf({ parts, carried, fresh: details, before: (id) => before.details(id) }),
    { info: summarize(counted, options), records: change.rawRecords },
  );
}

/** Those that a changed record names, now or before. */
function touchedPackages(
  packagesOf: (id: string) => readonly PackageName[],
  { ids, valuesOf }: IndexChange,
): ReadonlySet<PackageName> {
  const touched = new Set<PackageName>();
  for (const id of ids) {
    for (const name of packagesOf(id)) touched.add(name);
    for (const value of valuesOf(id)) {
      const read = readRecord(value);
      if (read.kind === "record") for (const { name } of read.record.affected) touched.add(name);
    }
  }
  return touched;
}

type Facts = Counted["facts"][number];

/** What is noted of each block in one walk, so that none has to stay in memory. */
interface Carried {
  /** Of packages that are taken over. */
  readonly facts: Map<string, Facts>;
  /** Records of touched packages, in the order of the packages. */
  readonly touchedIds: ReadonlySet<string>;
  /** Where the details of a record lie, and whose lie there. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly idsAt: ReadonlyMap<number, ReadonlySet<string>>;
}

/** Null where the old one has records that are not among the live ones: it was not built of them. */
function survey(
  parts: CarriedParts,
  touched: ReadonlySet<PackageName>,
  { ids, isLive }: IndexChange,
): Carried | null {
  const facts = new Map<string, Facts>();
  const touchedIds = new Set<string>();
  const offsets = new Map<string, number>();
  const idsAt = new Map<number, Set<string>>();
  for (const name of parts.names)
    for (const { advisory, details } of parts.of(name).rows) {
      const { id, feed, modified, withdrawn } = advisory;
      if (ids.size > 0 && !ids.has(id) && !isLive(id)) return null;
      if (touched.has(name)) touchedIds.add(id);
      else facts.set(id, { feed, modified, withdrawn });
      if (details === null) continue;
      offsets.set(id, details);
      idsAt.set(details, (idsAt.get(details) ?? new Set()).add(id));
    }
  return { facts, touchedIds, offsets, idsAt };
}

/** As `compileRecord` tells them. */
function withSignals(stored: PackageAdvisories, { exploited, epss }: BuildOptions): PackageAdvisories {
  const advisories = stored.advisories.map((advisory) => {
    const ids = [advisory.id, ...advisory.aliases];
    return {
      ...advisory,
      exploitedSince: exploitedSince(ids, exploited ?? NONE_EXPLOITED),
      epss: highestEpss(ids, epss ?? NO_EPSS),
    };
  });
  return { ...stored, advisories };
}

/** Texts only of what changed: those of the others are in the old one. Null: something is malformed. */
async function compileTouched(touchedIds: ReadonlySet<string>, change: IndexChange, options: BuildOptions) {
  const about = {
    exploited: options.exploited ?? NONE_EXPLOITED,
    epss: options.epss ?? NO_EPSS,
    importedOf: options.importedOf ?? (() => null),
    classifyWeakness: options.classifyWeakness ?? (() => null),
  };
  const others = [...touchedIds].filter((id) => !change.ids.has(id));
  const carried = await compileAll(recordsOf(others, change), { ...about, content: "facts" });
  const fresh = await compileAll(recordsOf(change.ids, change), { ...about, content: "full" });
  const compiled = [...carried.compiled, ...fresh.compiled].toSorted((a, b) =>
    a.facts.id < b.facts.id ? -1 : 1,
  );
  const isMalformed = carried.malformed.length > 0 || fresh.malformed.length > 0;
  const details = isMalformed ? null : new Map(fresh.compiled.map((one) => [one.facts.id, one.details]));
  return { compiled, details };
}

/** All records with those ids. */
function* recordsOf(ids: Iterable<string>, { valuesOf }: IndexChange): Generator<RawRecord> {
  for (const id of ids) for (const value of valuesOf(id)) yield { kind: "record", file: `${id}.json`, value };
}

interface DetailsParts {
  readonly parts: CarriedParts;
  readonly carried: Carried;
  /** Of changed records. */
  readonly fresh: ReadonlyMap<string, ReturnType<DetailsToStore["get"]>>;
  readonly before: DetailsToStore["get"];
}

function detailsOf({ parts, carried: { offsets, idsAt }, fresh, before }: DetailsParts): DetailsToStore {
  return {
    has: (id) => (fresh.has(id) ? fresh.get(id) !== null : offsets.has(id)),
    get: (id) => fresh.get(id) ?? before(id),
    packed: (ids) => {
      const offset = offsets.get(ids[0] ?? "");
      if (offset === undefined || ids.some((id) => fresh.has(id))) return null;
      const known = [...(idsAt.get(offset) ?? [])];
      const isSame = known.length === ids.length && known.every((id, at) => id === ids[at]);
      return isSame ? parts.details(offset) : null;
    },
  };
}
