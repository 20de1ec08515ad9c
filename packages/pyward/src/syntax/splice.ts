/** What takes the place of a piece of a text. In UTF-16 code units; half-open. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** How a text lies in bytes. */
interface Layout {
  /** Bytes of the byte order marks that are no part of the text. */
  readonly mark: number;
  /** Bytes that a part of the text takes. */
  length(part: string): number;
  encode(part: string): Uint8Array;
}

/** The text with the pieces put in. They are in order and do not overlap. */
export function spliceText(text: string, pieces: readonly Piece[]): string {
  let result = "";
  let from = 0;
  for (const { start, end, text: put } of pieces) {
    result += text.slice(from, start) + put;
    from = end;
  }
  return result + text.slice(from);
}

/**
 * The same in the bytes that the text was read from: each byte outside of the pieces stays. `decode` is how it was read; what comes
 * out, decoded, is the text with the pieces put in. Null: the encoding is one that nothing is written in.
 */
export function spliceBytes(
  bytes: Uint8Array,
  pieces: readonly Piece[],
  decode: (bytes: Uint8Array) => string | null,
): Uint8Array | null {
  const text = decode(bytes);
  if (text === null) return null;
  const expected = spliceText(text, pieces);
  for (const layout of layoutsOf(bytes)) {
    const spliced = splice({ bytes, text, layout }, pieces);
    if (spliced !== null && decode(spliced) === expected) return spliced;
  }
  return null;
}

interface Laid {
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly layout: Layout;
}

/** Null: the bytes are not laid out so. */
function splice({ bytes, text, layout }: Laid, pieces: readonly Piece[]): Uint8Array | null {
  const parts: Uint8Array[] = [];
  let [from, at, offset] = [0, 0, layout.mark];
  const pass = (to: number): number => {
    offset += layout.length(text.slice(at, to));
    at = to;
    return offset;
  };
  for (const piece of pieces) {
    parts.push(bytes.subarray(from, pass(piece.start)), layout.encode(piece.text));
    from = pass(piece.end);
  }
  if (pass(text.length) !== bytes.length) return null;
  return new Uint8Array(Buffer.concat([...parts, bytes.subarray(from)]));
}

/** Those that the first bytes allow, the likeliest first. */
function layoutsOf(bytes: Uint8Array): readonly Layout[] {
  const begins = (at: number, ...mark: readonly number[]): boolean =>
    mark.every((byte, index) => bytes[at + index] === byte);
  const both = (make: (mark: number) => Layout, size: number): readonly Layout[] => [
    make(size),
    make(2 * size),
  ];
  if (begins(0, 0xff, 0xfe, 0, 0)) return both((mark) => utf32(mark, true), 4);
  if (begins(0, 0, 0, 0xfe, 0xff)) return both((mark) => utf32(mark, false), 4);
  if (begins(0, 0xff, 0xfe)) return both((mark) => utf16(mark, true), 2);
  if (begins(0, 0xfe, 0xff)) return both((mark) => utf16(mark, false), 2);
  if (begins(0, 0xef, 0xbb, 0xbf)) return [utf8(3), utf8(0)];
  return [utf8(0), SINGLE_BYTE, DOUBLE_BYTE];
}

function utf8(mark: number): Layout {
  return { mark, length: (part) => Buffer.byteLength(part), encode: (part) => Buffer.from(part) };
}

function utf16(mark: number, isLittle: boolean): Layout {
  const encode = (part: string): Uint8Array => {
    const encoded = Buffer.from(part, "utf16le");
    return isLittle ? encoded : encoded.swap16();
  };
  return { mark, length: (part) => 2 * part.length, encode };
}

function utf32(mark: number, isLittle: boolean): Layout {
  const encode = (part: string): Uint8Array => {
    const points = [...part].map((character) => character.codePointAt(0) ?? 0);
    const encoded = Buffer.alloc(4 * points.length);
    points.forEach((point, at) =>
      isLittle ? encoded.writeUInt32LE(point, 4 * at) : encoded.writeUInt32BE(point, 4 * at),
    );
    return encoded;
  };
  return { mark, length: (part) => 4 * [...part].length, encode };
}

/** Of what is written, in all encodings that pip reads besides. */
const ascii = (part: string): Uint8Array => Buffer.from(part, "latin1");
const SINGLE_BYTE: Layout = { mark: 0, length: (part) => part.length, encode: ascii };
/** Shift JIS, GBK, Big5, EUC: mostly. */
const DOUBLE_BYTE: Layout = {
  mark: 0,
  length: (part) => part.length + part.replaceAll(/[\0-\x7f]/g, "").length,
  encode: ascii,
};
