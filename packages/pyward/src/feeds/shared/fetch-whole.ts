import { createHash } from "node:crypto";
import { HttpFailure, type HttpResponse, type Progress } from "../../host/index.ts";
import { PywardError } from "../../model/index.ts";

const MOST_RESUMPTIONS = 5;

export interface Fetching {
  /** For people. */
  readonly name: string;
  readonly limit: number;
  readonly progress: Progress;
  /** Asks for the same once more. */
  readonly again: (headers: Readonly<Record<string, string>>) => Promise<HttpResponse>;
}

/** The body of an answer to its end; where it breaks off, from there on, if it is still the same (RFC 9110, 13.1.5). Length and digest are checked. Throws HttpFailure. */
export async function wholeOfAnswer(first: HttpResponse, fetching: Fetching): Promise<Buffer> {
  const { name, limit, progress, again } = fetching;
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
        progress.step(
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
      answer = await again(size === 0 ? {} : { range: `bytes=${size}-`, "if-range": etag });
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

/** Does what asks a supplier. Throws PywardError `cannot-fetch` in place of HttpFailure. */
export async function cannotFetch<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new PywardError("cannot-fetch", `${what} cannot be had: ${error.message}`, {
      hint: "What is stored stays in use.",
      cause: error,
    });
  }
}
