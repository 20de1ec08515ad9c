import { ask } from "../../host/ask.ts";
import { HttpFailure, type HttpResponse } from "../../host/index.ts";
import { isObject, parseObject } from "../../model/index.ts";
import { cannotFetch, wholeOfAnswer } from "../shared/fetch-whole.ts";
import type { PulledRecord, PullRequest } from "../shared/pull.ts";
import { readRecordsOf } from "../shared/read-records.ts";
import { parseModifiedIds, type ListedRecord } from "./modified-ids.ts";

const MOST_ARCHIVE = 512 * 1024 * 1024;
const MOST_LIST = 64 * 1024 * 1024;
const MOST_RECORD = 16 * 1024 * 1024;
const AT_ONCE = 8;

type Fetched =
  | { readonly kind: "unchanged" }
  | { readonly kind: "archive"; readonly etag: string | null; readonly records: AsyncIterable<PulledRecord> };

/** The zip of everything. Throws PywardError `cannot-fetch`. */
export async function fetchArchive(asked: PullRequest): Promise<Fetched> {
  const etag = asked.state?.etag ?? null;
  const name = "PyPI/all.zip";
  return inWords(asked, name, async () => {
    const headers: Record<string, string> = etag === null ? {} : { "if-none-match": etag };
    const answer = await get(asked, name, headers);
    if (answer.status === 304 && etag !== null) {
      answer.discard();
      return { kind: "unchanged" };
    }
    const bytes = await wholeBody(asked, name, { answer, limit: MOST_ARCHIVE });
    if (bytes.readUInt32BE(0) !== 0x504b0304) throw new HttpFailure("its answer is no zip", false);
    return { kind: "archive", etag: answer.header("etag"), records: unpacked(bytes) };
  });
}

async function* unpacked(bytes: Uint8Array): AsyncGenerator<PulledRecord> {
  for await (const raw of readRecordsOf(bytes)) yield { raw, listed: null };
}

/** Every id with the time of its last change. Throws PywardError `cannot-fetch`. */
export async function fetchList(asked: PullRequest): Promise<ReadonlyMap<string, string>> {
  const name = "PyPI/modified_id.csv";
  return inWords(asked, name, async () => {
    const bytes = await wholeBody(asked, name, { answer: await get(asked, name, {}), limit: MOST_LIST });
    const listed = parseModifiedIds(bytes.toString("utf8"));
    if (listed === null) throw new HttpFailure("its answer is no list of records, or is cut off", false);
    return listed;
  });
}

/** Single records, some at once; one that cannot be had fails all. Throws PywardError `cannot-fetch`. */
export async function fetchRecords(
  asked: PullRequest,
  wanted: readonly ListedRecord[],
): Promise<readonly PulledRecord[]> {
  const found: PulledRecord[] = [];
  const waiting = wanted.values();
  const work = async (): Promise<void> => {
    for (const { id, modified } of waiting) {
      found.push(await fetchRecord(asked, id, modified));
      asked.progress.step("fetching changed advisories", found.length, wanted.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

async function fetchRecord(asked: PullRequest, id: string, listed: string): Promise<PulledRecord> {
  const name = `PyPI/${id}.json`;
  return inWords(asked, name, async () => {
    const bytes = await wholeBody(asked, name, { answer: await get(asked, name, {}), limit: MOST_RECORD });
    const value = parseObject(bytes.toString("utf8"));
    if (!isObject(value) || value["id"] !== id) throw new HttpFailure("its answer is not that record", false);
    return { raw: { kind: "record", file: `${id}.json`, value }, listed };
  });
}

function get(
  { http, url, authorization }: PullRequest,
  name: string,
  headers: Readonly<Record<string, string>>,
) {
  const base = url.href.endsWith("/") ? url : new URL(`${url.href}/`);
  return ask(http, { url: new URL(name, base), headers, authorization });
}

function wholeBody(
  asked: PullRequest,
  name: string,
  { answer, limit }: { readonly answer: HttpResponse; readonly limit: number },
): Promise<Buffer> {
  const { progress } = asked;
  return wholeOfAnswer(answer, { name, limit, progress, again: (headers) => get(asked, name, headers) });
}

function inWords<T>({ url }: PullRequest, name: string, work: () => Promise<T>): Promise<T> {
  return cannotFetch(`${url.host}/${name}`, work);
}
