/**
 * What is promised of the executables, on those that `npm run standalone -- all` makes here: each has its platform's header; two
 * builds give the same bytes and name no folder of this machine; what runs here gives the transcripts of the installed
 * pyward and does nothing that the folder it stands in asks of its engine.
 *
 *   node tools/standalone/check.ts
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const FOLDER = import.meta.dirname;
const ROOT = join(FOLDER, "../..");
const DIST = join(FOLDER, "dist");
const SUMS = join(DIST, "SHA256SUMS");
const RUN_HERE = ["pyward-linux-x64", "pyward-node-linux-x64"];

function main(): void {
  build();
  const first = readFileSync(SUMS, "utf8");
  build();
  const names = first
    .trim()
    .split("\n")
    .map((line) => line.slice(66));
  const results = [
    ["two builds give the same bytes", readFileSync(SUMS, "utf8") === first],
    [
      "no folder of this machine is named",
      names.every((name) => !readFileSync(join(DIST, name)).includes(ROOT)),
    ],
    ...RUN_HERE.flatMap((name) => [
      [`${name}: the transcripts`, answersAsInstalled(join(DIST, name))] as const,
      [`${name}: a hostile folder`, ignoresItsFolder(join(DIST, name))] as const,
    ]),
  ] as const;
  for (const [what, holds] of results) console.log(`${holds ? "ok    " : "BROKEN"} ${what}`);
  const held = results.filter(([, holds]) => holds).length;
  console.log(`${names.length - 1} executables, ${held} of ${results.length} promises hold`);
  process.exitCode = held === results.length ? 0 : 1;
}

function build(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(FOLDER, "standalone.ts"), "all"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
}

function answersAsInstalled(program: string): boolean {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { status, stdout } = spawnSync(
    process.execPath,
    [vitest, "run", "test/transcripts/transcripts.test.ts"],
    {
      cwd: ROOT,
      env: { ...process.env, PYWARD_PROGRAM: program, UPDATE: "" },
      encoding: "utf8",
    },
  );
  // Which failed and how, not the names of those that did not.
  if (status !== 0) console.error(stdout.slice(Math.max(stdout.indexOf("Failed Tests"), 0)).slice(0, 4000));
  return status === 0;
}

/** What an engine would run or read in the folder that it is started in. Each writes the canary. */
const CANARY = 'require("node:fs").writeFileSync("canary", "alive");\n';
const TRAPS: Readonly<Record<string, string>> = {
  "bunfig.toml": 'preload = ["./trap.js"]\n[run]\npreload = ["./trap.js"]\n[test]\npreload = ["./trap.js"]\n',
  ".env":
    "NO_COLOR=\nFORCE_COLOR=3\nPYWARD_HOME=./stolen\nNODE_OPTIONS=--require ./trap.js\nBUN_OPTIONS=--preload ./trap.js\n",
  ".env.local": "PYWARD_HOME=./stolen\n",
  ".env.production": "PYWARD_HOME=./stolen\n",
  "package.json":
    '{ "type": "module", "main": "./trap.js", "imports": { "#x": "./trap.js" }, "preload": "./trap.js" }\n',
  "tsconfig.json": '{ "compilerOptions": { "paths": { "*": ["./trap.js"] }, "baseUrl": "." } }\n',
  "trap.js": CANARY,
  "index.js": CANARY,
  "node_modules/@pyward/advisories/package.json":
    '{ "name": "@pyward/advisories", "exports": { "./snapshot": "./trap.js" } }\n',
  "node_modules/@pyward/advisories/trap.js": CANARY,
  "node_modules/node:fs/index.js": CANARY,
  "requirements.txt": "django==2.2.0\n",
};

/** Started in a folder full of traps, and in an empty one: the same answer, and no canary. */
function ignoresItsFolder(program: string): boolean {
  const folder = mkdtempSync(join(tmpdir(), "pyward-standalone-"));
  try {
    const [plain, hostile] = ["plain", "hostile"].map((name) => join(folder, name)) as [string, string];
    for (const [file, text] of Object.entries(TRAPS)) {
      mkdirSync(dirname(join(hostile, file)), { recursive: true });
      writeFileSync(join(hostile, file), text);
    }
    mkdirSync(plain);
    writeFileSync(join(plain, "requirements.txt"), TRAPS["requirements.txt"] ?? "");
    const answers = [plain, hostile].map((at) => {
      const { status, stdout, stderr } = spawnSync(program, ["audit", "-r", "requirements.txt"], {
        cwd: at,
        env: { HOME: at, PATH: "", PYWARD_NOW: "2026-11-24T00:00:00Z" },
        encoding: "utf8",
      });
      return JSON.stringify([status, stdout, stderr]);
    });
    const isSame = answers[0] === answers[1] && JSON.parse(answers[0] ?? "[]")[0] === 1;
    return isSame && !existsSync(join(hostile, "canary")) && !existsSync(join(hostile, "stolen"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
