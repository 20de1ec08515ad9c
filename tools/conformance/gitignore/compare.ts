// Compares which files of random trees pyward's walk leaves out with what `git check-ignore` says.
//
//   node tools/conformance/gitignore/compare.ts [SEED] [TREES]
//
// Exit code 1: there are differences.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { discover } from "../../../packages/pyward/src/discover/discover.ts";
import { USUAL_DISCOVERY } from "../../../packages/pyward/src/discover/path-filter.ts";
import { SILENT } from "../../../packages/pyward/src/host/index.ts";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { SourceMeta } from "../../../packages/pyward/src/sources/shared/source.ts";
import { plantTree, random } from "./random-tree.ts";

const [seed = "1", trees = "500"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "pyward-gitignore-"));
try {
  process.exitCode = (await compare()) === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(): Promise<number> {
  const next = random(Number(seed));
  const files: string[] = [];
  const rules = new Map<string, string>();
  for (let tree = 0; tree < Number(trees); tree++) {
    for (const [path, text] of plantTree(`t${tree}`, next)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
      if (path.endsWith("/.gitignore")) rules.set(path, text);
      else files.push(path);
    }
  }
  const [git, pyward] = [askGit(files), await askPyward()];
  const wrong = files.filter((path) => git.has(path) === pyward.has(path));
  for (const path of wrong.slice(0, 20)) show(path, git.has(path), rules);
  const ignored = files.filter((path) => git.has(path)).length;
  console.log(
    `${trees} trees, ${rules.size} .gitignore files, ${files.length} files of which git ignores ${ignored}: ${wrong.length} differences`,
  );
  return wrong.length;
}

/** The files that git ignores, by the files of the tree alone: neither the user's configuration nor a template's. */
function askGit(files: readonly string[]): ReadonlySet<string> {
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
  const git = (...argv: string[]) =>
    spawnSync("git", ["-c", "core.excludesFile=/dev/null", ...argv], {
      cwd: folder,
      input: files.join("\0"),
      encoding: "utf8",
      env: environment,
      maxBuffer: 2 ** 30,
    });
  git("init", "-q", "--template=");
  const answer = git("check-ignore", "--no-index", "-z", "--stdin");
  if (answer.status !== 0 && answer.status !== 1) throw new Error(`git failed: ${answer.stderr}`);
  return new Set(answer.stdout.split("\0"));
}

/** The files that the walk hands to a source which claims every file. */
async function askPyward(): Promise<ReadonlySet<string>> {
  const everything: SourceMeta = {
    id: "everything",
    title: "",
    role: "manifest",
    supersedes: [],
    claims: () => true,
  };
  const found = await discover(
    {
      tree: nodeTree(folder),
      start: "",
      metas: [everything],
      settings: USUAL_DISCOVERY,
      display: (path) => path,
    },
    SILENT,
  );
  return new Set(found.projects.flatMap(({ targets }) => targets.map(({ path }) => path)));
}

function show(path: string, isIgnored: boolean, rules: ReadonlyMap<string, string>): void {
  console.log(
    `${JSON.stringify(path)}: git ${isIgnored ? "ignores it, pyward reads it" : "keeps it, pyward does not"}`,
  );
  for (const [file, text] of rules)
    if (path.startsWith(dirname(file))) console.log(`  ${file}: ${JSON.stringify(text)}`);
}
