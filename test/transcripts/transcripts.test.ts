// Runs every NAME.transcript beside this file in a copy of the folder NAME, with the real front door and the built
// bundle, a fixed time and an empty home. A new case is files only; `UPDATE=1` writes the answers: read the diff.
// `{INDEX}` in a command is a package index on this machine that has what NAME.packages.json says.
// `PYWARD_PROGRAM=FILE` runs an executable of `npm run standalone` instead.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loopbackIndex, type LoopbackIndex } from "../loopback-index.ts";
import { publish } from "../loopback-packages.ts";
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
const indexes: LoopbackIndex[] = [];

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "pyward-transcripts-")));
});

afterAll(async () => {
  await Promise.all(indexes.map((index) => index.close()));
  await rm(root, { recursive: true, force: true });
});

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
    const url = await indexFor(name);
    const filled = (text: string): string => text.replaceAll("{INDEX}", url);
    const answers: string[] = [];
    for (const command of commandsOf(written)) {
      const { argv, environment } = command;
      const entries = Object.entries(environment).map(([key, value]) => [key, filled(value)]);
      const real = { argv: argv.map(filled), environment: Object.fromEntries(entries) };
      answers.push(render(command, await run({ ...command, ...real }, folder)));
    }
    const { host } = new URL(url);
    const actual = steady(answers.join("\n"), folder)
      .replaceAll(host, "{HOST}")
      .replaceAll(host.replace(":", "&#58;"), "{HOST}");
    if (process.env["UPDATE"] === "1") writeFileSync(file, actual);
    else expect(actual).toBe(written);
  });
});

/** Where the index of a case is; of one that has none, nowhere. */
async function indexFor(name: string): Promise<string> {
  const file = join(HERE, `${name}.packages.json`);
  if (!existsSync(file)) return "https://nowhere.example/simple/";
  const index = await loopbackIndex();
  indexes.push(index);
  publish(index, JSON.parse(readFileSync(file, "utf8")));
  return index.url;
}

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
