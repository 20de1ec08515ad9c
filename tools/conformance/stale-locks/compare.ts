// Lets the real tools lock small projects, changes the manifests, and compares what the tool says of the lock then with
// what pyward says.
//
//   node tools/conformance/stale-locks/compare.ts FOLDER [INDEX [TOOL…]]
//
// FOLDER holds uv, poetry, pdm and pipenv; INDEX is the URL of a package index (PEP 503): without it the projects that name one
// are left out. Exit code 1: there are unexplained differences.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { Staleness } from "../../../packages/pyward/src/model/index.ts";
import { SOURCES } from "../../../packages/pyward/src/sources/registry.ts";
import { PROJECTS, type Change, type Project } from "./cases.ts";

const TOOLS = {
  uv: { lock: ["lock"], check: ["lock", "--check"], files: ["pyproject.toml", "uv.lock"] },
  poetry: { lock: ["lock"], check: ["check", "--lock"], files: ["pyproject.toml", "poetry.lock"] },
  pdm: { lock: ["lock"], check: ["lock", "--check"], files: ["pyproject.toml", "pdm.lock"] },
  pipenv: { lock: ["lock"], check: ["verify"], files: ["Pipfile", "Pipfile.lock"] },
} as const;

/** Differences that are meant, by tool and change. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ["uv: build system", "the project itself is installed in another way, its dependencies are the same"],
]);

const [programs = "", index = "", ...wanted] = process.argv.slice(2);
let [compared, differences] = [0, 0];
for (const project of PROJECTS) {
  if (index === "" && project.manifest.includes("{INDEX}")) {
    console.log(`${project.tool}: a project that names its index is left out: no INDEX`);
    continue;
  }
  if (wanted.length === 0 || wanted.includes(project.tool)) await compareProject(project);
}
console.log(`${compared} comparisons, ${differences} unexplained differences`);
process.exitCode = differences === 0 && compared > 0 ? 0 : 1;

async function compareProject(project: Project): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-stale-"));
  const { tool, changes } = project;
  const [manifestFile] = TOOLS[tool].files;
  try {
    const manifest = project.manifest.replace("{INDEX}", index);
    writeFileSync(join(folder, manifestFile), manifest);
    run(tool, TOOLS[tool].lock, folder);
    for (const change of changes) {
      writeFileSync(join(folder, manifestFile), change.apply(manifest));
      await compareChange(project, change, folder);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compareChange({ tool, name }: Project, change: Change, folder: string): Promise<void> {
  const isFresh = passes(tool, TOOLS[tool].check, folder);
  const [manifest, lock] = TOOLS[tool].files;
  const staleness = await askPyward(folder, manifest, lock);
  compared++;
  const agrees = staleness.kind === (isFresh ? "fresh" : "stale");
  const meant = MEANT.get(`${tool}: ${change.name}`);
  if (!agrees && meant === undefined) differences++;
  const reasons = staleness.kind === "stale" ? `: ${staleness.reasons.join("; ")}` : "";
  const verdict = agrees ? "same" : meant === undefined ? "DIFFERENT" : `meant (${meant})`;
  console.log(
    `${verdict.padEnd(10)} ${tool} ${name}, ${change.name}: ${isFresh ? "fresh" : "stale"}, pyward ${staleness.kind}${reasons}`,
  );
}

async function askPyward(folder: string, manifest: string, lock: string): Promise<Staleness> {
  const tree = nodeTree(folder);
  const load = (name: string) => SOURCES.find(({ meta }) => meta.claims({ name, folder: "" }))?.load();
  const asks = await (await load(manifest))?.read(tree, { path: manifest }, { workingDirectory: "" });
  const source = await load(lock);
  if (asks === undefined || source?.staleness === undefined) throw new Error(`nothing compares ${lock}`);
  return source.staleness({ tree, lock, manifest, asks });
}

function start(tool: string, argv: readonly string[], folder: string) {
  const path = `${programs}${delimiter}${process.env["PATH"] ?? ""}`;
  const env = {
    ...process.env,
    PATH: path,
    PIPENV_VENV_IN_PROJECT: "1",
    POETRY_VIRTUALENVS_IN_PROJECT: "true",
    PIPENV_IGNORE_VIRTUALENVS: "1",
    NO_COLOR: "1",
  };
  return spawnSync(join(programs, tool), argv, { cwd: folder, encoding: "utf8", env });
}

function run(tool: string, argv: readonly string[], folder: string): void {
  const answer = start(tool, argv, folder);
  if (answer.status !== 0)
    throw new Error(`${tool} ${argv.join(" ")} failed: ${answer.stdout}${answer.stderr}`);
}

function passes(tool: string, argv: readonly string[], folder: string): boolean {
  return start(tool, argv, folder).status === 0;
}
