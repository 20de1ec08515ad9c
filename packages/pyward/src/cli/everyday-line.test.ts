import type { Command } from "commander";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEverydayLine } from "./everyday-line.ts";
import { EVERYDAY_OPTIONS } from "./everyday-options.ts";
import type { Io } from "./io.ts";
import { parsedAudit } from "./program.ts";

const silent = { isTerminal: false, columns: null, write: () => undefined };
const io: Io = {
  environment: {},
  cwd: import.meta.dirname,
  platform: "linux",
  stdout: silent,
  stderr: silent,
  now: () => new Date(0),
};

/** What commander makes of a line; null: an error, help, or another command. */
async function byCommander(argv: readonly string[]): Promise<Command | null> {
  try {
    return await parsedAudit(argv, io);
  } catch {
    return null;
  }
}

const VALUES = [
  "x",
  "-",
  "",
  "-x",
  "--",
  "high",
  "fail",
  "always",
  "json",
  "json:out.json",
  "sarif@2.1.0",
  "pdf",
  "a=b",
];
const OTHERS = [
  "audit",
  "env",
  "db",
  "-h",
  "--help",
  "--version",
  "-V",
  "--ignore",
  "--python",
  "--allow-gaps",
  "-qv",
  "-fjson",
  "--format=json",
  "--off",
];
const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...Object.keys(EVERYDAY_OPTIONS)) },
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 3, arbitrary: fc.constantFrom(".", "requirements.txt", "./a b", "uv.lock") },
  { weight: 1, arbitrary: fc.constantFrom(...OTHERS) },
);
/** An option with something behind it, so that many lines are right. */
const phrase = fc.constantFrom(...Object.entries(EVERYDAY_OPTIONS)).map(([name, option]) => {
  if (option.kind === "flag") return [name];
  return [name, option.kind === "word" ? (option.words[0] ?? "") : "json"];
});
const line = fc
  .tuple(
    fc.constantFrom([], [], ["audit"]),
    fc.array(
      fc.oneof(
        phrase,
        word.map((one) => [one]),
      ),
      { maxLength: 6 },
    ),
  )
  .map(([head, rest]) => [...head, ...rest.flat()]);

describe("a line that is read without commander", () => {
  test("is read as commander reads it", async () => {
    let read = 0;
    await fc.assert(
      fc.asyncProperty(line, async (argv) => {
        const everyday = readEverydayLine(argv, io);
        if (everyday === null) return;
        read += 1;
        const command = await byCommander(argv);
        expect(command, argv.join(" ")).not.toBeNull();
        expect({ ...everyday.options }).toEqual(command?.opts());
        expect(everyday.paths).toEqual(command?.args);
        for (const option of command?.options ?? []) {
          const name = option.attributeName();
          expect(everyday.typed.getOptionValueSource(name), name).toBe(command?.getOptionValueSource(name));
        }
      }),
      { numRuns: 4000 },
    );
    expect(read).toBeGreaterThan(1000);
  }, 60_000);

  test("can be had from commander whole", async () => {
    const everyday = readEverydayLine(["-r", "a.txt", "--no-dev", "--fail-on", "high", "."], io);
    const whole = await everyday?.typed.whole();
    expect(whole?.opts()).toEqual(everyday?.options);
    expect(whole?.getOptionValueSource("failOn")).toBe("cli");
  });

  test.each([
    ["-h"],
    ["--help"],
    ["--version"],
    ["env"],
    ["db", "status"],
    ["--nonsense"],
    ["--fail-on", "nonsense"],
    ["--fail-on"],
    ["-f", "pdf"],
    ["-q", "-v"],
    ["--", "x"],
    [""],
    ["--as-of", "90d"],
    ["--format=json"],
  ])("is none where it is %s %s", (...argv) => {
    expect(readEverydayLine(argv, io)).toBeNull();
  });
});
