import { HttpFailure, type Progress } from "../../host/index.ts";
import type { OpenedBlob } from "../blob-store.ts";
import { LAYER_LIMITS } from "../limits.ts";
import type { Answer } from "../../host/ask.ts";
import type { RegistrySession } from "./session.ts";

/** What a manifest says of a blob. */
interface Announced {
  readonly digest: string;
  readonly size: number | null;
}

/** As often as one blob that broke off is taken up again. */
const MOST_RESUMPTIONS = 5;

/** Opens a blob of a registry; never throws HttpFailure, but its pieces do. */
export async function fetchBlob(
  session: RegistrySession,
  blob: Announced,
  progress: Progress,
): Promise<OpenedBlob> {
  try {
    const answer = await session.get(`blobs/${blob.digest}`, {});
    if (answer.status === 200) return { kind: "blob", pieces: whole(session, blob, { answer, progress }) };
    answer.discard();
    if (answer.status === 404) return { kind: "missing" };
    return { kind: "unreadable", reason: `the registry answers with status ${answer.status}` };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { kind: "unreadable", reason: `of the registry: ${error.message}` };
  }
}

/** To its end, and not beyond what is announced: where it breaks off, from there on (RFC 9110, 14.2). */
async function* whole(
  session: RegistrySession,
  { digest, size }: Announced,
  { answer: first, progress }: { readonly answer: Answer; readonly progress: Progress },
): AsyncGenerator<Uint8Array> {
  const most = Math.min(size ?? Number.MAX_SAFE_INTEGER, LAYER_LIMITS.maxTotal);
  const what = `fetching ${digest.slice(0, 19)}, MB`;
  const total = size === null ? undefined : megabytes(size);
  let answer = first;
  let at = 0;
  for (let resumptions = 0; ; resumptions++) {
    try {
      for await (const piece of answer.body) {
        if (at + piece.length > most)
          throw new HttpFailure(`it goes on behind the ${most} bytes that are announced or allowed`, false);
        at += piece.length;
        progress.step(what, megabytes(at), total);
        yield piece;
      }
      return;
    } catch (error) {
      const isPassing = error instanceof HttpFailure && error.isPassing;
      if (!isPassing || resumptions === MOST_RESUMPTIONS) throw error;
      answer = await from(session, digest, at);
    }
  }
}

async function from(session: RegistrySession, digest: string, at: number): Promise<Answer> {
  const answer = await session.get(`blobs/${digest}`, at === 0 ? {} : { range: `bytes=${at}-` });
  if (answer.status === 200 && at > 0) return { ...answer, body: behind(answer.body, at) };
  const isThere = answer.status === 200 || (answer.header("content-range") ?? "").startsWith(`bytes ${at}-`);
  if (isThere) return answer;
  answer.discard();
  throw new HttpFailure(`it broke off, and goes on with status ${answer.status}`, false);
}

/** Of a server that knows no ranges. */
async function* behind(pieces: AsyncIterable<Uint8Array>, at: number): AsyncGenerator<Uint8Array> {
  let left = at;
  for await (const piece of pieces) {
    if (piece.length > left) yield piece.subarray(left);
    left = Math.max(0, left - piece.length);
  }
}

function megabytes(bytes: number): number {
  return Math.ceil(bytes / 1_000_000);
}
