import type { ByteReader } from "../byte-reader.ts";
import { BLOCK, decodeName, parseHeader, type Header } from "./header.ts";
import { parsePax, type PaxRecords } from "./pax.ts";
import { isPaxSparse, readOldSparse, readPaxSparse, sparseName, type SparseFile } from "./sparse.ts";

/** Why something of an archive was not read. */
export type TarFailure = "damaged" | "too-large" | "unsupported";

/** What an archive says lies at a path. Paths and targets are as written there: nobody has looked where they lead. */
export type TarMember =
  | TarFile
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "symlink" | "hardlink"; readonly path: string; readonly target: string }
  /** A device or a pipe. */
  | { readonly kind: "other"; readonly path: string }
  | {
      readonly kind: "unreadable";
      readonly path: string;
      readonly code: TarFailure;
      readonly reason: string;
    };

export interface TarFile {
  readonly kind: "file";
  readonly path: string;
  /** With the holes of a sparse file. */
  readonly size: number;
  /** The content where `bytes` was wished; null otherwise. */
  readonly bytes: Uint8Array | null;
  /** Where `stream` was wished: to be read before the next member is asked for, or not at all. Null otherwise. */
  readonly stream: AsyncIterable<Uint8Array> | null;
  /** Where its bytes start in the unpacked archive; null for a sparse file. */
  readonly offset: number | null;
}

/** What is wanted of a file: all of it at once, piece by piece, or only that it is there. */
export type TarWish = "bytes" | "stream" | "nothing";

export interface TarLimits {
  readonly maxEntries: number;
  /** Bytes of a file that is read at once. */
  readonly maxFile: number;
  /** Bytes of the whole archive, unpacked. */
  readonly maxTotal: number;
  /** UTF-16 code units of a path or a link's target. */
  readonly maxName: number;
}

/**
 * The members of a tar in their order; nothing is written, so no path in it matters. A file over its limit costs only
 * itself; damage, which leaves no place to go on from, and a limit of the whole end the archive with one `unreadable`
 * of path "". Never throws for what the archive holds or for what reading it throws.
 *
 * As the tools that unpack images do, it takes links and directories to have no bytes, the end of the input for the end
 * of the archive, and global extended headers for comments.
 */
export async function* readTar(
  reader: ByteReader,
  wish: (path: string, size: number) => TarWish,
  limits: TarLimits,
): AsyncGenerator<TarMember> {
  try {
    for (let entries = 0; ; entries++) {
      const described = await nextMember(reader, limits);
      if (described === null) return;
      if (entries >= limits.maxEntries)
        throw new TarError("too-large", `more than ${limits.maxEntries} entries`);
      if (reader.position + described.stored > limits.maxTotal)
        throw new TarError("too-large", `more than ${limits.maxTotal} bytes`);
      const next = reader.position + padded(described.stored);
      yield described.kind === "file" ? await fileOf(described, reader, wish, limits) : described.member;
      if (!(await reader.skip(next - reader.position))) throw cutOff();
    }
  } catch (error) {
    yield endedBy(error);
  }
}

/** Ends the archive. */
class TarError extends Error {
  readonly code: TarFailure;
  constructor(code: TarFailure, message: string) {
    super(message);
    this.code = code;
  }
}

function damaged(what: string): TarError {
  return new TarError("damaged", what);
}

function cutOff(): TarError {
  return damaged("it ends in the middle of a member");
}

function endedBy(error: unknown): TarMember {
  const reason = error instanceof Error ? error.message : "it is damaged";
  return {
    kind: "unreadable",
    path: "",
    code: codeOf(error),
    reason: `the tar cannot be read further: ${reason}`,
  };
}

/** Unpacking has the same two codes; what else is thrown is damage. */
function codeOf(error: unknown): TarFailure {
  const code = error instanceof Error && "code" in error ? error.code : null;
  return code === "too-large" || code === "unsupported" ? code : "damaged";
}

/** Extended headers of this size hold names and numbers; Go's reader, which unpacks images, has the same bound. */
const MAX_EXTENDED = 1024 * 1024;
/** Extended headers in a row before a member; the tools write at most three. */
const MAX_IN_A_ROW = 100;

/** A member whose bytes, `stored` of them and filled up to whole blocks, come next. */
type Described =
  | { readonly kind: "other"; readonly member: TarMember; readonly stored: number }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly stored: number;
      readonly sparse: SparseFile | null;
    };

interface Extended {
  pax: PaxRecords;
  name: string | null;
  linkName: string | null;
}

/** The next member; null at the end. */
async function nextMember(reader: ByteReader, limits: TarLimits): Promise<Described | null> {
  const extended: Extended = { pax: NO_RECORDS, name: null, linkName: null };
  for (let row = 0; row <= MAX_IN_A_ROW; row++) {
    const isThere = reader.has(BLOCK);
    if (!(isThere === true || (await isThere))) return await atEnd(reader, row);
    const block = reader.take(BLOCK);
    const header = parseHeader(block);
    if (header === "end") return await afterZeros(reader, row);
    if (header === "damaged") throw damaged("a header's checksum or size does not fit");
    if (!EXTENSIONS.has(header.type)) return await describe(header, block, extended, { reader, limits });
    await readExtension(header, extended, reader);
  }
  throw damaged(`more than ${MAX_IN_A_ROW} extended headers in a row`);
}

const NO_RECORDS: PaxRecords = new Map();
/** Of POSIX, Solaris and GNU. */
const EXTENSIONS: ReadonlySet<string> = new Set(["x", "X", "g", "L", "K", "V"]);

async function atEnd(reader: ByteReader, row: number): Promise<null> {
  if ((await reader.some(1)).length > 0 || row > 0) throw cutOff();
  return null;
}

/** Two blocks of zeros end an archive; what follows them no tool reads. One alone hides what follows it from some. */
async function afterZeros(reader: ByteReader, row: number): Promise<null> {
  if (row > 0) throw cutOff();
  if (!(await reader.has(BLOCK)) || parseHeader(reader.take(BLOCK)) === "end") return null;
  throw damaged("a member follows a block of zeros");
}

async function readExtension(header: Header, extended: Extended, reader: ByteReader): Promise<void> {
  if (header.size > MAX_EXTENDED)
    throw new TarError("too-large", `an extended header of ${header.size} bytes`);
  if (!(await reader.has(padded(header.size)))) throw cutOff();
  const bytes = reader.take(padded(header.size)).subarray(0, header.size);
  if (header.type === "L") extended.name = decodeName(bytes);
  else if (header.type === "K") extended.linkName = decodeName(bytes);
  else if (header.type !== "V") {
    const records = parsePax(bytes);
    if (records === null) throw damaged("an extended header does not follow its format");
    // Some readers apply these to every member, others to none: an archive that needs them is two archives.
    if (header.type !== "g") extended.pax = records;
    else if (["path", "linkpath", "size"].some((keyword) => records.has(keyword)))
      throw new TarError("unsupported", "a global header names or sizes every member");
  }
}

interface Place {
  readonly reader: ByteReader;
  readonly limits: TarLimits;
}

async function describe(
  header: Header,
  block: Uint8Array,
  { pax, name, linkName }: Extended,
  { reader, limits }: Place,
): Promise<Described> {
  const path = name ?? sparseName(pax) ?? pax.get("path") ?? header.name;
  const target = linkName ?? pax.get("linkpath") ?? header.linkName;
  const stored = sizeOf(header, pax);
  if (path.length > limits.maxName || target.length > limits.maxName)
    throw new TarError("too-large", `a name of more than ${limits.maxName} characters`);
  if (path === "") throw damaged("a member has no name");
  const plain = (member: TarMember): Described => ({ kind: "other", member, stored: 0 });
  switch (header.type) {
    case "0":
    case "S":
      if (path.endsWith("/")) return { ...plain({ kind: "directory", path }), stored };
      return await describeFile(header, block, { path, stored, pax }, reader);
    case "1":
      return plain({ kind: "hardlink", path, target });
    case "2":
      return plain({ kind: "symlink", path, target });
    case "3":
    case "4":
    case "6":
      return plain({ kind: "other", path });
    case "5":
      return plain({ kind: "directory", path });
    default: {
      const reason = `a member of the type ${JSON.stringify(header.type)} is not known`;
      return { kind: "other", member: { kind: "unreadable", path, code: "unsupported", reason }, stored };
    }
  }
}

function sizeOf(header: Header, pax: PaxRecords): number {
  const text = pax.get("size");
  if (text === undefined) return header.size;
  const size = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(size)) throw damaged("an extended header gives no usable size");
  return size;
}

interface Named {
  readonly path: string;
  readonly stored: number;
  readonly pax: PaxRecords;
}

async function describeFile(
  header: Header,
  block: Uint8Array,
  { path, stored, pax }: Named,
  reader: ByteReader,
): Promise<Described> {
  const isOld = header.type === "S";
  if (!isOld && !isPaxSparse(pax)) return { kind: "file", path, stored, sparse: null };
  // The map may follow, and reading it takes the block away.
  const found = isOld
    ? { file: await readOldSparse(Uint8Array.from(block), reader), mapBytes: 0 }
    : await readPaxSparse(pax, reader, stored);
  const sparse = found?.file ?? null;
  const data = sparse?.parts.reduce((sum, { length }) => sum + length, 0) ?? 0;
  const left = stored - (found?.mapBytes ?? 0);
  if (sparse === null || data > left) throw damaged(`the map of a sparse file does not fit`);
  return { kind: "file", path, stored: left, sparse };
}

async function fileOf(
  { path, stored, sparse }: Extract<Described, { kind: "file" }>,
  reader: ByteReader,
  wish: (path: string, size: number) => TarWish,
  limits: TarLimits,
): Promise<TarMember> {
  const size = sparse?.size ?? stored;
  const file = { kind: "file", path, size, bytes: null, stream: null } as const;
  const offset = sparse === null ? reader.position : null;
  const wished = wish(path, size);
  if (wished === "nothing") return { ...file, offset };
  if (wished === "stream" && sparse === null) return { ...file, stream: streamOf(reader, stored), offset };
  if (wished === "stream")
    return { kind: "unreadable", path, code: "unsupported", reason: "it is a sparse file" };
  if (size > limits.maxFile)
    return { kind: "unreadable", path, code: "too-large", reason: `more than ${limits.maxFile} bytes` };
  return {
    ...file,
    bytes: await contentOf(reader, sparse ?? { size, parts: [{ offset: 0, length: size }] }),
    offset,
  };
}

async function contentOf(reader: ByteReader, { size, parts }: SparseFile): Promise<Uint8Array> {
  const stored = parts.reduce((sum, { length }) => sum + length, 0);
  // Before memory is taken: a size can lie.
  if (!(await reader.has(stored))) throw cutOff();
  const bytes = new Uint8Array(size);
  for (const { offset, length } of parts) bytes.set(reader.take(length), offset);
  return bytes;
}

async function* streamOf(reader: ByteReader, size: number): AsyncGenerator<Uint8Array> {
  const end = reader.position + size;
  while (reader.position < end) {
    const piece = await reader.some(end - reader.position);
    if (piece.length === 0) throw cutOff();
    yield piece;
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}
