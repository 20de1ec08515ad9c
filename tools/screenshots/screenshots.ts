// `node tools/screenshots/screenshots.ts` runs the built pyward on the examples, in a real terminal, and writes what it
// showed to docs/screenshots/. The age of the data is in the pictures, so they are made anew for a release, not checked in a gate.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { terminalSvg } from "./terminal-svg.ts";

interface Shot {
  /** The file's name, without `.svg`. */
  readonly name: string;
  /** Where it is typed, below the root. */
  readonly folder: string;
  readonly arguments: readonly string[];
  readonly columns: number;
  /** The exit code that the story needs; another one means that the picture would tell something else. */
  readonly exitCode: number;
}

const ROOT = join(import.meta.dirname, "../..");
const FOLDER = join(ROOT, "docs/screenshots");
const PROGRAM = join(ROOT, "packages/pyward/bin/pyward.js");

const SHOTS: readonly Shot[] = [
  { name: "webshop", folder: ".", arguments: ["audit", "examples/webshop"], columns: 104, exitCode: 1 },
  {
    name: "webshop-2023",
    folder: ".",
    arguments: ["audit", "examples/webshop-2023"],
    columns: 104,
    exitCode: 1,
  },
  { name: "webshop-narrow", folder: ".", arguments: ["audit", "examples/webshop"], columns: 60, exitCode: 1 },
  {
    name: "explain",
    folder: "examples/webshop",
    arguments: ["explain", "PYSEC-2021-142"],
    columns: 80,
    exitCode: 0,
  },
];

/** What the command shows on a terminal of that width. `script` of util-linux is the terminal. */
function record({ name, folder, arguments: words, columns, exitCode }: Shot): string {
  const command = `stty cols ${columns} rows 200; exec ${[process.execPath, PROGRAM, ...words].map(quoted).join(" ")} --no-progress`;
  const ran = spawnSync("script", ["-qec", command, "/dev/null"], {
    cwd: join(ROOT, folder),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm-256color" },
  });
  if (ran.error !== undefined)
    throw new Error("`script` (util-linux) is needed to make pictures", { cause: ran.error });
  if (ran.status !== exitCode)
    throw new Error(`${name}: exit ${ran.status}, not ${exitCode}:\n${ran.stdout}`);
  return ran.stdout;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

function main(): void {
  const wanted = process.argv.slice(2);
  execFileSync(process.execPath, [join(ROOT, "tools/build/build.ts")], { stdio: "inherit" });
  mkdirSync(FOLDER, { recursive: true });
  for (const shot of SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const picture = {
      command: `pyward ${shot.arguments.join(" ")}`,
      output: record(shot),
      columns: shot.columns,
    };
    writeFileSync(join(FOLDER, `${shot.name}.svg`), terminalSvg(picture));
    console.log(`docs/screenshots/${shot.name}.svg`);
  }
}

if (import.meta.main) main();
