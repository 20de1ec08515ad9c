import type { ZipBytes } from "../archive/zip/open-zip.ts";
import { wholeOf, type Answer } from "../host/ask.ts";
import { HttpFailure } from "../host/index.ts";

/** A directory of a zip has some 30 MB at most; more questions than these no wheel needs. */
const MOST_BYTES = 48 * 1024 * 1024;
const MOST_RANGES = 16;
const SMALLEST = 16 * 1024;

/**
 * The bytes of a file on a server that answers for ranges (RFC 9110, 14), from the answer for its end; null where it does not. Its reads throw
 * HttpFailure.
 */
export async function rangesOf(
  tail: Answer,
  get: (range: string) => Promise<Answer>,
): Promise<ZipBytes | null> {
  const [, from, size] = (
    /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15})$/.exec(tail.header("content-range") ?? "") ?? []
  ).map(Number);
  if (tail.status !== 206 || from === undefined || size === undefined) {
    tail.discard();
    return null;
  }
  const known = [{ at: from, bytes: await wholeOf(tail, SMALLEST * 8) }];
  let [left, asked] = [MOST_BYTES, 0];
  return {
    size,
    async read(offset, length) {
      const near = known.find(({ at, bytes }) => at <= offset && offset + length <= at + bytes.length);
      if (near !== undefined) return near.bytes.subarray(offset - near.at, offset - near.at + length);
      const wanted = Math.min(Math.max(length, SMALLEST), size - offset);
      left -= wanted;
      if (left < 0 || ++asked > MOST_RANGES)
        throw new HttpFailure("more of it would have to be fetched than metadata has", false);
      const answer = await get(`bytes=${offset}-${offset + wanted - 1}`);
      const isThere =
        answer.status === 206 && (answer.header("content-range") ?? "").startsWith(`bytes ${offset}-`);
      if (!isThere) answer.discard();
      const bytes = isThere ? await wholeOf(answer, wanted) : Buffer.alloc(0);
      if (bytes.length < length) throw new HttpFailure("its server does not keep to ranges", false);
      known.push({ at: offset, bytes });
      return bytes.subarray(0, length);
    },
  };
}
