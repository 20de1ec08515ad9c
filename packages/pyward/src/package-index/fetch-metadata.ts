import { createHash } from "node:crypto";
import { ask, wholeOf, type Answer } from "../host/ask.ts";
import { HttpFailure, isTrustedWay } from "../host/index.ts";
import { parseMetadata, type CoreMetadata } from "../python/core-metadata.ts";
import { compareVersions, normalizeName, parseVersion } from "../python/index.ts";
import { areStatic } from "../python/static-fields.ts";
import type { IndexAccess } from "./fetch-page.ts";
import {
  inMemory,
  METADATA_LIMIT,
  metadataOfSdist,
  metadataOfWheel,
  NEEDS,
  UnusableFile,
} from "./files-metadata.ts";
import type { IndexFile } from "./page/project-page.ts";
import { rangesOf } from "./ranges.ts";

export type FoundMetadata =
  | { readonly kind: "metadata"; readonly metadata: CoreMetadata }
  /** Only a build could say what it needs, and nothing is built. */
  | { readonly kind: "dynamic"; readonly reason: string }
  /** What came is not the file that the page lists, or no file of that kind: no installer could use it. */
  | { readonly kind: "invalid"; readonly reason: string }
  /** It could not be had. */
  | { readonly kind: "failed"; readonly reason: string };

export interface FileAccess extends IndexAccess {
  /** What an origin is to be told. */
  readonly loginFor: (url: URL) => string | null;
}

/** Where the end of a zip may lie with the longest comment, and with it nearly every directory and METADATA: builders put them last. */
const END_OF_ZIP = "bytes=-65600";
const FILE_LIMIT = 256 * 1024 * 1024;

/**
 * The core metadata of a file: the one beside it where the index has it (PEP 658, PEP 714), else that of the wheel by ranges of its bytes, else of the
 * whole file; of a source distribution where it is static (PEP 643). What the page has a hash of is believed with that hash only.
 */
export async function fetchMetadata(file: IndexFile, access: FileAccess): Promise<FoundMetadata> {
  const key = `metadata ${file.url.href} ${file.hashes.join(" ")} ${(file.metadata ?? []).join(" ")}`;
  const isLasting = strongest(file.hashes) !== null || strongest(file.metadata ?? []) !== null;
  const kept = isLasting ? readKept(access.kept.get(key)) : null;
  if (kept !== null) return judged(file, kept);
  if (access.isOffline) return failed("it was not fetched (--offline), and is not kept");
  try {
    const bytes = await fetchBytes(file, access);
    const result = judged(file, bytes);
    if (isLasting && result.kind !== "invalid") access.kept.put(key, written(bytes));
    return result;
  } catch (error) {
    if (error instanceof UnusableFile) return { kind: "invalid", reason: error.message };
    if (error instanceof HttpFailure) return failed(error.message);
    throw error;
  }
}

function failed(reason: string): FoundMetadata {
  return { kind: "failed", reason };
}

async function fetchBytes(file: IndexFile, access: FileAccess): Promise<Uint8Array> {
  if (file.metadata !== null) {
    const answer = await get(new URL(`${file.url.href}.metadata`), access);
    if (answer.status === 200) return checked(await wholeOf(answer, METADATA_LIMIT), file.metadata);
    answer.discard(); // Advertised and not there: the file itself has it, too.
  }
  if (file.wheel === null) return metadataOfSdist(file, await whole(file, access));
  const tail = await get(file.url, access, END_OF_ZIP);
  if (tail.status === 200)
    return metadataOfWheel(file, inMemory(checked(await wholeOf(tail, FILE_LIMIT), file.hashes)));
  const ranges = await rangesOf(tail, (range) => get(file.url, access, range));
  return metadataOfWheel(file, ranges ?? inMemory(await whole(file, access)));
}

async function get(url: URL, access: FileAccess, range?: string): Promise<Answer> {
  return ask(access.http, {
    url,
    headers: { "accept-encoding": "identity", ...(range === undefined ? {} : { range }) },
    authorization: isTrustedWay(url) ? access.loginFor(url) : null,
    mayBePrivate: ({ hostname }) => access.hosts.has(hostname),
  });
}

async function whole({ url, hashes }: IndexFile, access: FileAccess): Promise<Uint8Array> {
  const answer = await get(url, access);
  if (answer.status === 200) return checked(await wholeOf(answer, FILE_LIMIT), hashes);
  answer.discard();
  throw new HttpFailure(`the file is answered for with status ${answer.status}`, false);
}

/** Throws UnusableFile where the bytes are not those that the page has the hash of. MD5 and SHA-1 prove nothing. */
function checked(bytes: Uint8Array, hashes: readonly string[]): Uint8Array {
  const known = strongest(hashes);
  if (known === null) return bytes;
  const [algorithm = "", hex] = known.split(":");
  if (createHash(algorithm).update(bytes).digest("hex") === hex) return bytes;
  throw new UnusableFile("what came is not what the page has the hash of");
}

function strongest(hashes: readonly string[]): string | null {
  return (
    ["sha512:", "sha384:", "sha256:"].flatMap(
      (one) => hashes.find((hash) => hash.startsWith(one)) ?? [],
    )[0] ?? null
  );
}

function judged(file: IndexFile, bytes: Uint8Array): FoundMetadata {
  const metadata = parseMetadata(bytes);
  const [own, said] = [parseVersion(file.version), parseVersion(metadata.version ?? "")];
  const project = normalizeName(file.wheel?.name ?? file.name.slice(0, file.name.lastIndexOf("-")));
  if (
    normalizeName(metadata.name ?? "") !== project ||
    !own.ok ||
    !said.ok ||
    compareVersions(own.value, said.value) !== 0
  )
    return { kind: "invalid", reason: "its metadata is that of another release" };
  if (file.wheel !== null || areStatic(metadata, NEEDS)) return { kind: "metadata", metadata };
  const computed = NEEDS.filter((field) => metadata.dynamic.includes(field));
  const reason =
    computed.length === 0
      ? "its metadata, older than version 2.2, cannot be relied on"
      : `its ${computed.join(", ")} is computed when it is built`;
  return { kind: "dynamic", reason };
}

function written(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([createHash("sha256").update(bytes).digest(), bytes]);
}

function readKept(bytes: Uint8Array | null): Uint8Array | null {
  if (bytes === null || bytes.length < 32) return null;
  const body = bytes.subarray(32);
  return createHash("sha256").update(body).digest().equals(bytes.subarray(0, 32)) ? body : null;
}
