// Compares how pyward and the tools that wrote them read lock files. make.py lets the tools make the locks and says what each reads.
//
//   node tools/conformance/locks/compare.ts PYTHON FOLDER [TOOL…]
//
// FOLDER keeps tools, caches and locks between runs. Exit code 1: a package is lost, invented, or needed where pyward says that it is not.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { Gap } from "../../../packages/pyward/src/model/index.ts";
import { SOURCES } from "../../../packages/pyward/src/sources/registry.ts";
import { compareView, type Difference, type View } from "./views.ts";

/** One line of make.py's output. */
type Answer =
  | { readonly id: string; readonly tool: string; readonly project: string; readonly failed: string }
  | (Lock & { readonly failed?: undefined });

interface Lock {
  readonly id: string;
  readonly tool: string;
  readonly project: string;
  /** Id of pyward's source. */
  readonly source: string;
  readonly folder: string;
  readonly file: string;
  /** Of the project: `requires-python`. */
  readonly python: string;
  readonly views: readonly View[];
}

interface Tally {
  locks: number;
  packages: number;
  views: number;
  markers: number;
  weaker: number;
  differences: number;
  gaps: number;
}

async function main([python = "python3", folder = "", ...tools]: readonly string[]): Promise<number> {
  if (folder === "") throw new Error("usage: compare.ts PYTHON FOLDER [TOOL…]");
  const tallies = new Map<string, Tally>();
  const projects = new Set<string>();
  const failures: string[] = [];
  for await (const answer of ask(python, folder, tools)) {
    if (answer.failed !== undefined) failures.push(`${answer.id}: ${lastLine(answer.failed)}`);
    else {
      projects.add(answer.project);
      const group = `${answer.tool} ${answer.source}`;
      tallies.set(group, await compareLock(answer, folder, tallies.get(group) ?? newTally()));
    }
  }
  for (const failure of failures) console.log(`not made: ${failure}`);
  return print(tallies, projects.size, failures.length);
}

async function* ask(python: string, folder: string, tools: readonly string[]): AsyncGenerator<Answer> {
  const script = join(import.meta.dirname, "make.py");
  const child = spawn(python, ["-B", script, folder, ...tools], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "close");
  for await (const line of createInterface({ input: child.stdout })) yield JSON.parse(line);
  const [code] = await ended;
  if (code !== 0) throw new Error(`make.py ended with ${code}`);
}

function newTally(): Tally {
  return { locks: 0, packages: 0, views: 0, markers: 0, weaker: 0, differences: 0, gaps: 0 };
}

async function compareLock(lock: Lock, folder: string, tally: Tally): Promise<Tally> {
  const entry = SOURCES.find(({ meta }) => meta.id === lock.source);
  if (entry === undefined) throw new Error(`no source ${lock.source}`);
  const source = await entry.load();
  const target = { path: `${lock.folder}/${lock.file}` };
  const inventory = await source.read(nodeTree(folder), target, { workingDirectory: lock.folder });
  tally.locks += 1;
  const said: Difference[] = [];
  tally.gaps += inventory.gaps.length;
  for (const view of lock.views) {
    const result = compareView(view, inventory.dependencies, lock.python);
    tally.views += 1;
    tally.markers += result.markers;
    tally.weaker += result.weaker;
    said.push(...withoutGaps(result.differences, inventory.gaps));
  }
  const all = lock.views.flatMap(({ packages }) => packages);
  tally.packages += new Set(all.map(({ name, version }) => `${name} ${version ?? ""}`)).size;
  tally.differences += said.length;
  for (const { kind, text } of said) console.log(`${lock.id}: ${kind} ${text}`);
  return tally;
}

/** A local path out of the audited tree is not looked at: a gap instead of a package, one for one. */
function withoutGaps(differences: readonly Difference[], gaps: readonly Gap[]): readonly Difference[] {
  let left = gaps.filter(({ code }) => code === "outside-root").length;
  return differences.filter(({ kind, text }) => {
    const isGap = left > 0 && kind === "lost" && text.endsWith(" from path");
    if (isGap) left -= 1;
    return !isGap;
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim().slice(0, 200) ?? "";
}

function print(tallies: ReadonlyMap<string, Tally>, projects: number, failed: number): number {
  const columns = ["locks", "packages", "views", "markers", "weaker", "gaps", "differences"] as const;
  const total = newTally();
  console.log(`${"".padEnd(32)}${columns.map((column) => column.padStart(12)).join("")}`);
  for (const [group, tally] of [...tallies].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    for (const column of columns) total[column] += tally[column];
    console.log(`${group.padEnd(32)}${columns.map((column) => String(tally[column]).padStart(12)).join("")}`);
  }
  console.log(
    `${total.locks} locks of ${projects} projects (${failed} could not be made): ${total.packages} packages, ${total.views} views, ` +
      `${total.markers} conditions (${total.weaker} weaker), ${total.differences} differences`,
  );
  return total.differences === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
