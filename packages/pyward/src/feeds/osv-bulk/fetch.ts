import { createHash } from "node:crypto";
import { ask } from "../../host/ask.ts";
import { HttpFailure, type HttpResponse } from "../../host/index.ts";
import { isObject, parseObject, PywardError } from "../../model/index.ts";
import type { PulledRecord, PullRequest } from "../shared/pull.ts";
import { readRecordsOf } from "../shared/read-records.ts";
import { parseModifiedIds, type ListedRecord } from "./modified-ids.ts";

const MOST_ARCHIVE = 512 * 1024 * 1024;
const MOST_LIST = 64 * 1024 * 1024;
const MOST_RECORD = 16 * 1024 * 1024;
const AT_ONCE = 8;
const MOST_RESUMPTIONS = 5;

type Fetched =
  | { readonly kind: "unchanged" }
  | { readonly kind: "archive"; readonly etag: string | null; readonly records: AsyncIterable<PulledRecord> };

/** The zip of everything. Throws PywardError `cannot-fetch`. */
export async function fetchArchive(asked: PullRequest): Promise<Fetched> {
  const { etag } = asked.state?.url === asked.url.href ? asked.state : { etag: null };
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

function get({ http, url }: PullRequest, name: string, headers: Readonly<Record<string, string>>) {
  const base = url.href.endsWith("/") ? url : new URL(`${url.href}/`);
  return ask(http, { url: new URL(name, base), headers, authorization: null });
}

interface Begun {
  readonly answer: HttpResponse;
  readonly limit: number;
}

/** To its end; where it breaks off, from there on, if it is still the same (RFC 9110, 13.1.5). Length and digest are checked. */
async function wholeBody(asked: PullRequest, name: string, { answer: first, limit }: Begun): Promise<Buffer> {
  if (first.status !== 200) {
    first.discard();
    throw new HttpFailure(`it answers with status ${first.status}`, false);
  }
  const announced = Number(first.header("content-length") ?? Number.NaN);
  if (announced > limit) throw new HttpFailure(`its answer has more than ${limit} bytes`, false);
  const pieces: Uint8Array[] = [];
  let [size, answer] = [0, first];
  for (let resumptions = 0; ; resumptions++) {
    try {
      for await (const piece of answer.body) {
        size += piece.length;
        if (size > limit) throw new HttpFailure(`its answer has more than ${limit} bytes`, false);
        pieces.push(piece);
        asked.progress.step(
          `fetching ${name}, kB`,
          Math.ceil(size / 1000),
          announced > 0 ? Math.ceil(announced / 1000) : undefined,
        );
      }
      break;
    } catch (error) {
      const etag = first.header("etag");
      const canResume =
        error instanceof HttpFailure && error.isPassing && etag !== null && !etag.startsWith("W/");
      if (!canResume || resumptions === MOST_RESUMPTIONS) throw error;
      answer = await get(asked, name, size === 0 ? {} : { range: `bytes=${size}-`, "if-range": etag });
      const isRest =
        answer.status === 206 && (answer.header("content-range") ?? "").startsWith(`bytes ${size}-`);
      if (isRest && answer.header("etag") === etag) continue;
      answer.discard();
      throw new HttpFailure("it broke off, and has changed meanwhile", false);
    }
  }
  return checked(Buffer.concat(pieces), first, announced);
}

function checked(bytes: Buffer, answer: HttpResponse, announced: number): Buffer {
  if (announced >= 0 && bytes.length !== announced)
    throw new HttpFailure(`it sends ${bytes.length} bytes in place of ${announced}`, false);
  const hashes = answer.header("x-goog-hash") ?? "";
  const md5 = /(?:^|[,\s])md5=([A-Za-z0-9+/=]{24})/.exec(hashes)?.[1] ?? answer.header("content-md5");
  if (md5 !== null && md5 !== undefined && createHash("md5").update(bytes).digest("base64") !== md5.trim())
    throw new HttpFailure("what it sends is damaged: its digest does not fit", false);
  if (bytes.length < 4) throw new HttpFailure("its answer is empty", false);
  return bytes;
}

async function inWords<T>(asked: PullRequest, name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new PywardError("cannot-fetch", `${asked.url.host}/${name} cannot be had: ${error.message}`, {
      hint: "What is stored stays in use.",
      cause: error,
    });
  }
}
