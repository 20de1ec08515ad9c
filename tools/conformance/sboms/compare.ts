// Compares what pyward reads in SBOMs with what the formats' own libraries read there, and with what was really locked or
// installed. The SBOMs are made by their tools on the spot.
//
//   node tools/conformance/sboms/compare.ts PYTHON TARGET…
//
// PYTHON has cyclonedx-bom, spdx-tools, spdx-python-model and sbom4python. A TARGET is a virtual environment, or a folder
// with a uv.lock. Exit code 1: something was lost, or made up.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { Inventory } from "../../../packages/pyward/src/model/index.ts";
import { readSbom } from "../../../packages/pyward/src/sources/shared/sbom/read-sbom.ts";

interface Answer {
  readonly file: string;
  /** `name@version`; null where the format's library refuses the document. */
  readonly packages: readonly string[] | null;
  readonly needs: readonly (readonly [string, string])[] | null;
  /** What was locked or installed; null where the tool decides itself what it takes. */
  readonly truth: readonly string[] | null;
}

const [python, ...targets] = process.argv.slice(2);
if (python === undefined || targets.length === 0)
  throw new Error("which Python, and which environments or locks?");
const folder = mkdtempSync(join(tmpdir(), "pyward-sboms-"));
const totals = { packages: 0, needs: 0, held: 0 };
let differences = 0;
let documents = 0;
try {
  for (const answer of ask(python)) await compare(answer);
} finally {
  rmSync(folder, { recursive: true });
}
console.log(
  `${documents} SBOMs, ${totals.packages} packages and ${totals.needs} edges, ` +
    `${totals.held} packages held against the lock or the environment: ${differences} differences`,
);
process.exitCode = differences === 0 && documents > 0 ? 0 : 1;

function ask(program: string): readonly Answer[] {
  const script = join(import.meta.dirname, "make_and_read.py");
  const answer = spawnSync(program, [script, folder, ...targets], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (answer.status !== 0) throw new Error(`${program} failed`);
  return answer.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function compare({ file, packages, needs, truth }: Answer): Promise<void> {
  const inventory = await readSbom(nodeTree(folder), { path: file });
  const found = new Set(inventory.dependencies.map(({ name, version }) => `${name}@${version ?? ""}`));
  documents++;
  totals.packages += packages?.length ?? 0;
  totals.needs += needs?.length ?? 0;
  if (packages !== null) tell(file, "package", packages, found);
  if (needs !== null) tell(file, "edge", needs.map(arrow), edgesOf(inventory));
  for (const { code, reason, origin } of inventory.gaps) {
    differences++;
    console.log(`${file}:${origin?.line ?? 0}: ${code}: ${reason}`);
  }
  if (truth === null) return;
  totals.held += truth.length;
  tell(`${file} against what is there`, "package", truth, found);
}

function arrow([from, to]: readonly [string, string]): string {
  return `${from} → ${to}`;
}

function edgesOf({ dependencies, edges }: Inventory): ReadonlySet<string> {
  const names = new Map(dependencies.map(({ key, name, version }) => [key, `${name}@${version ?? ""}`]));
  return new Set(
    edges
      .map(({ from, to }) => [names.get(from) ?? "", names.get(to) ?? ""] as const)
      .filter(([from, to]) => from !== to)
      .map(arrow),
  );
}

function tell(file: string, what: string, wanted: readonly string[], found: ReadonlySet<string>): void {
  const lost = wanted.filter((one) => !found.has(one));
  const known = new Set(wanted);
  const added = [...found].filter((one) => !known.has(one));
  differences += lost.length + added.length;
  if (lost.length > 0) console.log(`${file}: lost ${lost.length} ${what}s: ${lost.slice(0, 5).join(", ")}`);
  if (added.length > 0)
    console.log(`${file}: added ${added.length} ${what}s: ${added.slice(0, 5).join(", ")}`);
}
