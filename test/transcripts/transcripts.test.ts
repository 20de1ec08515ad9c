// Runs every NAME.transcript beside this file in a copy of the folder NAME, with the real front door and the built
// bundle, a fixed time and an empty home. A new case is files only; `UPDATE=1` writes the answers: read the diff.
// `PYWARD_PROGRAM=FILE` runs an executable of `npm run standalone` instead.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandsOf, render, type Answer, type Command } from "./transcript.ts";

const HERE = import.meta.dirname;
const PACKAGE = join(HERE, "../../packages/pyward");
const EXECUTABLE = process.env["PYWARD_PROGRAM"];
const NOW = "2026-11-24T00:00:00Z";
const ENDING = ".transcript";

const cases = readdirSync(HERE)
  .filter((name) => name.endsWith(ENDING))
  .map((name) => name.slice(0, -ENDING.length));

let root: string;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "pyward-transcripts-")));
});

afterAll(() => rm(root, { recursive: true, force: true }));

test("the bundle is built", () => {
  expect(existsSync(join(PACKAGE, "dist/cli.cjs")), "run `npm run build` first").toBe(true);
});

// Time enough for a machine that does other things as well.
describe.concurrent("transcript", { timeout: 120_000 }, () => {
  test.each(cases)("%s", async (name) => {
    const file = join(HERE, `${name}${ENDING}`);
    const written = readFileSync(file, "utf8");
    const folder = join(root, name);
    await mkdir(join(folder, "project"), { recursive: true });
    await mkdir(join(folder, "home"));
    if (existsSync(join(HERE, name)))
      await cp(join(HERE, name), join(folder, "project"), { recursive: true });
    await cp(join(HERE, "advisories"), join(folder, "advisories"), { recursive: true });
    const answers: string[] = [];
    for (const command of commandsOf(written)) answers.push(render(command, await run(command, folder)));
    const actual = steady(answers.join("\n"), folder);
    if (process.env["UPDATE"] === "1") writeFileSync(file, actual);
    else expect(actual).toBe(written);
  });
});

/** Without what differs between machines: folders, and the database's id, which depends on the zstd of the Node in use. */
function steady(text: string, folder: string): string {
  return text
    .replaceAll(folder, "{FOLDER}")
    .replaceAll(join(PACKAGE, ".."), "{PACKAGES}")
    .replaceAll(
      EXECUTABLE === undefined ? /(?!)/gu : "inside the program",
      "{PACKAGES}/advisories/snapshot.pyward",
    )
    .replaceAll(/(?<="id": "|^ {2}|, )sha256:[0-9a-f]{64}/gmu, "sha256:{DATABASE}");
}

function run({ argv, environment }: Command, folder: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const installed = [process.execPath, join(PACKAGE, "bin/pyward.js")];
    const [program = "", ...words] = EXECUTABLE === undefined ? installed : [EXECUTABLE];
    const child = spawn(program, [...words, ...argv], {
      cwd: join(folder, "project"),
      env: {
        PATH: process.env["PATH"],
        HOME: join(folder, "home"),
        TZ: "UTC",
        PYWARD_NOW: NOW,
        ...environment,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code) => resolve({ stdout, stderr, code }));
  });
}
