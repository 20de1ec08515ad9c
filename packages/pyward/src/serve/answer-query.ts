import { isObject } from "../model/index.ts";
import { errorAnswer, jsonAnswer, type ServedAnswer, type ServedRequest } from "./answer.ts";
import { findRecords } from "./find-records.ts";
import { pageToken } from "./page-token.ts";
import { readQuery, type Query } from "./read-query.ts";
import type { ShelfRecord } from "./record-shelf.ts";
import type { Served } from "./served.ts";

/** OSV API, "Pagination": a page has at most a thousand records. Over HTTP/1.1 it gives no more than 32 MiB. */
const MAX_PAGE = 1000;
const MAX_PAGE_BYTES = 24 * 1024 * 1024;
/** OSV API, "POST /v1/querybatch". */
const MAX_QUERIES = 1000;
/** Once a batch has given so many ids, each further query gives few: they come on later pages. */
const MANY_IDS = 3000;
const FEW_IDS = 5;

/** `POST /v1/query`: whole records. */
export function answerQuery(request: ServedRequest, served: Served): ServedAnswer {
  const body = readBody(request);
  if (body === null) return notJson();
  const query = readQuery(body);
  if (query.kind === "invalid") return errorAnswer(3, query.message);
  const { records, next } = page(query, served, MAX_PAGE);
  const pieces: Uint8Array[] = [];
  let last = next;
  let size = 0;
  for (const [at, record] of records.entries()) {
    const text = record.text();
    size += text.length;
    if (size > MAX_PAGE_BYTES && at > 0) {
      last = pageToken(records[at - 1]?.id ?? "");
      break;
    }
    pieces.push(at === 0 ? OPEN : COMMA, text);
  }
  if (pieces.length === 0) return jsonAnswer({});
  pieces.push(Buffer.from(last === null ? "]}" : `],"next_page_token":${JSON.stringify(last)}}`));
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    parts: [Buffer.concat(pieces)],
  };
}

const OPEN = Buffer.from('{"vulns":[');
const COMMA = Buffer.from(",");

/** `POST /v1/querybatch`: id and `modified` only, a result for each query in their order. */
export function answerBatch(request: ServedRequest, served: Served): ServedAnswer {
  const body = readBody(request);
  if (body === null) return notJson();
  const queries = isObject(body) ? (body["queries"] ?? []) : null;
  if (!Array.isArray(queries)) return errorAnswer(3, "Invalid query: queries is a list.");
  if (queries.length > MAX_QUERIES) return errorAnswer(3, "Too many queries.");
  const results: object[] = [];
  let given = 0;
  for (const [at, one] of queries.entries()) {
    const query = readQuery(one);
    if (query.kind === "invalid")
      return errorAnswer(3, `${query.message.replace(/\.$/, "")} at index: ${at}.`);
    const { records, next } = page(query, served, given > MANY_IDS ? FEW_IDS : MAX_PAGE);
    given += records.length;
    results.push(resultOf(records, next));
  }
  return jsonAnswer({ results });
}

/** As in Protocol Buffers' JSON, what is empty is left out. */
function resultOf(records: readonly ShelfRecord[], next: string | null): object {
  if (records.length === 0) return {};
  const vulns = records.map(({ id, modified }) => ({ id, modified }));
  return next === null ? { vulns } : { vulns, next_page_token: next };
}

interface Page {
  readonly records: readonly ShelfRecord[];
  /** Null: it is the last one. */
  readonly next: string | null;
}

function page(query: Exclude<Query, { kind: "invalid" }>, { index, shelf }: Served, limit: number): Page {
  if (query.kind === "nothing") return { records: [], next: null };
  const { name, version, after } = query;
  const left = findRecords(index, name, version).filter((id) => after === null || id > after);
  const shown = left.slice(0, limit);
  const last = shown.at(-1);
  return {
    records: shown.flatMap((id) => shelf.byId(id) ?? []),
    next: left.length > shown.length && last !== undefined ? pageToken(last) : null,
  };
}

/** Null: it is no JSON. */
function readBody({ body }: ServedRequest): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return value === null ? {} : value;
  } catch {
    return null;
  }
}

function notJson(): ServedAnswer {
  return errorAnswer(3, "Invalid query: the body is not JSON.");
}
