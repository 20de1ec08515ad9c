import fc from "fast-check";
import { expect, test } from "vitest";
import { positionsIn } from "./lines.ts";

test("line and column of every offset, in any text and in any order", () => {
  const text = fc.array(
    fc.constantFrom("\n", "a", "é\r\n", "x".repeat(700), "\n".repeat(1030), "y\n".repeat(20_000)),
    {
      maxLength: 8,
    },
  );
  const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 5, maxLength: 40 });
  fc.assert(
    fc.property(text, places, (parts, asked) => {
      const whole = parts.join("");
      const positionOf = positionsIn(whole);
      const truth = (offset: number) => {
        const lines = whole.slice(0, offset).split("\n");
        return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
      };
      const offsets = asked.map((place) => Math.floor(place * whole.length));
      for (const offset of [...offsets, ...offsets.toSorted((a, b) => a - b)])
        expect(positionOf(offset)).toEqual(truth(offset));
    }),
    { numRuns: 60 },
  );
});

test("60 MB of line feeds cost a table of kilobytes", () => {
  const before = process.memoryUsage().heapUsed;
  const positionOf = positionsIn("\n".repeat(60_000_000));
  expect(positionOf(59_999_999)).toEqual({ line: 60_000_000, column: 1 });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
});
