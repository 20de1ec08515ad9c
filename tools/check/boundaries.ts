// The boundary gate: dependency-cruiser's verdict, and proof that it looked. It silently skips every `.ts` file when
// it finds no TypeScript that it knows, and is then green whatever the code does.
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join, sep } from "node:path";
import { promisify } from "node:util";

const FOLDERS = ["packages", "tools", "test", "bench"];
const REPOSITORY = join(import.meta.dirname, "../..");

interface Module {
  readonly source: string;
  readonly dependencies: readonly { readonly dependencyTypes: readonly string[] }[];
}

export interface Cruise {
  readonly modules: readonly Module[];
  readonly violations: readonly Violation[];
}

interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Runs the rules of `.dependency-cruiser.mjs` over a checkout. */
export async function cruise(root: string): Promise<Cruise> {
  const tool = join(REPOSITORY, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
  const folders = FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const options = [tool, "--config", ".dependency-cruiser.mjs", "--output-type", "json", ...folders];
  const text = await outputOf(process.execPath, options, root);
  const result: {
    readonly modules: readonly Module[];
    readonly summary: {
      readonly violations: readonly (Omit<Violation, "rule"> & {
        readonly rule: { readonly name: string };
      })[];
    };
  } = JSON.parse(text);
  return {
    modules: result.modules,
    violations: result.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/** What makes a verdict worthless, as sentences: files that were not looked into. Empty when all were. */
export function blindSpots(seen: Cruise, files: readonly string[]): string[] {
  const modules = new Set(seen.modules.map((module) => module.source));
  const skipped = files.filter((file) => !modules.has(file));
  const seesTypes = seen.modules.some((module) =>
    module.dependencies.some((dependency) => dependency.dependencyTypes.includes("type-only")),
  );
  return [
    ...skipped.map((file) => `not looked into: ${file}`),
    ...(seesTypes
      ? []
      : ["no type-only import was seen: dependency-cruiser found no TypeScript that it knows"]),
  ];
}

/** The one file that may start a program (decision 0063). */
const STARTS_A_PROGRAM = "packages/pyward/src/host/node/keyring.ts";
/** Modules of Node without an import, which the rules would not see. */
const BACK_DOOR = /getBuiltinModule|process\s*\.\s*binding|mainModule|createRequire/;

/** Files of the product that reach Node's modules in another way than by importing them, as sentences. */
export function backDoors(files: readonly string[], textOf: (file: string) => string): string[] {
  return files
    .filter((file) => /^packages\/[^/]+\/src\//.test(file) && !file.endsWith(".test.ts"))
    .filter((file) => file !== STARTS_A_PROGRAM && BACK_DOOR.test(textOf(file)))
    .map((file) => `takes a module of Node without importing it, as only ${STARTS_A_PROGRAM} may: ${file}`);
}

/** Every TypeScript file that the rules are about. */
export async function typeScriptFiles(root: string): Promise<string[]> {
  const files: string[] = [];
  const exclude = (name: string): boolean =>
    ["node_modules", "dist", "fixtures"].includes(name.split(sep).at(-1) ?? "");
  for await (const file of glob(`{${FOLDERS.join(",")}}/**/*.ts`, { cwd: root, exclude })) files.push(file);
  return files.toSorted();
}

/** It exits with the number of violations, so that the output counts, not the code. */
async function outputOf(program: string, options: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(program, options, { cwd, maxBuffer: 2 ** 28 }).catch(
    (error: { readonly stdout: string; readonly stderr: string }) => {
      if (error.stdout.startsWith("{")) return error;
      throw new Error(`dependency-cruiser failed: ${error.stderr}`);
    },
  );
  return stdout;
}

async function main(): Promise<void> {
  const seen = await cruise(REPOSITORY);
  const files = await typeScriptFiles(REPOSITORY);
  const lines = [
    ...blindSpots(seen, files),
    ...backDoors(files, (file) => readFileSync(join(REPOSITORY, file), "utf8")),
    ...seen.violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
  ];
  if (lines.length === 0) return;
  console.error(lines.join("\n"));
  console.error("What each rule means, and what to do instead, stands beside it in .dependency-cruiser.mjs.");
  process.exitCode = 1;
}

if (import.meta.main) await main();
