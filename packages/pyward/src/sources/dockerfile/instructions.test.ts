import fc from "fast-check";
import { expect, test } from "vitest";
import { readInstructions } from "./instructions.ts";

const read = (text: string) =>
  [...readInstructions(text).instructions].map(({ name, text: rest }) => [name, rest]);

test("joins lines, leaves out comments and empty lines within, and keeps bodies of here-documents", () => {
  expect(read("from a\nRUN b \\\n  # why\n\n  && c \\\r\n d\nonbuild run e\n# f\n")).toEqual([
    ["FROM", "a"],
    ["RUN", "b   && c  d"],
    ["RUN", "e"],
  ]);
  expect(read("RUN <<-A cat <<'B' > x\nb \\\n\tA\n# c\nB\nCMD d")).toEqual([
    ["RUN", "<<-A cat <<'B' > x\nb \\\n\tA\n# c\nB"],
    ["CMD", "d"],
  ]);
});

test("a here-document that never ends is none", () => {
  expect(read("RUN echo <<A\nRUN b").map(([name]) => name)).toEqual(["RUN", "RUN"]);
});

test("the escape directive holds where nothing stands before it", () => {
  expect(read("#escape = `\nRUN a `\n b\\\nCMD c")).toEqual([
    ["RUN", "a  b\\"],
    ["CMD", "c"],
  ]);
  expect(readInstructions("FROM a\n# escape=`\n").escape).toBe(null);
});

test("every character but the joined line feeds stands where it says", () => {
  const line = fc.constantFrom(
    "RUN a \\",
    "  b",
    "# c",
    "",
    "RUN <<E",
    "E",
    "\tE",
    "COPY <<-E x",
    "x\\",
    "é \r",
    "ENV a=b",
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 15 }), fc.boolean(), (lines, withMark) => {
      const text = (withMark ? "\uFEFF" : "") + lines.join("\n");
      for (const { text: rest, offsetOf } of readInstructions(text).instructions)
        for (let at = 0; at < rest.length; at++)
          if (rest[at] !== "\n") expect(text[offsetOf(at)]).toBe(rest[at]);
    }),
    { numRuns: 2000 },
  );
});
