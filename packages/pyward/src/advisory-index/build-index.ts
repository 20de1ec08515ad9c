import {
  compareText,
  type AdvisoryDetails,
  type DatabaseInfo,
  type MalformedAdvisory,
  type PackageAdvisories,
  type RawRecord,
} from "../model/index.ts";
import type { PackageName } from "../python/index.ts";
import type { CompiledRecord, CompileOptions, RecordFacts } from "./compile/compile-record.ts";
import { compileRecord } from "./compile/compile-record.ts";
import { NO_EPSS } from "./compile/epss-scores.ts";
import { NONE_EXPLOITED } from "./compile/exploited.ts";
import { describeMalformed } from "./compile/malformed.ts";
import { readRecord } from "./compile/record.ts";
import { createVersionReader } from "./compile/versions.ts";
import { assemblePackages } from "./compile/assemble.ts";
import { idKey } from "./store/hash-table.ts";
import type { StoredInfo } from "./store/info.ts";
import { packBlock } from "./store/block.ts";
import { encodeIndex, type PackagesToStore } from "./store/encode-index.ts";
import { join, type Piece } from "./store/piece.ts";
import { parseSeconds } from "./timestamp.ts";

export interface BuildOptions extends Partial<CompileOptions> {
  /** The time of the build: a record that says it was changed later does not date the database. */
  readonly now: Date;
  readonly attribution?: string | null;
  /** When the feeds were asked; absent: the records come from files. */
  readonly updated?: string;
  readonly signals?: Partial<DatabaseInfo["signals"]>;
  /** Gives the section `records`, once all records were read; absent: it is empty. */
  readonly rawRecords?: () => readonly Piece[];
}

export interface BuiltIndex {
  readonly bytes: Uint8Array;
  readonly info: DatabaseInfo;
}

/**
 * Builds a database from records as they come. The same records and time give the same bytes, in whatever order
 * they come, as long as no id occurs twice with one `modified` (then the first counts). A bad record costs only
 * itself and is listed in `info.malformed`. Never throws for what a record holds.
 */
export async function buildIndex(
  records: AsyncIterable<RawRecord> | Iterable<RawRecord>,
  options: BuildOptions,
): Promise<BuiltIndex> {
  const compile: CompileOptions = {
    content: options.content ?? "full",
    exploited: options.exploited ?? NONE_EXPLOITED,
    epss: options.epss ?? NO_EPSS,
    importedOf: options.importedOf ?? (() => null),
    classifyWeakness: options.classifyWeakness ?? (() => null),
  };
  const { compiled, malformed } = await compileAll(records, compile);
  const info = summarize(
    {
      facts: compiled.map(({ facts }) => facts),
      packages: new Set(compiled.flatMap((record) => record.packages.map(({ name }) => name))).size,
      hasTexts: compiled.some(({ details: found }) => found !== null && hasText(found)),
      malformed,
    },
    options,
  );
  const details = new Map(
    compiled.flatMap((record) => (record.details === null ? [] : [[record.facts.id, record.details]])),
  );
  const toStore = {
    has: (id: string) => details.has(id),
    get: (id: string) => details.get(id) ?? null,
    packed: () => null,
  };
  const packages = new Map(assemblePackages(compiled).map((stored) => [stored.name, stored]));
  const { pieces, info: built } = encodeIndex(packagesOf(packages), toStore, {
    info,
    records: options.rawRecords?.() ?? [],
  });
  return { bytes: join(pieces), info: built };
}

function packagesOf(packages: ReadonlyMap<PackageName, PackageAdvisories>): PackagesToStore {
  const of = (name: PackageName): PackageAdvisories =>
    packages.get(name) ?? { name, bounds: [], advisories: [] };
  return {
    names: [...packages.keys()],
    idsOf: (name) => of(name).advisories.map(({ id }) => id),
    blockOf: (name, placeOf) => packBlock(of(name), placeOf),
  };
}

export async function compileAll(
  records: AsyncIterable<RawRecord> | Iterable<RawRecord>,
  options: CompileOptions,
): Promise<{
  readonly compiled: readonly CompiledRecord[];
  readonly malformed: readonly MalformedAdvisory[];
}> {
  const reader = createVersionReader();
  const newest = new Map<string, CompiledRecord>();
  const malformed: MalformedAdvisory[] = [];
  for await (const raw of records) {
    const read = raw.kind === "record" ? readRecord(raw.value) : null;
    if (read?.kind !== "record") {
      malformed.push(describeMalformed(raw, read));
      continue;
    }
    if (read.record.affected.length === 0) continue; // of other ecosystems, or of no package at all
    const compiled = compileRecord(read.record, reader, options);
    const key = idKey(compiled.facts.id);
    const other = newest.get(key);
    if (other === undefined || other.facts.modified < compiled.facts.modified) newest.set(key, compiled);
  }
  return {
    compiled: [...newest.values()].toSorted((a, b) => compareText(a.facts.id, b.facts.id)),
    malformed: malformed.toSorted((a, b) => compareText(a.id, b.id) || compareText(a.reason, b.reason)),
  };
}

/** What an index says of itself is counted from this. */
export interface Counted {
  readonly facts: readonly Pick<RecordFacts, "feed" | "modified" | "withdrawn">[];
  readonly packages: number;
  readonly hasTexts: boolean;
  readonly malformed: readonly MalformedAdvisory[];
}

export function hasText({ summary, description }: AdvisoryDetails): boolean {
  return (summary ?? description) !== null;
}

export function summarize(
  { facts, packages, hasTexts, malformed }: Counted,
  options: Pick<BuildOptions, "now" | "attribution" | "updated" | "signals">,
): StoredInfo {
  return {
    modified: newestModified(aboutPackages(facts), options.now),
    hasTexts,
    advisories: facts.length,
    packages,
    withdrawn: facts.filter(({ withdrawn }) => withdrawn !== null).length,
    sources: [...Map.groupBy(facts, ({ feed }) => feed)]
      .map(([feed, records]) => ({
        feed,
        modified: newestModified(records, options.now),
        records: records.length,
      }))
      .toSorted((a, b) => compareText(a.feed, b.feed)),
    attribution: options.attribution ?? null,
    updated: options.updated ?? null,
    signals: { kev: options.signals?.kev ?? null, epss: options.signals?.epss ?? null },
    malformed,
  };
}

/** News about Python itself make no old data about packages look fresh. */
function aboutPackages(facts: Counted["facts"]): Counted["facts"] {
  const rest = facts.filter(({ feed }) => feed !== "psf");
  return rest.length === 0 ? facts : rest;
}

/** Of the records that do not lie in the future; where all do, or there is none, the start of 1970: as old as can be. */
function newestModified(records: readonly { readonly modified: string }[], now: Date): string {
  const limit = now.getTime() / 1000;
  const past = records
    .map(({ modified }) => modified)
    .filter((modified) => (parseSeconds(modified) ?? 0) <= limit);
  return past.toSorted().at(-1) ?? "1970-01-01T00:00:00Z";
}
