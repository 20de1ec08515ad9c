import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeRequirements } from "./requirement-lines/index.ts";
import { spliceBytes, spliceText, type Piece } from "./splice.ts";

const decode = (bytes: Uint8Array): string | null => {
  const decoded = decodeRequirements(bytes);
  return decoded.kind === "text" ? decoded.text : null;
};

const utf32 = (text: string): Buffer => {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0);
  const bytes = Buffer.alloc(4 * points.length);
  points.forEach((point, at) => bytes.writeUInt32LE(point, 4 * at));
  return bytes;
};

/** What a file begins with, how its text is encoded, and what its text may hold besides ASCII. */
const FILES: readonly (readonly [string, (text: string) => Buffer, string])[] = [
  ["", (text) => Buffer.from(text), "é漢😀"],
  ["\ufeff", (text) => Buffer.from(text), "é漢😀"],
  ["\ufeff", (text) => Buffer.from(text, "utf16le"), "é漢😀"],
  ["\ufeff\ufeff", (text) => Buffer.from(text, "utf16le"), "é漢😀"],
  ["\ufeff", (text) => Buffer.from(text, "utf16le").swap16(), "é漢😀"],
  ["\ufeff", utf32, "é漢😀"],
  ["\ufeff", (text) => utf32(text).swap32(), "é漢😀"],
  ["# coding: latin-1\n", (text) => Buffer.from(text, "latin1"), "é\x85ÿ"],
];

test.each(FILES)("%#: every byte outside of a piece stays", (start, encode, odd) => {
  const part = fc.string({ unit: fc.constantFrom(..."a=1\r\n", ...odd), maxLength: 8 });
  fc.assert(
    fc.property(part, part, part, (before, was, after) => {
      const bytes = new Uint8Array(encode(start + before + was + after));
      const shift = (decode(bytes) ?? "").length - before.length - was.length - after.length;
      const piece: Piece = {
        start: shift + before.length,
        end: shift + before.length + was.length,
        text: "==2.0",
      };
      const spliced = spliceBytes(bytes, [piece], decode);
      expect(spliced && Buffer.from(spliced)).toEqual(encode(`${start}${before}==2.0${after}`));
    }),
  );
});

test("several pieces, and two at one place", () => {
  const pieces = [
    { start: 1, end: 2, text: "é" },
    { start: 3, end: 3, text: "1" },
    { start: 3, end: 4, text: "" },
  ];
  expect(spliceText("abcd", pieces)).toBe("aéc1");
  expect(spliceBytes(new Uint8Array(Buffer.from("abcd")), pieces, decode)).toEqual(
    new Uint8Array(Buffer.from("aéc1")),
  );
});

test("an encoding of two bytes a character, and one that nothing is written in", () => {
  const gbk = new Uint8Array(
    Buffer.concat([Buffer.from("# coding: gbk\n# "), Buffer.from([0xd6, 0xd0]), Buffer.from("\na==1\n")]),
  );
  const piece = { start: 19, end: 22, text: "==2" };
  expect(decode(gbk)?.slice(19, 22)).toBe("==1");
  expect(Buffer.from(spliceBytes(gbk, [piece], decode) ?? []).toString("latin1")).toBe(
    "# coding: gbk\n# \xd6\xd0\na==2\n",
  );
  const kana = new Uint8Array(
    Buffer.concat([
      Buffer.from("# coding: shift_jis\n# "),
      Buffer.from([0xb1, 0x83, 0x41]),
      Buffer.from("\na==1\n"),
    ]),
  );
  expect(spliceBytes(kana, [{ start: 26, end: 29, text: "==2" }], decode)).toBeNull();
});
