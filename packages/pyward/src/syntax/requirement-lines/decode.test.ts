import { expect, test } from "vitest";
import { decodeRequirements } from "./decode.ts";

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"));

test.each([
  ["# coding: latin-1\n\x85\xe9", "# coding: latin-1\n\u0085é"],
  ["# coding=cp1252\n\x80", "# coding=cp1252\n€"],
  ["# coding: koi8-r\n\xc1", "# coding: koi8-r\nа"],
  ["# coding: cp1251\n\xe0", "# coding: cp1251\nа"],
  ["# coding: iso8859_15\n\xa4", "# coding: iso8859_15\n€"],
  ["\n#-*- encoding: Latin_1 -*-\n\xe9", "\n#-*- encoding: Latin_1 -*-\né"],
])("%j is decoded by what it declares", (bytes, text) => {
  expect(decodeRequirements(latin1(bytes))).toEqual({ kind: "text", text });
});

test("a second mark is text, but for those that Python's codecs look for themselves", () => {
  const utf16 = Buffer.from("\ufeff\ufeffa", "utf16le");
  expect(decodeRequirements(new TextEncoder().encode("\ufeff\ufeffa"))).toEqual({
    kind: "text",
    text: "\ufeffa",
  });
  expect(decodeRequirements(new Uint8Array(utf16))).toEqual({ kind: "text", text: "a" });
  expect(decodeRequirements(new Uint8Array(utf16.swap16()))).toEqual({ kind: "text", text: "\ufeffa" });
});

test("says what a file is not, in words of ours", () => {
  expect(decodeRequirements(latin1("\xff"))).toEqual({ kind: "undecodable", encoding: "UTF-8" });
  expect(decodeRequirements(latin1("\xff\xfe\x00"))).toEqual({ kind: "undecodable", encoding: "UTF-16" });
  expect(decodeRequirements(latin1("\xff\xfe\0\0\xff\xff\xff\xff"))).toEqual({
    kind: "undecodable",
    encoding: "UTF-32",
  });
  expect(decodeRequirements(latin1("# coding: \u001b[31m-evil"))).toEqual({
    kind: "text",
    text: "# coding: \u001b[31m-evil",
  });
  expect(decodeRequirements(latin1("# coding: evil"))).toEqual({ kind: "unknown-encoding" });
});
