import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { neutralise, SHOWN_LIMIT } from "./neutralise.ts";

const HOSTILE: readonly (readonly [what: string, text: string, shown: string])[] = [
  ["clear screen", "\x1b[2Jdjango", "\\x1b[2Jdjango"],
  ["colour", "\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"],
  ["window title", "\x1b]0;owned\x07", "\\x1b]0;owned\\x07"],
  ["window title, ended by ST", "\x1b]2;owned\x1b\\", "\\x1b]2;owned\\x1b\\"],
  ["hyperlink", "\x1b]8;;http://x\x1b\\a\x1b]8;;\x1b\\", "\\x1b]8;;http://x\\x1b\\a\\x1b]8;;\\x1b\\"],
  ["clipboard", "\x1b]52;c;cm0gLXJm\x07", "\\x1b]52;c;cm0gLXJm\\x07"],
  ["device control", "\x1bP$q\x1b\\", "\\x1bP$q\\x1b\\"],
  ["reset", "\x1bc", "\\x1bc"],
  ["cursor hidden", "\x1b[?25l", "\\x1b[?25l"],
  ["alternate screen", "\x1b[?1049h", "\\x1b[?1049h"],
  ["answerback", "\x05", "\\x05"],
  ["C1 CSI", "\x9b31m", "\\x9b31m"],
  ["C1 OSC", "\x9d0;owned\x9c", "\\x9d0;owned\\x9c"],
  ["C1 next line", "a\x85b", "a\\x85b"],
  ["backspaces over the truth", "vulnerable\x08\x08\x08", "vulnerable\\x08\\x08\\x08"],
  ["carriage return over the truth", "vulnerable\rclean", "vulnerable\\rclean"],
  ["new line", "a\nb", "a\\nb"],
  ["vertical tab", "a\vb", "a\\x0bb"],
  ["form feed", "a\fb", "a\\x0cb"],
  ["tab", "a\tb", "a\\tb"],
  ["nul", "a\0b", "a\\x00b"],
  ["bell", "\x07", "\\x07"],
  ["delete", "\x7f", "\\x7f"],
  ["shift out", "\x0eabc\x0f", "\\x0eabc\\x0f"],
  ["line separator", "a\u2028b", "a\\u2028b"],
  ["paragraph separator", "a\u2029b", "a\\u2029b"],
  ["right-to-left override", "gpj.\u202eexe", "gpj.\\u202eexe"],
  ["isolate", "\u2066a\u2069", "\\u2066a\\u2069"],
  ["right-to-left mark", "a\u200fb", "a\\u200fb"],
  ["Arabic letter mark", "a\u061cb", "a\\u061cb"],
  ["zero-width space", "djan\u200bgo", "djan\\u200bgo"],
  ["zero-width joiner", "a\u200db", "a\\u200db"],
  ["byte order mark", "\ufeffdjango", "\\ufeffdjango"],
  ["soft hyphen", "djan\u00adgo", "djan\\xadgo"],
  ["word joiner", "a\u2060b", "a\\u2060b"],
  ["Hangul filler", "a\u3164b", "a\\u3164b"],
  ["variation selector", "a\ufe0fb", "a\\ufe0fb"],
  ["tag characters", "a\u{e0041}b", "a\\u{e0041}b"],
  ["half a surrogate pair", "a\ud800b", "a\\ud800b"],
  ["piled marks", `e${"\u0301".repeat(6)}`, `e${"\u0301".repeat(4)}\\u0301\\u0301`],
  ["no-break space", "a\u00a0b", "a b"],
  ["GitHub command", "::error file=a::b", ":\\x3aerror file=a::b"],
  ["GitHub command behind a space", " ::set-output name=a::b", " :\\x3aset-output name=a::b"],
  ["GitHub command, old form", "##[error]a", "#\\x23[error]a"],
  ["Azure command", "a ##vso[task.complete]", "a #\\x23vso[task.complete]"],
  ["run of colons", ":::::a", ":\\x3a:\\x3a:a"],
  ["run of hashes", "a###[x]", "a#\\x23\\x23[x]"],
];

const HARMLESS = [
  "django",
  "2.2.0+cu118",
  "std::vector",
  "依存関係",
  "naïve café",
  "a – b",
  "👍",
  "C#",
  "fe80:1",
  "",
];

describe("neutralise", () => {
  test.each(HOSTILE)("%s", (_, text, shown) => {
    expect(neutralise(text)).toBe(shown);
  });

  test.each(HARMLESS)("leaves %j as it is", (text) => {
    expect(neutralise(text)).toBe(text);
  });

  test("leaves nothing that a terminal or a build service obeys, whatever comes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const shown = neutralise(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(shown).not.toMatch(/^\s*::|##/);
        expect(neutralise(shown)).toBe(shown);
      }),
    );
  });

  test("cuts a text that would fill the screen", () => {
    expect(neutralise("a".repeat(SHOWN_LIMIT))).toBe("a".repeat(SHOWN_LIMIT));
    expect(neutralise("a".repeat(10_000_000))).toBe(`${"a".repeat(SHOWN_LIMIT)}…`);
  });
});
