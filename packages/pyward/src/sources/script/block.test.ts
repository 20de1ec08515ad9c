import fc from "fast-check";
import { expect, test } from "vitest";
import { findBlock, type FoundBlock } from "./block.ts";

/** The regular expression that PEP 723 gives as the definition. It backtracks, so it is for tests only. */
const DEFINITION = /^# \/\/\/ (?<type>[a-zA-Z0-9-]+)$\s(?<content>(?:^#(?:| .*)$\s)+)^# \/\/\/$/gm;

function byDefinition(text: string): string {
  const blocks = [...text.matchAll(DEFINITION)].filter(({ groups }) => groups?.["type"] === "script");
  if (blocks.length > 1) return "several";
  const content = blocks[0]?.groups?.["content"];
  return content === undefined ? "none" : `block ${content.replaceAll(/^# ?/gm, "")}`;
}

function brief(found: FoundBlock): string {
  if (found.kind === "block") return `block ${found.block.content}`;
  return found.kind === "unclosed" ? "none" : found.kind;
}

test("finds what the definition finds, and knows where each line stands", () => {
  const line = fc.constantFrom(
    "# /// script",
    "# ///",
    "# /// other",
    "#",
    "# a = 1",
    "#   b",
    "#c",
    "",
    "d = 1",
    "# /// script ",
    "# /// ",
    " # ///",
  );
  const text = fc.array(line, { maxLength: 14 }).map((lines) => `${lines.join("\n")}\n`);
  fc.assert(
    fc.property(text, (given) => {
      const found = findBlock(given);
      expect(brief(found)).toBe(byDefinition(given));
      const lines = found.kind === "block" ? found.block.lines : [];
      const content = found.kind === "block" ? found.block.content.split("\n") : [];
      for (const [at, { start, line: number, column }] of lines.entries()) {
        const whole = given.split("\n")[number - 1] ?? "";
        expect(whole.slice(column - 1)).toBe(content[at]);
        expect(given.slice(start, start + (content[at]?.length ?? 0))).toBe(content[at]);
      }
    }),
    { numRuns: 3000 },
  );
});

test.each(["# /// script\n", "# ///\n", "# /// script\n# ///\n", "#\n", "# /// script\n\n"])(
  "is quick on %j, often",
  (piece) => {
    const started = process.cpuUsage();
    findBlock(piece.repeat(100_000));
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
  },
);
