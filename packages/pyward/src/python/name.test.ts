import { describe, expect, it } from "vitest";
import { isValidName, normalizeName } from "./name.ts";

describe("normalizeName (PEP 503)", () => {
  it.each([
    ["requests", "requests"],
    ["Django", "django"],
    ["zope.interface", "zope-interface"],
    ["jw.util", "jw-util"],
    ["a-_.-b", "a-b"],
    ["a--b", "a-b"],
    ["_a_", "-a-"],
    ["", ""],
  ])("%j → %j", (text, expected) => {
    expect(normalizeName(text)).toBe(expected);
  });
});

describe("isValidName (PEP 508)", () => {
  it.each(["a", "9", "A.b_c-D", "a--b"])("takes %j", (text) => {
    expect(isValidName(text)).toBe(true);
  });

  it.each(["", "-a", "a_", "a.", "a b", "\u017fa", "a\n", "\u212a", "a\u0661"])("refuses %j", (text) => {
    expect(isValidName(text)).toBe(false);
  });
});
