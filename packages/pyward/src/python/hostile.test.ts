import { describe, expect, it } from "vitest";
import {
  evaluateMarkerPartially,
  filterVersions,
  formatMarker,
  formatSpecifiers,
  isValidName,
  normalizeName,
  parseMarker,
  parsePurl,
  parseRequirement,
  parseSdistFilename,
  parseSpecifiers,
  parseVersion,
  parseWheelFilename,
  satisfies,
} from "./index.ts";

const SIZE = 50_000;
/** Linear work takes some milliseconds, on a busy machine some hundred; a quadratic one takes many seconds. */
const BOUND_MS = 2000;

const UNITS = [
  "1",
  "1.",
  `${"9".repeat(4300)}.`,
  "a1",
  ".-_",
  "--1",
  "post-",
  "+1.",
  " ",
  "\u00a0",
  "(",
  "[",
  "a,",
  ",",
  "===1,",
  ">=1.0,<2,",
  ";",
  "'",
  "\\",
  "\\x41",
  "(os_name == 'a') or ",
  "not ",
  "extra=='A__.b' or ",
  "@",
  "%41/",
  "?a=b&",
  "#",
  "\ud83d",
  "A-_.",
];

const PARSERS: Record<string, (text: string) => void> = {
  normalizeName,
  isValidName,
  parseVersion,
  parseSpecifiers: (text) => {
    const set = parseSpecifiers(text);
    if (!set.ok) return;
    formatSpecifiers(set.value);
    satisfies("1.0", set.value);
    filterVersions(["1.0", "2a1"], set.value);
  },
  parseRequirement,
  parseMarker: (text) => {
    const marker = parseMarker(text);
    if (!marker.ok) return;
    formatMarker(marker.value);
    evaluateMarkerPartially(marker.value, {});
  },
  parseWheelFilename,
  parseSdistFilename,
  parsePurl,
};

/** What a parser must see before it meets the unit that repeats, and after. */
const FRAMES: Record<string, readonly [string, string][]> = {
  normalizeName: [["", ""]],
  isValidName: [["", ""]],
  parseVersion: [
    ["", ""],
    ["1.0", ""],
    ["1.0+", "!"],
  ],
  parseSpecifiers: [
    ["", ""],
    ["==", "!"],
    ["===", ""],
  ],
  parseRequirement: [
    ["", ""],
    ["a", ""],
    ["a[", "]"],
    ["a @ ", ""],
    ["a==", ""],
    ["a;", "os_name == 'a'"],
  ],
  parseMarker: [
    ["", ""],
    ["", "os_name == 'a'"],
    ["os_name == '", "'"],
    ["python_version >= '", "'"],
  ],
  parseWheelFilename: [
    ["", ".whl"],
    ["a-", "-py3-none-any.whl"],
    ["a-1-", "-none-any.whl"],
  ],
  parseSdistFilename: [
    ["", ".tar.gz"],
    ["a-", ".zip"],
  ],
  parsePurl: [
    ["pkg:", ""],
    ["pkg:pypi/", ""],
    ["pkg:x/a?", ""],
    ["pkg:x/a#", ""],
  ],
};

describe("hostile text of 50 kB takes linear time and throws nothing", () => {
  it.each(Object.entries(PARSERS))("%s", (name, parse) => {
    for (const [before, after] of FRAMES[name] ?? []) {
      for (const unit of UNITS) {
        const text = before + unit.repeat(Math.ceil(SIZE / unit.length)) + after;
        const start = performance.now();
        parse(text);
        const took = performance.now() - start;
        expect(took, `${before}${unit.slice(0, 20)}…${after}`).toBeLessThan(BOUND_MS);
      }
    }
  });
});
