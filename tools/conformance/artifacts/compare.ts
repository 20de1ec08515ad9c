// Compares how pyward and importlib.metadata read artifacts: distributions, requirements, and the copies inside of them.
//
//   node tools/conformance/artifacts/compare.ts PYTHON FOLDER
//
// Exit code 1: there are differences.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import type { Dependency, Inventory } from "../../../packages/pyward/src/model/index.ts";
import {
  formatSpecifiers,
  normalizeName,
  parseRequirement,
  parseSpecifiers,
} from "../../../packages/pyward/src/python/index.ts";
import { SOURCES } from "../../../packages/pyward/src/sources/registry.ts";

interface Distribution {
  readonly name: string;
  readonly version: string;
  /** Null where only a build can tell. */
  readonly requires: readonly string[] | null;
}

interface Artifact {
  readonly path: string;
  readonly distributions: readonly Distribution[];
  readonly copies: readonly (readonly [name: string, version: string])[];
}

const [python = "python3", folder = "."] = process.argv.slice(2);
const totals = { artifacts: 0, distributions: 0, requirements: 0, copies: 0, differences: 0 };

for (const artifact of ask()) {
  totals.artifacts++;
  const inventory = await read(artifact.path);
  const ordinary = inventory.dependencies.filter(({ embeddedIn }) => embeddedIn === null);
  const installed = ordinary.filter(
    ({ basis, key }) => basis === "installed" && !key.endsWith(" as runtime"),
  );
  totals.distributions += artifact.distributions.length;
  compare(`${artifact.path}: distributions`, artifact.distributions.map(release), installed.map(release));
  compareRequirements(artifact, ordinary, inventory);
  const copies = inventory.dependencies.filter(({ embeddedIn }) => embeddedIn !== null).map(release);
  totals.copies += new Set(copies).size;
  compare(
    `${artifact.path}: copies`,
    artifact.copies.map(([name, version]) => release({ name, version })),
    copies,
  );
}
const { artifacts, distributions, requirements, copies, differences } = totals;
console.log(
  `${artifacts} artifacts, ${distributions} distributions, ${requirements} requirements, ${copies} copies: ${differences} differences`,
);
process.exitCode = differences === 0 && artifacts > 0 ? 0 : 1;

function ask(): readonly Artifact[] {
  const script = join(import.meta.dirname, "read_with_python.py");
  const answer = spawnSync(python, ["-I", script, folder], { encoding: "utf8", maxBuffer: 2 ** 30 });
  if (answer.status !== 0) throw new Error(`${python} failed: ${answer.stderr}`);
  return answer.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

async function read(path: string): Promise<Inventory> {
  const entry = SOURCES.find(
    ({ meta }) => meta.role === "artifact" && meta.claims({ name: path, folder: "" }),
  );
  if (entry === undefined) throw new Error(`no source claims ${path}`);
  const source = await entry.load();
  return source.read(nodeTree(folder), { path }, { workingDirectory: "" });
}

function release({ name, version }: { readonly name: string; readonly version: string | null }): string {
  return `${normalizeName(name)} ${version}`;
}

/** Of one distribution that is the artifact itself: bundled ones need each other, which makes edges. */
function compareRequirements(
  artifact: Artifact,
  ordinary: readonly Dependency[],
  inventory: Inventory,
): void {
  const [only, ...others] = artifact.distributions;
  if (only === undefined || others.length > 0 || artifact.path.match(/\.(?:pyz|pex)$/u) !== null) return;
  const isDynamic = inventory.gaps.some(({ code }) => code === "dynamic-metadata");
  if ((only.requires === null) !== isDynamic)
    report(`${artifact.path}: dynamic is ${only.requires === null}, pyward says ${isDynamic}`);
  const declared = ordinary.filter(({ basis, scopes }) => basis === "declared" && !scopes.includes("build"));
  const wanted = (only.requires ?? []).flatMap((text) => asked(text, only.name));
  totals.requirements += wanted.length;
  if (only.requires !== null) compare(`${artifact.path}: requirements`, wanted, declared.map(told));
}

/** A requirement of the package's own extras is followed, not listed. */
function asked(text: string, own: string): readonly string[] {
  const parsed = parseRequirement(text);
  if (!parsed.ok) return [`unparsable: ${text}`];
  const { name, specifiers, url } = parsed.value;
  return name === normalizeName(own)
    ? []
    : [`${name} ${url === null ? formatSpecifiers(specifiers) : "url"}`];
}

function told({ name, specifiers, version, pin }: Dependency): string {
  if (pin === "url") return `${name} url`;
  const set = parseSpecifiers(version === null ? (specifiers ?? "") : `==${version}`);
  return `${name} ${set.ok ? formatSpecifiers(set.value) : "?"}`;
}

function compare(what: string, wanted: readonly string[], got: readonly string[]): void {
  const [want, have] = [new Set(wanted), new Set(got)];
  const missing = [...want].filter((one) => !have.has(one));
  const extra = [...have].filter((one) => !want.has(one));
  if (missing.length > 0) report(`${what}: pyward lacks ${missing.join(", ")}`);
  if (extra.length > 0) report(`${what}: pyward has besides ${extra.join(", ")}`);
}

function report(difference: string): void {
  totals.differences++;
  console.log(difference);
}
