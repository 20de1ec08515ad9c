import { expect, test } from "vitest";
import { readText, summarize, summarizeGaps } from "./memory-project.ts";

const TEXT = "# é\ndjango==2.2.0 # 😀\n";
const utf16 = (text: string): Buffer => Buffer.from(text, "utf16le");
const utf32 = (text: string, isLittle: boolean): Uint8Array => {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const view = new DataView(new ArrayBuffer(points.length * 4));
  for (const [index, point] of points.entries()) view.setUint32(index * 4, point, isLittle);
  return new Uint8Array(view.buffer);
};

test.each([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a mark", Buffer.from(`\ufeff${TEXT}`)],
  ["UTF-16 LE with a mark", utf16(`\ufeff${TEXT}`)],
  ["UTF-16 BE with a mark", utf16(`\ufeff${TEXT}`).swap16()],
  ["UTF-32 LE with a mark, which begins like UTF-16 LE's", utf32(`\ufeff${TEXT}`, true)],
  ["UTF-32 BE with a mark", utf32(`\ufeff${TEXT}`, false)],
  ["Latin-1, declared in line 1", Buffer.from("# coding: latin-1 \xe9\ndjango==2.2.0\n", "latin1")],
  [
    "Latin-1, declared in line 2",
    Buffer.from("\n# vim: set fileencoding=iso-8859-15 : \xe9\ndjango==2.2.0\n", "latin1"),
  ],
  ["declared UTF-8", Buffer.from("# -*- coding: utf_8 -*-\ndjango==2.2.0 # é\n")],
])("reads %s", async (_, bytes) => {
  const inventory = await readText(new Uint8Array(bytes));
  expect([summarize(inventory), inventory.gaps]).toEqual([["django==2.2.0"], []]);
});

test.each([
  ["bytes that are not UTF-8", Buffer.from("django==2.2.0 # \xe9\n", "latin1")],
  ["a declaration in line 3", Buffer.from("\n\n# coding: latin-1\ndjango==2.2.0 # \xe9\n", "latin1")],
  ["a declaration that is indented", Buffer.from(" # coding: latin-1\ndjango==2.2.0 # \xe9\n", "latin1")],
  ["an unknown encoding", Buffer.from("# coding: no-such\ndjango==2.2.0\n")],
  ["ASCII that is none", Buffer.from("# coding: ascii\ndjango==2.2.0 # é\n")],
  ["half a UTF-32 character", Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0])],
  ["null characters", Buffer.from("\x7fELF\0\0\0django==2.2.0\n")],
])("has one gap for %s", async (_, bytes) => {
  const inventory = await readText(new Uint8Array(bytes));
  expect([summarize(inventory), summarizeGaps(inventory)]).toEqual([
    [],
    ["requirements.txt unparsable-file"],
  ]);
});

test("counts places in the decoded text, without its mark", async () => {
  const text = "# 😀\nflask==1.0\n";
  const { dependencies } = await readText(new Uint8Array(utf16(`\ufeff${text}`)));
  const [origin] = dependencies[0]?.origins ?? [];
  expect(text.slice(origin?.span?.start, origin?.span?.end)).toBe("==1.0");
});
