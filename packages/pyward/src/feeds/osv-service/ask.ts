import type { RawRecord } from "../../model/index.ts";
import { parseVersion } from "../../python/index.ts";
import type { AskedFeed, FeedAnswers, Release } from "../shared/asked-feed.ts";
import type { ServiceAccess } from "./access.ts";
import { fetchRecords, type FetchedRecord } from "./fetch-records.ts";
import { meta } from "./meta.ts";
import { queryAll, type Listing, type Query } from "./query-batch.ts";

/** A service that speaks OSV's API. */
export function osvService(access: ServiceAccess): AskedFeed {
  return { meta, host: access.url.host, lacks: null, ask: (releases) => askService(releases, access) };
}

/**
 * First every release, then every package that a record was listed for as a whole: a release to change to has to be compared with all records of its
 * package. Which records apply is then decided here and not by the service.
 */
async function askService(releases: readonly Release[], access: ServiceAccess): Promise<FeedAnswers> {
  const queries = new Map(releases.map((release) => [keyOf(release), queryOf(release)]));
  const byRelease = await queryAll([...queries.values()], access);
  const hit = new Set(
    [...byRelease].flatMap(([query, listing]) =>
      query.version !== null && listing.kind === "listed" && listing.records.size > 0 ? [query.name] : [],
    ),
  );
  const byPackage = await queryAll(
    [...hit].toSorted().map((name) => ({ name, version: null })),
    access,
  );
  const listings = [...byRelease, ...byPackage];
  const listed = new Map(
    listings.flatMap(([, listing]) => (listing.kind === "listed" ? [...listing.records] : [])),
  );
  const fetched = await fetchRecords(new Map([...listed].toSorted(([a], [b]) => (a < b ? -1 : 1))), access);
  return {
    records: [...fetched].flatMap(([id, one]) => (one.kind === "record" ? [rawRecord(id, one)] : [])),
    lackOf: lackIn({ queries, listings, fetched }),
  };
}

function keyOf({ name, version }: Release): string {
  return `${name} ${version}`;
}

/** What is no version by PEP 440 the service may not understand: all records of the package are asked for, and compared here. */
function queryOf({ name, version }: Release): Query {
  return { name, version: parseVersion(version).ok ? version : null };
}

interface Asked {
  readonly queries: ReadonlyMap<string, Query>;
  readonly listings: readonly (readonly [Query, Listing])[];
  readonly fetched: ReadonlyMap<string, FetchedRecord>;
}

function lackIn({ queries, listings, fetched }: Asked): FeedAnswers["lackOf"] {
  const lacks = new Map(listings.map(([query, listing]) => [query, lackOfListing(listing, fetched)]));
  const wholes = new Map(
    listings.flatMap(([query]) => (query.version === null ? [[query.name, lacks.get(query) ?? null]] : [])),
  );
  return (release) => {
    const query = queries.get(keyOf(release));
    if (query === undefined) return "it was not asked";
    const whole = wholes.get(release.name);
    return whole === undefined ? (lacks.get(query) ?? null) : whole;
  };
}

function lackOfListing(listing: Listing, fetched: ReadonlyMap<string, FetchedRecord>): string | null {
  if (listing.kind === "failed") return listing.reason;
  for (const id of listing.records.keys()) {
    const one = fetched.get(id);
    if (one?.kind !== "record") return one?.reason ?? `it lists ${id} and does not have it`;
  }
  return null;
}

function rawRecord(id: string, { value }: Extract<FetchedRecord, { kind: "record" }>): RawRecord {
  return { kind: "record", file: id, value };
}
