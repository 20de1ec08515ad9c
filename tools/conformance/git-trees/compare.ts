// Compares what pyward reads in a repository's commits with what git says: every path and kind, every byte, every name.
//
//   node tools/conformance/git-trees/compare.ts [REPOSITORY…]
//
// Without one, this project's own history and a made one. Exit code 1: there are differences.
import { createHash } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitTree, findRevision, openDatabase } from "../../../packages/pyward/src/git/index.ts";
import type { FileTree, RepositoryFiles } from "../../../packages/pyward/src/host/index.ts";
import { findRepository } from "../../../packages/pyward/src/host/node/index.ts";
import { git, LAYOUTS } from "./layouts.ts";
import { makeHistory } from "./make-history.ts";
import { compareMergeBases } from "./merge-bases.ts";

const MOST_COMMITS = 100;
const scratch = realpathSync(mkdtempSync(join(tmpdir(), "pyward-git-trees-")));
let differences = 0;

interface Counted {
  commits: number;
  paths: number;
  bytes: number;
  names: number;
}

try {
  const given = process.argv.slice(2);
  const own = join(import.meta.dirname, "../../..");
  const origins =
    given.length === 0
      ? [git(own, ["rev-parse", "--git-common-dir"]).toString().trim(), makeHistory(scratch)]
      : given;
  for (const origin of origins) await compareOrigin(realpathSync(origin));
  if (given.length === 0) tellMergeBases();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(`${differences} differences`);
process.exitCode = differences === 0 ? 0 : 1;

function tellMergeBases(): void {
  const compared = compareMergeBases(scratch);
  compared.differences.forEach(tell);
  console.log(
    `merge bases: ${compared.pairs} pairs of commits, ${compared.several} of them with several bases`,
  );
}

async function compareOrigin(origin: string): Promise<void> {
  for (const layout of LAYOUTS) {
    const folder = mkdtempSync(join(scratch, "layout-"));
    const path = layout.make(origin, folder);
    const found = findRepository(path, { limit: folder, isHere: true });
    if (found.kind !== "repository") {
      tell(`${layout.name}: ${found.kind === "refused" ? found.reason : "not found"}`);
      continue;
    }
    const counted = await compareRepository(path, found.files);
    console.log(
      `${layout.name}: ${counted.commits} commits, ${counted.paths} paths, ${counted.bytes} bytes, ${counted.names} revisions`,
    );
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareRepository(path: string, files: RepositoryFiles): Promise<Counted> {
  const counted: Counted = { commits: 0, paths: 0, bytes: 0, names: 0 };
  const seen = new Map<string, Buffer>();
  const all = lines(git(path, ["rev-list", "--all"]));
  const step = Math.max(1, Math.ceil(all.length / MOST_COMMITS));
  for (const id of all.filter((_, at) => at % step === 0)) {
    const database = openDatabase(files.stores, files.remarks);
    const revision = findRevision(id, { files, database });
    if (revision.kind !== "commit") {
      tell(`${id}: ${JSON.stringify(revision)}`);
      continue;
    }
    const { tree, met } = commitTree(database, revision.tree);
    const ours = new Map<string, string>();
    await walkAll(tree, "", { ours, seen, format: database.format });
    for (const { path: module, commit } of met().submodules) ours.set(module, `160000 ${commit}`);
    compareMaps(id, ours, listed(git(path, ["ls-tree", "-r", "-z", id])));
    counted.commits += 1;
    counted.paths += ours.size;
  }
  counted.bytes = compareBytes(path, seen);
  counted.names = compareNames(path, files);
  return counted;
}

interface Walked {
  readonly ours: Map<string, string>;
  /** Content by id. */
  readonly seen: Map<string, Buffer>;
  readonly format: "sha1" | "sha256";
}

async function walkAll(tree: FileTree, folder: string, walked: Walked): Promise<void> {
  const result = await tree.list(folder);
  if (result.kind !== "directory") return tell(`${folder}: ${result.kind}`);
  for (const { name, kind, isLink } of result.entries) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (isLink) walked.ours.set(path, "link");
    else if (kind === "directory") await walkAll(tree, path, walked);
    else if (kind === "file") {
      const read = await tree.read(path);
      if (read.kind !== "file") return tell(`${path}: ${JSON.stringify(read)}`);
      const bytes = Buffer.from(read.bytes);
      const id = createHash(walked.format).update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
      walked.ours.set(path, `file ${id}`);
      walked.seen.set(id, bytes);
      const stat = await tree.stat(path);
      if (stat.kind !== "found" || stat.size !== bytes.length) tell(`${path}: ${JSON.stringify(stat)}`);
    }
  }
}

/** `git ls-tree -r -z`: "mode type id\tpath". */
function listed(output: Buffer): Map<string, string> {
  const theirs = new Map<string, string>();
  for (const line of output.toString("utf8").split("\0").filter(Boolean)) {
    const [, mode = "", id = "", path = ""] = /^(\d+) \w+ ([0-9a-f]+)\t([^]*)$/.exec(line) ?? [];
    if (mode === "120000") theirs.set(path, "link");
    else theirs.set(path, mode === "160000" ? `160000 ${id}` : `file ${id}`);
  }
  return theirs;
}

function compareMaps(
  id: string,
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): void {
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    if (ours.get(path) !== theirs.get(path))
      tell(`${id} ${path}: ${ours.get(path)} here, ${theirs.get(path)} by git`);
  }
}

/** `git cat-file --batch`: "id type size\n", the content, "\n". */
function compareBytes(path: string, seen: ReadonlyMap<string, Buffer>): number {
  const ids = [...seen.keys()];
  const output = git(path, ["cat-file", "--batch"], `${ids.join("\n")}\n`);
  let at = 0;
  let total = 0;
  for (const id of ids) {
    const end = output.indexOf("\n", at);
    const size = Number(output.toString("latin1", at, end).split(" ")[2]);
    const theirs = output.subarray(end + 1, end + 1 + size);
    if (seen.get(id)?.equals(theirs) !== true) tell(`${id}: other bytes`);
    at = end + size + 2;
    total += size;
  }
  return total;
}

function compareNames(path: string, files: RepositoryFiles): number {
  const database = openDatabase(files.stores, files.remarks);
  const names = lines(git(path, ["for-each-ref", "--format=%(refname:short)"]));
  const recent = lines(git(path, ["rev-list", "-n", "40", "--abbrev-commit", "--all"]));
  const ends = ["", "^", "~2", "^2", "~10", "^{commit}", "^{}", "^0", "~1^1", "~99999"];
  const asked = ["HEAD", "@", ...names, ...recent].flatMap((name) => ends.map((end) => name + end));
  const answer = git(
    path,
    ["cat-file", "--batch-check"],
    asked.map((name) => `${name}^{commit}\n`).join(""),
  ).toString();
  for (const [at, line] of lines(Buffer.from(answer)).entries()) {
    const theirs = / commit \d+$/.test(line) ? (line.split(" ")[0] ?? "") : "none";
    const found = findRevision(asked[at] ?? "", { files, database });
    const ours = found.kind === "commit" ? found.id : "none";
    if (ours !== theirs) tell(`${asked[at]}: ${JSON.stringify(found)} here, ${line} by git`);
  }
  return asked.length;
}

function lines(output: Buffer): string[] {
  return output.toString("utf8").split("\n").filter(Boolean);
}

function tell(text: string): void {
  differences += 1;
  if (differences <= 20) console.log(`difference: ${text}`);
}
