import { expect, test } from "vitest";
import { isPythonSpace, trimPythonSpace } from "./white-space.ts";

test("white space is Python's, not JavaScript's", () => {
  const spaces = Array.from({ length: 0x10000 }, (_, code) => code).filter(isPythonSpace);
  const expected = [
    9, 10, 11, 12, 13, 0x1c, 0x1d, 0x1e, 0x1f, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003,
    0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000,
  ];
  expect(spaces).toEqual(expected);
});

test("a byte order mark is not trimmed, a unit separator is", () => {
  expect(trimPythonSpace("\u001f \ufeffa\u0085")).toBe("\ufeffa");
  expect(trimPythonSpace(" \t ")).toBe("");
});
