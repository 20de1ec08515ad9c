import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import type { Io } from "./io.ts";
import { buildProgram } from "./program.ts";
import { run } from "./run.ts";

interface Captured {
  readonly io: Io;
  out: string;
  err: string;
}

function capture(): Captured {
  const captured: Captured = {
    out: "",
    err: "",
    io: {
      environment: {},
      cwd: import.meta.dirname,
      platform: "linux",
      stdout: { isTerminal: false, columns: null, write: (text) => void (captured.out += text) },
      stderr: { isTerminal: false, columns: null, write: (text) => void (captured.err += text) },
      now: () => new Date("2026-11-24T00:00:00Z"),
    },
  };
  return captured;
}

const program = buildProgram(capture().io, () => undefined);
const commands = (command: Command, path: readonly string[] = []): readonly (readonly string[])[] =>
  command.commands.flatMap((child) => [[...path, child.name()], ...commands(child, [...path, child.name()])]);

describe("help", () => {
  // The help of `pip-audit` is pip-audit's own, short and long.
  const ours = commands(program).filter(([name]) => name !== "pip-audit");
  test.each([[], ...ours].map((path) => [path]))(
    "-h of %j fits a screen and has an example",
    async (path) => {
      const captured = capture();
      expect(await run([...path, "-h"], captured.io)).toBe(0);
      const lines = captured.out.trimEnd().split("\n");
      expect(lines.length).toBeLessThanOrEqual(24);
      expect(lines.every((line) => line.length <= 80)).toBe(true);
      expect(captured.out).toContain(`Usage: ${["pyward", ...path].join(" ")}`);
      expect(captured.out).toMatch(/Examples:\n {2}pyward/);
    },
  );

  test("--help shows what -h leaves out", async () => {
    const [short, long] = [capture(), capture()];
    await run(["audit", "-h"], short.io);
    await run(["audit", "--help"], long.io);
    expect(short.out).not.toContain("--max-db-age");
    for (const option of [
      "--max-db-age",
      "--unknown-severity",
      "--allow-gaps",
      "--no-resolve",
      "--offline",
      "--root",
    ]) {
      expect(long.out).toContain(option);
    }
  });
});

describe("wrong usage", () => {
  const cases: readonly [readonly string[], string][] = [
    [["audit", "--formt", "json"], "--format"],
    [["--fial-on", "high"], "--fail-on"],
    [["--fail-on", "hgih"], "high"],
    [["-f", "jsn"], "json"],
    [["--python", "three"], "3.12"],
    [["--max-db-age", "week"], "days"],
    [["--allow-gaps=unpined"], "unpinned"],
    [["aduit"], "pyward audit"],
    [["-r", "missing.txt"], "missing.txt"],
    [["-f", "json", "-f", "table"], "standard output"],
    [["explain"], "ID"],
    [["db", "shwo"], "show"],
  ];
  test.each(cases)("%j ends with 2 and names the right word", async (argv, word) => {
    const captured = capture();
    expect(await run(argv, captured.io)).toBe(2);
    expect(captured.err).toContain(word);
    expect(captured.out).toBe("");
  });
});
