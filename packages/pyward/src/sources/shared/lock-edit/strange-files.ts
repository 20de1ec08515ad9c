import type { ReleaseFile } from "../../../model/index.ts";

/** What a lock records of a file, as far as its style shows in it. */
interface RecordedFile {
  readonly url: string;
  /** Null: the lock does not say. */
  readonly size: number | null;
  readonly uploadTime: string | null;
}

const PLAIN_URL = /^https?:\/\/[\w.:-]+\/[\w./+!~%()-]+$/;

/** Why files would not stand in a lock like those that it records (`known`): the end of a sentence about their release; null: they would. */
export function strangeness(files: readonly ReleaseFile[], known: readonly RecordedFile[]): string | null {
  if (files.some(({ url }) => !PLAIN_URL.test(url))) return UNUSUAL_ADDRESS;
  if (files.some(({ hashes }) => sha256Of(hashes) === null)) return "has a file without a SHA-256 hash";
  const hosts = new Set(known.map(({ url }) => hostOf(url)));
  if (files.some(({ url }) => !hosts.has(hostOf(url))))
    return "was looked up in another index than the lock names";
  if (known.some(({ size }) => size !== null) && files.some(({ size }) => size === null))
    return "has a file whose size the index does not say";
  const isTimed = known.some(({ uploadTime }) => uploadTime !== null);
  return isTimed && files.some(({ uploadTime }) => uploadTime === null) ? UNKNOWN_TIME : null;
}

export const UNUSUAL_ADDRESS = "has a file whose address is unusual";
export const UNKNOWN_TIME = "has a file whose time the index does not say";

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null;
}

/** `sha256:` and its digits, among the hashes of a file; null: there is none. */
export function sha256Of(hashes: readonly string[]): string | null {
  return hashes.find((hash) => /^sha256:[0-9a-f]{64}$/.test(hash)) ?? null;
}
