import type { ByteReader } from "../byte-reader.ts";
import { BLOCK, numberAt } from "./header.ts";
import type { PaxRecords } from "./pax.ts";

/** A part of a sparse file that is stored; what is between the parts is zeros. */
interface Part {
  readonly offset: number;
  readonly length: number;
}

/** A file with holes: how long it is with them, and which parts of it are stored one after another. */
export interface SparseFile {
  readonly size: number;
  readonly parts: readonly Part[];
}

/** More parts than any file of an image has; a map is read into memory. */
const MAX_PARTS = 100_000;

/** The old form of GNU tar: four parts in the header, then blocks of 21. Null where it is damaged. */
export async function readOldSparse(header: Uint8Array, reader: ByteReader): Promise<SparseFile | null> {
  const size = numberAt(header, 483, 12);
  const numbers = numbersAt(header, 386, 4);
  let isContinued = header[482] !== 0;
  while (isContinued) {
    if (numbers.length > 2 * MAX_PARTS || !(await reader.has(BLOCK))) return null;
    const block = reader.take(BLOCK);
    numbers.push(...numbersAt(block, 0, 21));
    isContinued = block[504] !== 0;
  }
  return sparseFile(size, numbers);
}

/** Pairs of offset and length up to the first empty place. A damaged number is NaN. */
function numbersAt(block: Uint8Array, start: number, pairs: number): number[] {
  const numbers: number[] = [];
  for (let at = start; at < start + 24 * pairs && block[at] !== 0; at += 12) {
    numbers.push(numberAt(block, at, 12) ?? Number.NaN);
  }
  return numbers;
}

/** The name that a sparse file has in the extended headers; the one in the header is made up. */
export function sparseName(pax: PaxRecords): string | null {
  return pax.get("GNU.sparse.name") ?? null;
}

/** Whether the extended headers make the member sparse, in any of the forms 0.0, 0.1 and 1.0. */
export function isPaxSparse(pax: PaxRecords): boolean {
  return pax.has("GNU.sparse.map") || pax.get("GNU.sparse.major") === "1";
}

/** By extended headers. Form 1.0 keeps its map before the data, which is read here: `mapBytes` of the stored size. */
export async function readPaxSparse(
  pax: PaxRecords,
  reader: ByteReader,
  stored: number,
): Promise<{ readonly file: SparseFile; readonly mapBytes: number } | null> {
  const size = Number(pax.get("GNU.sparse.realsize") ?? pax.get("GNU.sparse.size") ?? Number.NaN);
  const inHeader = pax.get("GNU.sparse.map");
  if (inHeader !== undefined) {
    const file = sparseFile(size, inHeader.split(",").map(Number));
    return file === null ? null : { file, mapBytes: 0 };
  }
  const start = reader.position;
  const numbers = await readMap(reader, stored);
  const file = numbers === null ? null : sparseFile(size, numbers);
  return file === null ? null : { file, mapBytes: reader.position - start };
}

/** How many parts, then offset and length of each: decimal numbers, each on a line, filled up to whole blocks. */
async function readMap(reader: ByteReader, stored: number): Promise<readonly number[] | null> {
  let text = "";
  let newlines = 0;
  let wanted: number | null = null;
  for (let read = 0; wanted === null || newlines < wanted; read += BLOCK) {
    if (read >= stored || text.length > 40 * MAX_PARTS || !(await reader.has(BLOCK))) return null;
    const block = Buffer.from(reader.take(BLOCK)).toString("latin1");
    text += block;
    newlines += block.split("\n").length - 1;
    if (newlines > 0) wanted ??= 1 + 2 * Number(text.slice(0, text.indexOf("\n")));
    if (wanted !== null && !(wanted <= 1 + 2 * MAX_PARTS)) return null;
  }
  return text.split("\n").slice(1, wanted).map(Number);
}

function sparseFile(size: number | null, numbers: readonly number[]): SparseFile | null {
  if (size === null || !isNatural(size) || numbers.length % 2 !== 0) return null;
  const parts: Part[] = [];
  let end = 0;
  for (let at = 0; at < numbers.length; at += 2) {
    const [offset, length] = [numbers[at] ?? 0, numbers[at + 1] ?? 0];
    if (!isNatural(offset) || !isNatural(length) || offset < end || offset + length > size) return null;
    end = offset + length;
    if (length > 0) parts.push({ offset, length });
  }
  return parts.length > MAX_PARTS ? null : { size, parts };
}

function isNatural(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
