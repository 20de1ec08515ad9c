/** The text of a requirements file, or why it has none. */
export type Decoded =
  | { readonly kind: "text"; readonly text: string }
  /** `encoding` is one of the names below, never text of the file. */
  | { readonly kind: "undecodable"; readonly encoding: string }
  | { readonly kind: "unknown-encoding" };

type Decoder = (bytes: Uint8Array) => string | null;

/**
 * Decodes as pip does: a byte order mark decides; else a PEP 263 declaration at the start of line 1 or 2; else UTF-8.
 * Where pip falls back to the locale's encoding, the file is undecodable: the result must not depend on the machine.
 */
export function decodeRequirements(bytes: Uint8Array): Decoded {
  for (const { mark, encoding, decode } of MARKS) {
    if (startsWith(bytes, mark)) return decoded(encoding, decode(bytes.subarray(mark.length)));
  }
  const declared = declaredEncoding(bytes);
  if (declared === null) return decoded("UTF-8", utf8(bytes));
  const codec = CODECS.get(declared) ?? whatwgCodec(declared);
  if (codec === null) return { kind: "unknown-encoding" };
  return decoded("the declared encoding", codec(bytes));
}

function decoded(encoding: string, text: string | null): Decoded {
  return text === null ? { kind: "undecodable", encoding } : { kind: "text", text };
}

function whatwg(label: string): Decoder {
  return (bytes) => {
    try {
      return new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  };
}

const utf8 = whatwg("utf-8");

/**
 * The mark of UTF-32-LE begins with that of UTF-16-LE: the order matters. pip cuts the mark off and then lets Python's
 * `utf-16` and `utf-32` look for one again, where the order is that of the machine, which is little-endian.
 */
const MARKS: readonly {
  readonly mark: readonly number[];
  readonly encoding: string;
  readonly decode: Decoder;
}[] = [
  { mark: [0xef, 0xbb, 0xbf], encoding: "UTF-8", decode: utf8 },
  { mark: [0xff, 0xfe, 0x00, 0x00], encoding: "UTF-32", decode: (bytes) => withoutMark(utf32(bytes, true)) },
  { mark: [0x00, 0x00, 0xfe, 0xff], encoding: "UTF-32", decode: (bytes) => utf32(bytes, false) },
  { mark: [0xff, 0xfe], encoding: "UTF-16", decode: (bytes) => withoutMark(whatwg("utf-16le")(bytes)) },
  { mark: [0xfe, 0xff], encoding: "UTF-16", decode: whatwg("utf-16be") },
];

function withoutMark(text: string | null): string | null {
  return text?.startsWith("\ufeff") ? text.slice(1) : text;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte);
}

/** TextDecoder has no UTF-32. Surrogates and values past U+10FFFF are errors, as in Python. */
function utf32(bytes: Uint8Array, isLittle: boolean): string | null {
  if (bytes.length % 4 !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: string[] = [];
  let points: number[] = [];
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const point = view.getUint32(offset, isLittle);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return null;
    points.push(point);
    if (points.length === 4096) {
      parts.push(String.fromCodePoint(...points));
      points = [];
    }
  }
  parts.push(String.fromCodePoint(...points));
  return parts.join("");
}

/** ISO 8859-1 proper, where WHATWG reads windows-1252; `highest` 0x7f makes it ASCII. */
function singleByte(highest: number): Decoder {
  return (bytes) => {
    const parts: string[] = [];
    for (let start = 0; start < bytes.length; start += 4096) {
      const chunk = bytes.subarray(start, start + 4096);
      if (highest < 0xff && chunk.some((byte) => byte > highest)) return null;
      parts.push(String.fromCharCode(...chunk));
    }
    return parts.join("");
  };
}

/** Python's own names of codecs that TextDecoder lacks, or reads otherwise; spelled as `codecKey` makes them. */
const CODECS: ReadonlyMap<string, Decoder> = new Map(
  Object.entries({
    utf_8: utf8,
    utf8,
    u8: utf8,
    utf: utf8,
    cp65001: utf8,
    utf_8_sig: utf8,
    ascii: singleByte(0x7f),
    us_ascii: singleByte(0x7f),
    "646": singleByte(0x7f),
    latin_1: singleByte(0xff),
    latin1: singleByte(0xff),
    latin: singleByte(0xff),
    l1: singleByte(0xff),
    iso_8859_1: singleByte(0xff),
    iso8859_1: singleByte(0xff),
    iso_ir_100: singleByte(0xff),
    "8859": singleByte(0xff),
    cp819: singleByte(0xff),
    utf_16: whatwg("utf-16le"),
    utf_16_le: whatwg("utf-16le"),
    utf_16_be: whatwg("utf-16be"),
    utf_32: (bytes: Uint8Array) => utf32(bytes, true),
    utf_32_le: (bytes: Uint8Array) => utf32(bytes, true),
    utf_32_be: (bytes: Uint8Array) => utf32(bytes, false),
  }),
);

/** Further encodings by the WHATWG label that the Python name spells. */
function whatwgCodec(key: string): Decoder | null {
  const dashed = key.replaceAll("_", "-");
  for (const label of [
    dashed,
    key,
    dashed.replace("cp", "windows-"),
    dashed.replace("iso8859", "iso-8859"),
  ]) {
    try {
      return whatwg(new TextDecoder(label).encoding);
    } catch {
      continue;
    }
  }
  return null;
}

/** PEP 263: `coding[:=]\s*([-\w.]+)` in line 1 or 2, where that line begins with `#`. Lines end at LF only. */
function declaredEncoding(bytes: Uint8Array): string | null {
  let start = 0;
  for (let line = 0; line < 2; line++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found === -1 ? bytes.length : found;
    if (bytes[start] === 0x23) {
      const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 4096)));
      const match = /coding[:=][ \t\n\r\f\v]*([-A-Za-z0-9_.]+)/.exec(text);
      if (match?.[1] !== undefined) return codecKey(match[1]);
    }
    if (found === -1) return null;
    start = end + 1;
  }
  return null;
}

/** Python compares names of codecs in lower case, with every run of other characters as one underscore. */
function codecKey(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "_");
}
