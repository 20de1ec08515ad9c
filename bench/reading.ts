// `node bench/reading.ts [RUNS]`: reading alone, each time in a fresh process, with what is read in the file cache. Ratios are what counts.
//
// A uv.lock of 5,000 packages, read with the place of every package, beside smol-toml, which keeps none; an environment of 500 distributions.
// The lock is read in two forms: as real ones are, and flat, where one project needs all of the others.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeRealLock } from "./real-lock.ts";
import { makeWorkload, readPins } from "./workloads.ts";

const SOURCES = join(import.meta.dirname, "../packages/pyward/src");

interface Run {
  readonly ms: number;
  readonly mb: number;
  readonly found: number;
}

/** Printed by each process: milliseconds of reading, peak megabytes of the process, and how much was found. */
const FRAME = (imports: string, reading: string): string => `${imports}
const start = performance.now();
const found = await (async () => { ${reading} })();
const ms = performance.now() - start;
console.log(JSON.stringify({ ms, mb: process.resourceUsage().maxRSS / 1024, found }));`;

const TREE = `import { nodeTree } from "${SOURCES}/host/node/index.ts";`;

/** What is read, by name: what to import, and the reading. */
function programs(
  locks: Readonly<Record<"real" | "flat", string>>,
  environment: string,
): Readonly<Record<string, string>> {
  const target = (path: string, folder: string): string =>
    `const { dependencies } = await source.read(nodeTree(${JSON.stringify(folder)}), { path: ${JSON.stringify(path)} }, { workingDirectory: "" }); return dependencies.length;`;
  const texts: Record<string, string> = { "an empty process": FRAME("", "return 0;") };
  for (const [form, folder] of Object.entries(locks)) {
    texts[`smol-toml, ${form}`] = FRAME(
      'import { readFileSync } from "node:fs"; import { parse } from "smol-toml";',
      `return parse(readFileSync(${JSON.stringify(join(folder, "uv.lock"))}, "utf8")).package.length;`,
    );
    texts[`uv.lock of 5,000, ${form}`] = FRAME(
      `${TREE} import { uvLock as source } from "${SOURCES}/sources/uv-lock/index.ts";`,
      target("uv.lock", folder),
    );
  }
  texts["environment of 500"] = FRAME(
    `${TREE} import { environment as source } from "${SOURCES}/sources/environment/index.ts";`,
    target("", environment),
  );
  return texts;
}

async function main(runs: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "pyward-reading-"));
  try {
    const flat = makeWorkload("w5000", folder).uvLock;
    const real = makeRealLock(join(folder, "real"), readPins("w5000"));
    const environment = makeEnvironment(join(folder, "environment"));
    const bundles = await bundle(programs({ real, flat }, environment), folder);
    const measured = new Map<string, Run[]>([...bundles.keys()].map((name) => [name, []]));
    // In turns, so that a busy moment of the machine meets all of them.
    for (let run = 0; run < runs; run += 1)
      for (const [name, file] of bundles) measured.get(name)?.push(measure(file));
    print(measured);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundle(
  texts: Readonly<Record<string, string>>,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [name, contents] of Object.entries(texts)) {
    const outfile = join(folder, `${files.size}.mjs`);
    const stdin = { contents, resolveDir: import.meta.dirname, loader: "ts" } as const;
    await build({ stdin, outfile, bundle: true, format: "esm", platform: "node", minify: true });
    files.set(name, outfile);
  }
  return files;
}

/** As uv installs: METADATA with a description of some kilobytes, RECORD, WHEEL, INSTALLER; each needs a few others. */
function makeEnvironment(root: string): string {
  const site = join(root, "lib/python3.12/site-packages");
  for (let number = 0; number < 500; number += 1) {
    const folder = join(site, `package_${number}-1.${number}.dist-info`);
    mkdirSync(folder, { recursive: true });
    const needs = [1, 7, 30].map((step) => `Requires-Dist: package-${(number + step) % 500}>=1\n`).join("");
    const head = `Metadata-Version: 2.1\nName: package-${number}\nVersion: 1.${number}\nSummary: A package\n${needs}\n`;
    writeFileSync(
      join(folder, "METADATA"),
      head + "A line of the long description of a package.\n".repeat(150),
    );
    writeFileSync(join(folder, "RECORD"), `package_${number}/__init__.py,sha256=AAAA,0\n`.repeat(60));
    writeFileSync(join(folder, "WHEEL"), "Wheel-Version: 1.0\n");
    writeFileSync(join(folder, "INSTALLER"), "uv");
  }
  writeFileSync(join(root, "pyvenv.cfg"), "version = 3.12.1\n");
  return root;
}

function measure(file: string): Run {
  const done = spawnSync(process.execPath, [file], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout);
}

function print(measured: ReadonlyMap<string, readonly Run[]>): void {
  const median = (name: string, figure: keyof Run): number =>
    (measured.get(name) ?? []).map((run) => run[figure]).toSorted((a, b) => a - b)[
      Math.floor((measured.get(name) ?? []).length / 2)
    ] ?? NaN;
  for (const name of measured.keys())
    console.log(
      `${name.padEnd(28)}${median(name, "ms").toFixed(1).padStart(8)} ms${median(name, "mb").toFixed(0).padStart(6)} MB  ${median(name, "found")} found`,
    );
  const ofLock = (form: string, figure: keyof Run): number => median(`uv.lock of 5,000, ${form}`, figure);
  const ratio = (form: string): number => ofLock(form, "ms") / median(`smol-toml, ${form}`, "ms");
  console.log("bars");
  const bars: readonly (readonly [string, number, number])[] = [
    ["uv.lock with places / smol-toml without: time", ratio("real"), 0.6],
    ["the same of the flat lock", ratio("flat"), 0.6],
    ["uv.lock with places: peak megabytes", Math.max(ofLock("real", "mb"), ofLock("flat", "mb")), 120],
    ["environment of 500: seconds", median("environment of 500", "ms") / 1000, 0.5],
  ];
  for (const [claim, figure, most] of bars)
    console.log(
      `${figure <= most ? "ok    " : "BROKEN"} ${claim} ${figure.toFixed(2)} (at most ${most.toFixed(2)})`,
    );
  if (bars.some(([, figure, most]) => !(figure <= most))) process.exitCode = 1;
}

await main(Number(process.argv[2] ?? "9"));
