// Compares how pyward and importlib.metadata read environments, entry by entry. Differences that are meant are named.
//
//   node tools/conformance/environments/compare.ts PYTHON [SEED] [COUNT]
//
// PYTHON is any interpreter from 3.10 on. Exit code 1: there are unexplained differences.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileTree } from "../../../packages/pyward/src/host/index.ts";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { isValidName, normalizeName, parseVersion } from "../../../packages/pyward/src/python/index.ts";
import { environment } from "../../../packages/pyward/src/sources/environment/index.ts";
import type { Site } from "../../../packages/pyward/src/sources/environment/site-entries.ts";
import { readSite } from "../../../packages/pyward/src/sources/environment/site.ts";

interface Entry {
  /** Of the metadata folder or file, relative to the environment. */
  readonly path: string;
  readonly name: string | null;
  readonly version: string | null;
  readonly requires: readonly string[];
  /** The exception that it ends with; null: none. */
  readonly error: string | null;
}

interface Environment {
  readonly id: string;
  /** Site directories in the order of the module path. */
  readonly paths: readonly string[];
  readonly entries: readonly Entry[];
}

const [python = "python3", seed = "1", count = "2000"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "pyward-environments-"));
const meant = new Map<string, number>();
let entries = 0;
let differences = 0;
try {
  for (const one of ask()) await compareEnvironment(one);
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${count} environments, ${entries} entries, ${differences} unexplained differences`);
for (const [reason, times] of [...meant].toSorted(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`  ${times} × ${reason}`);
process.exitCode = differences === 0 ? 0 : 1;

function ask(): readonly Environment[] {
  const script = join(import.meta.dirname, "make_and_read.py");
  const answer = spawnSync(python, ["-I", script, folder, seed, count], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (answer.status !== 0) throw new Error(`${python} failed: ${answer.stderr}`);
  return answer.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function compareEnvironment(one: Environment): Promise<void> {
  const tree = nodeTree(join(folder, one.id));
  const visited = new Set<string>();
  for (const path of one.paths) {
    const site = await readSite({ tree, isWholeSystem: false, visited }, path);
    for (const entry of one.entries.filter((candidate) => candidate.path.startsWith(`${path}/`))) {
      entries += 1;
      compareEntry(one, entry, site);
    }
  }
  await compareOrder(tree, one);
}

function compareEntry({ id }: Environment, entry: Entry, site: Site): void {
  const mine = site.distributions.find(({ origin }) => isAt(origin.path, entry.path)) ?? null;
  const wanted =
    entry.name === null || entry.version === null
      ? null
      : `${normalizeName(entry.name.trim())} ${entry.version.trim()}`;
  const got = mine === null ? null : `${mine.name} ${mine.version ?? ""}`;
  if (got !== wanted) {
    const reason = excuse(
      entry,
      mine !== null || site.gaps.some(({ origin }) => isAt(origin?.path ?? "", entry.path)),
    );
    if (reason === null)
      report(`${id}: ${entry.path}: importlib.metadata says ${wanted}, pyward ${got}`, entry);
    else meant.set(reason, (meant.get(reason) ?? 0) + 1);
  } else if (mine !== null) {
    const needs = mine.requirements.map((text) => text.split(/\s+/).join(" ").trim());
    if (spaceless(needs) !== spaceless(entry.requires))
      report(`${id}: ${entry.path}: needs ${needs.join(" | ")}`, entry);
  }
}

function spaceless(texts: readonly string[]): string {
  return JSON.stringify(texts.map((text) => text.replaceAll(" ", "")));
}

/** Why another answer is meant. `isSaid`: pyward has a release or a gap for the entry. */
function excuse({ path, name, version, error }: Entry, isSaid: boolean): string | null {
  if (nameOf(path).startsWith("~")) return "left by an interrupted pip: not installed";
  if (!isSaid) return null;
  if (error !== null)
    return `importlib.metadata ends with ${error}; taken from the name of the entry, or a gap`;
  if (name === null || version === null)
    return "no name or version is found; taken from the name of the entry, or a gap";
  if (!isValidName(name.trim()) || version.trim() === "")
    return "no valid name, or no version; taken from the name of the entry, or a gap";
  if (!parseVersion(version).ok) return "not PEP 440, but the name of the entry has a version that is";
  return null;
}

/** Of the folders on the path, the first that has a name counts, with all that it has of it. */
async function compareOrder(tree: FileTree, one: Environment): Promise<void> {
  const { dependencies } = await environment.read(tree, { path: "" }, { workingDirectory: "" });
  const before = new Set<string>();
  const wanted: string[] = [];
  for (const path of one.paths) {
    const { distributions } = await readSite(
      { tree, isWholeSystem: false, visited: new Set<string>() },
      path,
    );
    wanted.push(...distributions.filter(({ name }) => !before.has(name)).map(({ origin }) => origin.path));
    for (const { name } of distributions) before.add(name);
  }
  const got = dependencies.flatMap(({ origins }) => origins.map(({ path }) => path));
  const isSame = JSON.stringify(got.toSorted()) === JSON.stringify(wanted.toSorted());
  if (!isSame) report(`${one.id}: on the path are ${wanted.join(", ")}, pyward has ${got.join(", ")}`, null);
}

function isAt(origin: string, entry: string): boolean {
  return origin === entry || origin.startsWith(`${entry}/`);
}

function nameOf(path: string): string {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  return name === "EGG-INFO" ? (parts.at(-2) ?? "") : name;
}

function report(text: string, entry: Entry | null): void {
  differences += 1;
  if (differences <= 20) console.log(text, entry ?? "");
}
