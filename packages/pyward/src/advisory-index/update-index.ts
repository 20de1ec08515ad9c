import type { ByteSource } from "../host/index.ts";
import type { RawRecord } from "../model/index.ts";
import type { PackageName } from "../python/index.ts";
import { compileAll, hasText, summarize, type BuildOptions, type BuiltIndex } from "./build-index.ts";
import { assemblePackages } from "./compile/assemble.ts";
import { NO_EPSS } from "./compile/epss-scores.ts";
import { NONE_EXPLOITED } from "./compile/exploited.ts";
import { readRecord } from "./compile/record.ts";
import { packageAdvisories } from "./store/block.ts";
import { encodeIndex, type DetailsToStore } from "./store/encode-index.ts";
import { openIndex, readParts, type CarriedParts } from "./store/open-index.ts";

export interface IndexChange {
  /** Ids of records that are new, changed or gone. */
  readonly ids: ReadonlySet<string>;
  /** What a live record says now; null: there is none with that id. */
  readonly valueOf: (id: string) => unknown;
  readonly rawRecords: Uint8Array;
}

/**
 * The database that `buildIndex` makes of all live records, byte for byte, out of the old one: packages that no changed record
 * names, now or before, are taken over. `options` must be those of the old one, save for the time; malformed records make it null.
 */
export async function updateIndex(
  old: ByteSource,
  change: IndexChange,
  options: BuildOptions,
): Promise<BuiltIndex | null> {
  const before = openIndex(old);
  const parts = readParts(old);
  const hasOthers = parts.packages.some(({ rows }) =>
    rows.some(({ advisory: { id } }) => !change.ids.has(id) && change.valueOf(id) === null),
  );
  if (before.info.malformed.length > 0 || hasOthers) return null;
  const touched = touchedPackages(parts, change);
  const { compiled, malformed } = await compileAll(recordsOf(touched, parts, change), {
    content: "full",
    exploited: options.exploited ?? NONE_EXPLOITED,
    epss: options.epss ?? NO_EPSS,
    importedOf: options.importedOf ?? (() => null),
    classifyWeakness: options.classifyWeakness ?? (() => null),
  });
  if (malformed.length > 0) return null;
  const fresh = new Map(assemblePackages(compiled).map((stored) => [stored.name, stored]));
  const packages = [
    ...parts.packages.filter(({ name }) => !touched.has(name)).map(packageAdvisories),
    ...[...fresh.values()].filter(({ name }) => touched.has(name)),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const details = new Map(compiled.map((record) => [record.facts.id, record.details]));
  const toStore = detailsOf(parts, details, (id) => before.details(id));
  const facts = new Map(packages.flatMap(({ advisories }) => advisories.map((row) => [row.id, row])));
  const hasTexts =
    before.info.hasTexts || [...details.values()].some((found) => found !== null && hasText(found));
  const info = summarize(
    { facts: [...facts.values()], packages: packages.length, hasTexts, malformed },
    options,
  );
  const { bytes, sha256 } = encodeIndex(packages, toStore, { info, records: change.rawRecords });
  return { bytes, info: { id: `sha256:${sha256}`, ...info } };
}

/** Those that a changed record names, now or before. */
function touchedPackages(parts: CarriedParts, { ids, valueOf }: IndexChange): ReadonlySet<PackageName> {
  const before = parts.packages.filter(({ rows }) => rows.some(({ advisory }) => ids.has(advisory.id)));
  const now = [...ids].flatMap((id) => {
    const read = readRecord(valueOf(id));
    return read.kind === "record" ? read.record.affected.map(({ name }) => name) : [];
  });
  return new Set([...before.map(({ name }) => name), ...now]);
}

/** All records of those packages, each once. */
function* recordsOf(
  touched: ReadonlySet<PackageName>,
  parts: CarriedParts,
  { ids, valueOf }: IndexChange,
): Generator<RawRecord> {
  const rows = parts.packages.filter(({ name }) => touched.has(name)).flatMap((stored) => stored.rows);
  for (const id of new Set([...rows.map(({ advisory }) => advisory.id), ...ids])) {
    const value = valueOf(id);
    if (value !== null) yield { kind: "record", file: `${id}.json`, value };
  }
}

function detailsOf(
  parts: CarriedParts,
  fresh: ReadonlyMap<string, ReturnType<DetailsToStore["get"]>>,
  before: DetailsToStore["get"],
): DetailsToStore {
  const offsets = new Map(
    parts.packages.flatMap(({ rows }) =>
      rows.flatMap(({ advisory, details }) => (details === null ? [] : [[advisory.id, details] as const])),
    ),
  );
  return {
    has: (id) => (fresh.has(id) ? fresh.get(id) !== null : offsets.has(id)),
    get: (id) => fresh.get(id) ?? before(id),
    packed: (ids) => {
      const offset = offsets.get(ids[0] ?? "");
      if (offset === undefined || ids.some((id) => fresh.has(id))) return null;
      const known = parts.details(offset);
      return known.ids.length === ids.length && known.ids.every((id, at) => id === ids[at])
        ? known.chunk
        : null;
    },
  };
}
