import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { formatSeconds, normalizeTime, parseSeconds } from "./timestamp.ts";

describe("normalizeTime", () => {
  it.each([
    ["2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"],
    ["2024-05-01t10:00:00.999999999z", "2024-05-01T10:00:00Z"],
    ["2024-05-01 10:00:00", "2024-05-01T10:00:00Z"],
    ["2024-05-01T10:00:00+02:30", "2024-05-01T07:30:00Z"],
    ["2024-05-01T10:00:00-02:30", "2024-05-01T12:30:00Z"],
    ["2024-02-29", "2024-02-29T00:00:00Z"],
    ["0001-01-01T00:00:00Z", null],
    ["2023-02-29", null],
    ["2024-13-01", null],
    ["2024-05-01T24:00:00Z", null],
    ["2024-05-01T10:00Z", null],
    ["yesterday", null],
    ["", null],
    [1714557600, null],
    [null, null],
  ])("%j is %j", (text, expected) => {
    expect(normalizeTime(text)).toBe(expected);
  });

  it("reads back what it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(parseSeconds(formatSeconds(seconds))).toBe(seconds);
      }),
    );
  });
});
