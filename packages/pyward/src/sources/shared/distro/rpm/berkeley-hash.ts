import { joinPieces, RpmDamage, viewNumbers, type NumberView } from "./damage.ts";

const MAGIC = 0x00061561;
const PAGE_HEADER = 26;
const OVERFLOW_PAGE = 7;
const META_PAGE = 8;
/** Hash pages, sorted and, before Berkeley DB 4.6, not. */
const HASH_PAGES: readonly number[] = [13, 2];
/** Kinds of items: in the page, or in a chain of overflow pages. */
const IN_PAGE = 1;
const OFF_PAGE = 3;

/**
 * The headers in a hash of Berkeley DB, `Packages` of Red Hat Enterprise Linux up to 8 (Berkeley DB, dbinc/db_page.h). Either order of bytes. Throws
 * RpmDamage, also in the middle.
 */
export function* headersInBerkeleyHash(file: Uint8Array): Generator<Uint8Array> {
  const isLittle = file.length >= 16 && viewNumbers(file, true).u32(12) === MAGIC;
  const view = viewNumbers(file, isLittle);
  if (file.length < 512 || view.u32(12) !== MAGIC || view.u8(25) !== META_PAGE)
    throw new RpmDamage("it is no hash of Berkeley DB");
  const size = view.u32(20);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0) throw new RpmDamage("its page size is wrong");
  if (view.u8(24) !== 0 || view.u8(26) !== 0) throw new RpmDamage("it is encrypted or has checksums");
  const pages = pagesOf(view, size, isLittle);
  for (let number = 1; number <= view.u32(32); number++) {
    const page = pages.at(number);
    if (HASH_PAGES.includes(page.u8(25))) yield* headersIn(pages, page);
  }
}

interface Pages {
  readonly size: number;
  at(number: number): NumberView;
  /** Each overflow page belongs to one value. */
  takeOverflow(number: number): NumberView;
}

function pagesOf(view: NumberView, size: number, isLittle: boolean): Pages {
  const taken = new Set<number>();
  const at = (number: number): NumberView => viewNumbers(view.bytes(number * size, size), isLittle);
  const takeOverflow = (number: number): NumberView => {
    const page = at(number);
    if (taken.has(number) || page.u8(25) !== OVERFLOW_PAGE)
      throw new RpmDamage(`page ${number} is not where a header goes on`);
    taken.add(number);
    return page;
  };
  return { size, at, takeOverflow };
}

/** Keys and values take turns. The value of key 0 is no header: it counts the packages. */
function* headersIn(pages: Pages, page: NumberView): Generator<Uint8Array> {
  const items = page.u16(20);
  if (items % 2 !== 0) throw new RpmDamage("a key in it has no value");
  for (let at = 0; at < items; at += 2) {
    const key = itemAt(pages, page, at);
    if (key.length !== 4) throw new RpmDamage("a key in it is no number");
    if (key.some((byte) => byte !== 0)) yield itemAt(pages, page, at + 1);
  }
}

/** Items lie from the page's end towards its start, each up to where the one before it begins. */
function itemAt(pages: Pages, page: NumberView, index: number): Uint8Array {
  const start = page.u16(PAGE_HEADER + 2 * index);
  const end = index === 0 ? pages.size : page.u16(PAGE_HEADER + 2 * (index - 1));
  const kind = page.u8(start);
  if (kind === IN_PAGE) return page.bytes(start + 1, end - start - 1);
  if (kind !== OFF_PAGE) throw new RpmDamage("a value in it is of an unknown kind");
  return overflowAt(pages, page.u32(start + 4), page.u32(start + 8));
}

function overflowAt(pages: Pages, first: number, length: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let found = 0;
  for (let number = first; number !== 0 && found < length;) {
    const page = pages.takeOverflow(number);
    const piece = page.bytes(PAGE_HEADER, page.u16(22));
    pieces.push(piece);
    found += piece.length;
    number = page.u32(16);
  }
  if (found !== length) throw new RpmDamage("a header in it is cut off");
  return joinPieces(pieces);
}
