import { crc32 } from "node:zlib";

import { damaged } from "./layout.ts";

/**
 * A hash table in pages of 512 bytes: CRC-32 of the rest, number of entries, then entries of twelve bytes
 * (hash, offset, length) in the order of their hashes. A key lives in page `hash % pages` or, where that is full, in the next one. A lookup reads
 * one page whatever the size of the table, and a damaged page can never pass for "not there".
 */
export const PAGE_SIZE = 512;
const HEAD = 8;
const ENTRY = 12;
const CAPACITY = (PAGE_SIZE - HEAD) / ENTRY;
/** Entries a page on average: two thirds full, so that few overflow. */
const TARGET = 28;

export interface TableEntry {
  readonly hash: number;
  readonly offset: number;
  readonly length: number;
}

/** The same entries in the same order give the same bytes. */
export function encodeTable(entries: readonly TableEntry[]): Uint8Array {
  const pages = Array.from(
    { length: Math.max(1, Math.ceil(entries.length / TARGET)) },
    (): TableEntry[] => [],
  );
  for (const entry of entries) {
    let place = entry.hash % pages.length;
    while ((pages[place]?.length ?? 0) >= CAPACITY) place = (place + 1) % pages.length;
    pages[place]?.push(entry);
  }
  return Buffer.concat(pages.map(encodePage));
}

/** Ascending by hash; the sort is stable, so entries of one hash stay in the order in which they were added. */
function encodePage(entries: readonly TableEntry[]): Uint8Array {
  const bytes = Buffer.alloc(PAGE_SIZE);
  bytes.writeUInt32LE(entries.length, 4);
  entries
    .toSorted((a, b) => a.hash - b.hash)
    .forEach((entry, index) => {
      bytes.writeUInt32LE(entry.hash, HEAD + index * ENTRY);
      bytes.writeUInt32LE(entry.offset, HEAD + index * ENTRY + 4);
      bytes.writeUInt32LE(entry.length, HEAD + index * ENTRY + 8);
    });
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

/**
 * The entries with this hash, in the order in which they were added. `readPage(n)` gives page `n` of `pages`,
 * checked (`checkPage`).
 */
export function findEntries(
  pages: number,
  hash: number,
  readPage: (page: number) => Uint8Array,
): readonly TableEntry[] {
  const found: TableEntry[] = [];
  for (let step = 0; step < pages; step++) {
    const bytes = readPage((hash + step) % pages);
    const page = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const count = page.getUint32(4, true);
    for (let index = firstNotBelow(page, count, hash); index < count; index++) {
      const at = HEAD + index * ENTRY;
      if (page.getUint32(at, true) !== hash) break;
      found.push({ hash, offset: page.getUint32(at + 4, true), length: page.getUint32(at + 8, true) });
    }
    if (count < CAPACITY) break;
  }
  return found;
}

/** The page as it was read, if it is whole. Throws PywardError `bad-database` if it is not. */
export function checkPage(bytes: Uint8Array): Uint8Array {
  const page = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (crc32(bytes.subarray(4)) !== page.getUint32(0, true) || page.getUint32(4, true) > CAPACITY)
    throw damaged("a table of the advisory database is damaged");
  return bytes;
}

function firstNotBelow(page: DataView, count: number, hash: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (page.getUint32(HEAD + middle * ENTRY, true) < hash) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** FNV-1a over UTF-16 code units, with a final mix because the low bits choose the page. */
export function hashKey(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Ids compare without regard to ASCII case; other letters are left alone. */
export function idKey(id: string): string {
  return id.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
