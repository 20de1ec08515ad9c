import { createHash } from "node:crypto";
import { readPackedTar } from "../archive/tar/index.ts";
import { openZip, type ZipBytes } from "../archive/zip/open-zip.ts";
import { ask, wholeOf, type Answer } from "../host/ask.ts";
import { HttpFailure } from "../host/index.ts";
import { parseMetadata, type CoreMetadata } from "../python/core-metadata.ts";
import { compareVersions, normalizeName, parseVersion } from "../python/index.ts";
import { mayTell, type IndexAccess } from "./fetch-page.ts";
import type { IndexFile } from "./page/project-page.ts";
import { rangesOf } from "./ranges.ts";

export type FoundMetadata =
  | { readonly kind: "metadata"; readonly metadata: CoreMetadata }
  /** Only a build could say what it needs, and nothing is built. */
  | { readonly kind: "dynamic"; readonly reason: string }
  | { readonly kind: "failed"; readonly reason: string };

export interface FileAccess extends IndexAccess {
  /** What an origin is to be told. */
  readonly loginFor: (url: URL) => string | null;
}

/** Where the end of a zip may lie with the longest comment, and with it nearly every directory and METADATA: builders put them last. */
const END_OF_ZIP = "bytes=-65600";
const METADATA_LIMIT = 8 * 1024 * 1024;
const FILE_LIMIT = 256 * 1024 * 1024;
const ZIP_LIMITS = { maxEntries: 200_000, maxTotal: METADATA_LIMIT };
const TAR_LIMITS = {
  maxEntries: 200_000,
  maxFile: METADATA_LIMIT,
  maxTotal: 2 * 1024 * 1024 * 1024,
  maxName: 4096,
  maxRatio: 1000,
  ratioFrom: 64 * 1024 * 1024,
};

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
    if (isLasting && result.kind !== "failed") access.kept.put(key, written(bytes));
    return result;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return failed(error.message);
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
  if (file.wheel === null) return fromSdist(file, await whole(file, access));
  const tail = await get(file.url, access, END_OF_ZIP);
  if (tail.status === 200)
    return fromWheel(file, inMemory(checked(await wholeOf(tail, FILE_LIMIT), file.hashes)));
  const ranges = await rangesOf(tail, (range) => get(file.url, access, range));
  return fromWheel(file, ranges ?? inMemory(await whole(file, access)));
}

async function get(url: URL, access: FileAccess, range?: string): Promise<Answer> {
  return ask(access.http, {
    url,
    headers: { "accept-encoding": "identity", ...(range === undefined ? {} : { range }) },
    authorization: mayTell(url) ? access.loginFor(url) : null,
    mayBePrivate: ({ hostname }) => access.hosts.has(hostname),
  });
}

async function whole({ url, hashes }: IndexFile, access: FileAccess): Promise<Uint8Array> {
  const answer = await get(url, access);
  if (answer.status === 200) return checked(await wholeOf(answer, FILE_LIMIT), hashes);
  answer.discard();
  throw new HttpFailure(`the file is answered for with status ${answer.status}`, false);
}

/** Throws HttpFailure where the bytes are not those that the page has the hash of. MD5 and SHA-1 prove nothing. */
function checked(bytes: Uint8Array, hashes: readonly string[]): Uint8Array {
  const known = strongest(hashes);
  if (known === null) return bytes;
  const [algorithm = "", hex] = known.split(":");
  if (createHash(algorithm).update(bytes).digest("hex") === hex) return bytes;
  throw new HttpFailure("what came is not what the page has the hash of", false);
}

function strongest(hashes: readonly string[]): string | null {
  return (
    ["sha512:", "sha384:", "sha256:"].flatMap(
      (one) => hashes.find((hash) => hash.startsWith(one)) ?? [],
    )[0] ?? null
  );
}

function inMemory(bytes: Uint8Array): ZipBytes {
  return { size: bytes.length, read: async (offset, length) => bytes.subarray(offset, offset + length) };
}

async function fromWheel({ name }: IndexFile, bytes: ZipBytes): Promise<Uint8Array> {
  const project = normalizeName(name.slice(0, name.indexOf("-")));
  const isWanted = (path: string): boolean => {
    const folder = /^([^/]{1,500})-[^/-]{1,200}\.dist-info\/METADATA$/.exec(path)?.[1];
    return folder !== undefined && normalizeName(folder) === project;
  };
  const { entries, problem } = await openZip(bytes, isWanted, ZIP_LIMITS);
  const found = entries.filter(({ path }) => isWanted(path));
  const [entry] = found;
  const read = entry?.read ?? null;
  if (found.length !== 1 || read === null)
    throw new HttpFailure(
      problem === null ? "the wheel has not one METADATA" : "the wheel cannot be read",
      false,
    );
  const member = await read(METADATA_LIMIT);
  if (member.kind === "file") return member.bytes;
  throw new HttpFailure("the METADATA of the wheel cannot be read", false);
}

async function fromSdist({ name }: IndexFile, bytes: Uint8Array): Promise<Uint8Array> {
  const isWanted = (path: string): boolean => /^[^/]{1,500}\/PKG-INFO$/.test(path);
  if (name.endsWith(".zip")) {
    const { entries } = await openZip(inMemory(bytes), isWanted, ZIP_LIMITS);
    const member = await entries.find(({ path }) => isWanted(path))?.read?.(METADATA_LIMIT);
    if (member?.kind === "file") return member.bytes;
  } else {
    async function* pieces() {
      yield bytes;
    }
    for await (const member of readPackedTar(
      pieces(),
      (path) => (isWanted(path) ? "bytes" : "nothing"),
      TAR_LIMITS,
    ))
      if (member.kind === "file" && member.bytes !== null) return Uint8Array.from(member.bytes);
  }
  throw new HttpFailure("the source distribution has no PKG-INFO that can be read", false);
}

const FIRST_STATIC = parseVersion("2.2");

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
    return failed("its metadata is that of another release");
  if (file.wheel !== null) return { kind: "metadata", metadata };
  const version = parseVersion(metadata.metadataVersion ?? "");
  const isStatic = version.ok && FIRST_STATIC.ok && compareVersions(version.value, FIRST_STATIC.value) >= 0;
  if (!isStatic)
    return { kind: "dynamic", reason: "its metadata, older than version 2.2, cannot be relied on" };
  const dynamic = ["requires-dist", "requires-python"].find((field) => metadata.dynamic.includes(field));
  if (dynamic !== undefined)
    return { kind: "dynamic", reason: `its ${dynamic} is computed when it is built` };
  return { kind: "metadata", metadata };
}

function written(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([createHash("sha256").update(bytes).digest(), bytes]);
}

function readKept(bytes: Uint8Array | null): Uint8Array | null {
  if (bytes === null || bytes.length < 32) return null;
  const body = bytes.subarray(32);
  return createHash("sha256").update(body).digest().equals(bytes.subarray(0, 32)) ? body : null;
}
