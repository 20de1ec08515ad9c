import fc from "fast-check";
import { expect, test } from "vitest";
import { positionsIn } from "./lines.ts";

test("line and column of every offset, in any text", () => {
  const text = fc.array(fc.constantFrom("\n", "a", "é\r\n", "x".repeat(700), "\n".repeat(1030)), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(text, (parts) => {
      const whole = parts.join("");
      const positionOf = positionsIn(whole);
      let line = 1;
      let column = 1;
      for (let offset = 0; offset <= whole.length; offset++) {
        expect(positionOf(offset)).toEqual({ line, column });
        column++;
        if (whole[offset] === "\n") [line, column] = [line + 1, 1];
      }
    }),
    { numRuns: 20 },
  );
});

test("60 MB of line feeds cost a table of kilobytes", () => {
  const before = process.memoryUsage().heapUsed;
  const positionOf = positionsIn("\n".repeat(60_000_000));
  expect(positionOf(59_999_999)).toEqual({ line: 60_000_000, column: 1 });
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
});
