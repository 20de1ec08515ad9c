import type { ByteSource } from "../host/index.ts";
import { compareText, type PackageAdvisories, type RawRecord } from "../model/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileAll, hasText, summarize, type BuildOptions } from "./build-index.ts";
import { assemblePackages, reassemble } from "./compile/assemble.ts";
import type { CompiledRecord } from "./compile/compile-record.ts";
import { highestEpss, NO_EPSS } from "./compile/epss-scores.ts";
import { exploitedSince, NONE_EXPLOITED } from "./compile/exploited.ts";
import { createVersionReader } from "./compile/versions.ts";
import { moveDetails, packageAdvisories, packBlock } from "./store/block.ts";
import { encodeIndex, type EncodedIndex } from "./store/encode-index.ts";
import type { DetailsToStore, PackagesToStore } from "./store/encode-index.ts";
import { carriedParts, openIndex, type CarriedParts } from "./store/open-index.ts";
import type { Piece } from "./store/piece.ts";
import { survey, type Carried } from "./survey.ts";

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
 * names, now or before, are taken over, one at a time in memory, and of the others what the unchanged records say. `options` must be those of the
 * old one, save for the time and signals, and one that has texts stays one; null where there are malformed records. `old` stays open until the pieces are written.
 */
export async function updateIndex(
  old: ByteSource,
  change: IndexChange,
  options: BuildOptions,
): Promise<EncodedIndex | null> {
  const { info } = openIndex(old);
  const parts = carriedParts(old);
  // Without a change of any record, those that could not be read are the same.
  const carried = info.malformed.length > 0 && change.ids.size > 0 ? null : survey(parts, change);
  if (carried === null) return null;
  const compile = (ids: Iterable<string>) => compileSome(recordsOf(ids, change), options);
  const fresh = await compile(change.ids);
  if (fresh === null) return null;
  const { renewed, unclear } = renew({ parts, carried, fresh }, change.ids);
  if (unclear.size > 0) {
    const ids = new Set([...unclear].flatMap((name) => carried.idsOf.get(name) ?? []));
    const others = await compile(ids.difference(change.ids));
    if (others === null) return null;
    for (const found of assemblePackages([...fresh, ...others].toSorted(compareIds)))
      if (unclear.has(found.name)) renewed.set(found.name, found);
  }
  const details = new Map(fresh.map((one) => [one.facts.id, one.details]));
  const hasTexts = info.hasTexts || [...details.values()].some((found) => found !== null && hasText(found));
  const retell = change.isOtherSignals ? (stored: PackageAdvisories) => withSignals(stored, options) : null;
  const packages = packagesToStore({ parts, carried, renewed, retell });
  const counted = {
    facts: [...carried.facts.values(), ...fresh.map(({ facts }) => facts)],
    packages: packages.names.length,
    hasTexts,
    malformed: info.malformed,
  };
  return encodeIndex(packages, detailsOf({ parts, carried, fresh: details }), {
    info: summarize(counted, options),
    records: change.rawRecords,
  });
}

/** Null: something is malformed. */
async function compileSome(
  records: Iterable<RawRecord>,
  options: BuildOptions,
): Promise<readonly CompiledRecord[] | null> {
  const { compiled, malformed } = await compileAll(records, {
    content: options.content ?? "full",
    exploited: options.exploited ?? NONE_EXPLOITED,
    epss: options.epss ?? NO_EPSS,
    importedOf: options.importedOf ?? (() => null),
    classifyWeakness: options.classifyWeakness ?? (() => null),
  });
  return malformed.length > 0 ? null : compiled;
}

/** All records with those ids. */
function* recordsOf(ids: Iterable<string>, { valuesOf }: IndexChange): Generator<RawRecord> {
  for (const id of ids) for (const value of valuesOf(id)) yield { kind: "record", file: `${id}.json`, value };
}

function compareIds(a: CompiledRecord, b: CompiledRecord): number {
  return compareText(a.facts.id, b.facts.id);
}

interface Renewal {
  readonly parts: CarriedParts;
  readonly carried: Carried;
  /** The changed records. */
  readonly fresh: readonly CompiledRecord[];
}

interface Renewed {
  readonly renewed: Map<PackageName, PackageAdvisories>;
  /** Those that take all of their records. */
  readonly unclear: ReadonlySet<PackageName>;
}

/** The packages that a changed record names, now or before. */
function renew({ parts, carried, fresh }: Renewal, changed: ReadonlySet<string>): Renewed {
  const said = Map.groupBy(
    fresh.flatMap(({ facts, packages }) => packages.map((one) => ({ facts, said: one }))),
    (about) => about.said.name,
  );
  const reader = createVersionReader();
  const renewed = new Map<PackageName, PackageAdvisories>();
  const unclear = new Set<PackageName>();
  for (const name of carried.touched.union(said)) {
    const before = carried.idsOf.has(name)
      ? packageAdvisories(parts.of(name))
      : { name, bounds: [], advisories: [] };
    const found = reassemble(before, changed, { entries: said.get(name) ?? [], reader });
    if (found === null) unclear.add(name);
    else renewed.set(name, found);
  }
  return { renewed, unclear };
}

interface Parts {
  readonly parts: CarriedParts;
  readonly carried: Carried;
  readonly renewed: ReadonlyMap<PackageName, PackageAdvisories>;
  /** What signals say now of what was taken over; null: the same. */
  readonly retell: ((stored: PackageAdvisories) => PackageAdvisories) | null;
}

function packagesToStore({ parts, carried, renewed, retell }: Parts): PackagesToStore {
  const kept = parts.names.filter((name) => !renewed.has(name));
  const filled = [...renewed.values()].filter(({ advisories }) => advisories.length > 0);
  return {
    names: [...kept, ...filled.map(({ name }) => name)].toSorted(),
    idsOf: (name) => renewed.get(name)?.advisories.map(({ id }) => id) ?? carried.idsOf.get(name) ?? [],
    blockOf: (name, placeOf) => {
      const found = renewed.get(name);
      if (found === undefined && retell === null) return moveDetails(parts.block(name), placeOf);
      const stored = found ?? packageAdvisories(parts.of(name));
      return packBlock(retell?.(stored) ?? stored, placeOf);
    },
  };
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

interface DetailsParts {
  readonly parts: CarriedParts;
  readonly carried: Carried;
  /** Of changed records. */
  readonly fresh: ReadonlyMap<string, ReturnType<DetailsToStore["get"]>>;
}

function detailsOf({ parts, carried: { offsets, idsAt }, fresh }: DetailsParts): DetailsToStore {
  const carried = (id: string): ReturnType<DetailsToStore["get"]> => {
    const offset = offsets.get(id);
    return offset === undefined ? null : parts.member(offset, id);
  };
  return {
    has: (id) => (fresh.has(id) ? fresh.get(id) !== null : offsets.has(id)),
    get: (id) => fresh.get(id) ?? carried(id),
    packed: (ids) => {
      const offset = offsets.get(ids[0] ?? "");
      if (offset === undefined || ids.some((id) => fresh.has(id))) return null;
      const known = [...(idsAt.get(offset) ?? [])];
      const isSame = known.length === ids.length && known.every((id, at) => id === ids[at]);
      return isSame ? parts.details(offset) : null;
    },
  };
}
