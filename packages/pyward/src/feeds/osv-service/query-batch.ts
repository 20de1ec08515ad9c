import { HttpFailure } from "../../host/index.ts";
import { isObject, parseObject } from "../../model/index.ts";
import { askWhole, inTurn } from "../shared/ask-whole.ts";
import { AT_ONCE, headersOf, type ServiceAccess } from "./access.ts";

/** One query: of a release, or of all releases of a package. */
export interface Query {
  readonly name: string;
  /** Null: every record of the package. */
  readonly version: string | null;
}

/** Records are listed by their id and the time of their last change. */
export type Listing =
  | { readonly kind: "listed"; readonly records: ReadonlyMap<string, string> }
  | { readonly kind: "failed"; readonly reason: string };

/** Bodies beyond this are no answer to 1000 queries: a page has at most 3000 records of some 80 bytes each. */
const LIMIT = 64 * 1024 * 1024;
const MOST_PAGES = 100;
/** Ids as suppliers make them (OSV schema, "id"): letters, digits and a few marks. Nothing else becomes a part of an address. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:+-]{0,199}$/;
const MODIFIED = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,20}(?:Z|[+-]\d{2}:\d{2})$/;

interface Pending {
  readonly query: Query;
  readonly records: Map<string, string>;
  /** Null: the first page. */
  readonly token: string | null;
  readonly pages: number;
}

/** Asks all of them, in batches and page by page. What could not be asked is told one by one: an answer that is missing is never an empty one. */
export async function queryAll(
  queries: readonly Query[],
  access: ServiceAccess,
): Promise<ReadonlyMap<Query, Listing>> {
  const listings = new Map<Query, Listing>();
  let pending: readonly Pending[] = queries.map((query) => ({
    query,
    records: new Map(),
    token: null,
    pages: 1,
  }));
  while (pending.length > 0) {
    const further: Pending[] = [];
    await inTurn(batches(pending, access.batch), AT_ONCE, async (batch) => {
      further.push(...(await askBatch(batch, access, listings)));
      access.onProgress("packages", listings.size, queries.length);
    });
    pending = further;
  }
  return listings;
}

function batches<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}

/** Gives what has further pages. A batch that the service refuses is halved, so that one bad query costs only itself. */
async function askBatch(
  batch: readonly Pending[],
  access: ServiceAccess,
  listings: Map<Query, Listing>,
): Promise<readonly Pending[]> {
  const answer = await send(batch, access);
  if (answer.kind === "answered") {
    return answer.results.flatMap((result, at) => take(batch[at], result, listings));
  }
  if (answer.kind === "refused" && batch.length > 1) {
    const middle = Math.ceil(batch.length / 2);
    const first = await askBatch(batch.slice(0, middle), access, listings);
    return [...first, ...(await askBatch(batch.slice(middle), access, listings))];
  }
  for (const { query } of batch) listings.set(query, { kind: "failed", reason: answer.reason });
  return [];
}

type Sent =
  | { readonly kind: "answered"; readonly results: readonly unknown[] }
  | { readonly kind: "refused" | "failed"; readonly reason: string };

async function send(batch: readonly Pending[], access: ServiceAccess): Promise<Sent> {
  const queries = batch.map(({ query: { name, version }, token }) => ({
    package: { ecosystem: "PyPI", name },
    ...(version === null ? {} : { version }),
    ...(token === null ? {} : { page_token: token }),
  }));
  const request = {
    method: "POST",
    url: new URL("v1/querybatch", access.url),
    headers: { ...headersOf(access), "content-type": "application/json" },
    body: JSON.stringify({ queries }),
  } as const;
  try {
    const { status, text } = await askWhole(access.http, request, LIMIT);
    if (status === 400) return { kind: "refused", reason: "it does not understand the query" };
    if (status !== 200) return { kind: "failed", reason: statusText(status, access) };
    const results = parseObject(text)?.["results"];
    if (!Array.isArray(results) || results.length !== batch.length)
      return { kind: "failed", reason: "its answer is not one of OSV's API" };
    return { kind: "answered", results };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { kind: "failed", reason: error.message };
  }
}

export function statusText(status: number, { authorization }: ServiceAccess): string {
  if (status !== 401 && status !== 403) return `it answers with status ${status}`;
  return authorization === null
    ? "it denies access without a login"
    : "it denies access with the login that is configured for it";
}

function take(
  pending: Pending | undefined,
  result: unknown,
  listings: Map<Query, Listing>,
): readonly Pending[] {
  if (pending === undefined) return [];
  const { query, records, token, pages } = pending;
  const fail = (reason: string): readonly Pending[] => {
    listings.set(query, { kind: "failed", reason });
    return [];
  };
  // `{}` is how the service writes that it knows nothing of it.
  const listed = isObject(result) ? (result["vulns"] ?? []) : null;
  if (!isObject(result) || !Array.isArray(listed)) return fail("its answer is not one of OSV's API");
  for (const record of listed) {
    const [id, modified] = isObject(record) ? [record["id"], record["modified"]] : [];
    if (typeof id !== "string" || !ID.test(id)) return fail("its answer lists a record without an id");
    records.set(id, typeof modified === "string" && MODIFIED.test(modified) ? modified : "");
  }
  const next = result["next_page_token"] ?? "";
  if (next === "") {
    listings.set(query, { kind: "listed", records });
    return [];
  }
  if (typeof next !== "string" || next === token || pages >= MOST_PAGES) return fail("its pages have no end");
  return [{ query, records, token: next, pages: pages + 1 }];
}
