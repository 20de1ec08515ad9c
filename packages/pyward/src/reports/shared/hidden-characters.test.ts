import { expect, test } from "vitest";
import { HIDDEN_ABOVE_ASCII, isHidden } from "./hidden-characters.ts";

// Unicode's own word on it, in the version of this Node: where a new version adds one, the list is to be extended.
const UNICODE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

test("holds every control, format, surrogate, separator and ignorable character of Unicode", () => {
  const missing: string[] = [];
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint++) {
    if (UNICODE.test(String.fromCodePoint(codePoint)) && !isHidden(codePoint))
      missing.push(codePoint.toString(16));
  }
  expect(missing).toEqual([]);
});

test("holds no character that people read", () => {
  for (const character of "aZ09~éßñяЖ依한あ👍→·… \u00a0\u0301") {
    expect(isHidden(character.codePointAt(0) ?? 0)).toBe(false);
  }
});

test("the pattern matches what the list holds, above ASCII", () => {
  for (const codePoint of [0x7f, 0x9b, 0xad, 0x202e, 0xd800, 0xfeff, 0xe0041]) {
    expect(String.fromCodePoint(codePoint).replace(HIDDEN_ABOVE_ASCII, "")).toBe("");
  }
  expect("aé依👍".replace(HIDDEN_ABOVE_ASCII, "")).toBe("aé依👍");
});
