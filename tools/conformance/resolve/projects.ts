/**
 * Real projects by our resolver and by the real `uv pip compile`, for Python 3.12 on Linux, over the index that is
 * configured for this machine as it was on a fixed day.
 *
 *   node tools/conformance/resolve/projects.ts UV [NAME…]
 *
 * A difference is explained where the project's `differs` names the package. Ends with 1 if one is not.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runProgram } from "./ask-uv.ts";
import { askOurs, realPins } from "./our-resolver.ts";
import { BEFORE, PROJECTS, type AskedProject } from "./projects-list.ts";

async function main(uv: string, names: readonly string[]): Promise<void> {
  const kept = process.env["KEPT"];
  const folder = kept ?? mkdtempSync(join(tmpdir(), "pyward-projects-"));
  const projects = PROJECTS.filter(({ name }) => names.length === 0 || names.includes(name));
  let [same, explained, unexplained, pins] = [0, 0, 0, 0];
  try {
    for (const project of projects) {
      const found = await compareProject(project, { uv, folder });
      pins += found.pins;
      unexplained += found.unexplained;
      if (found.explained + found.unexplained === 0) same++;
      else if (found.unexplained === 0) explained++;
    }
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `${projects.length} projects, ${pins} pins: ${same} as uv, ${explained} with explained differences, ${unexplained} differences unexplained`,
  );
  process.exitCode = unexplained === 0 ? 0 : 1;
}

interface Compared {
  readonly pins: number;
  readonly explained: number;
  readonly unexplained: number;
}

async function compareProject(
  { name, ask, differs = {} }: AskedProject,
  { uv, folder }: { readonly uv: string; readonly folder: string },
): Promise<Compared> {
  const started = performance.now();
  const resolution = await askOurs({ ask, before: BEFORE, cache: join(folder, "ours"), indexUrl: null });
  const between = performance.now();
  const theirs = await pinsOfUv(ask, { uv, folder });
  const times = `${((between - started) / 1000).toFixed(1)} s, uv ${((performance.now() - between) / 1000).toFixed(1)} s`;
  const ours = realPins(resolution);
  if (typeof ours === "string" || typeof theirs === "string") {
    const isSame = typeof ours === "string" && typeof theirs === "string";
    console.log(`${name}: pyward ${describe(ours)}; uv ${describe(theirs)} (${times})`);
    return { pins: 0, explained: 0, unexplained: isSame ? 0 : 1 };
  }
  const all = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  const different = all.filter((one) => ours.get(one) !== theirs.get(one));
  console.log(`${name}: ${ours.size} pins, ${different.length} differ (${times})`);
  for (const one of different) {
    console.log(
      `  ${one}: ${ours.get(one) ?? "–"}; uv ${theirs.get(one) ?? "–"}; ${differs[one] ?? "unexplained"}`,
    );
  }
  for (const pin of resolution.kind === "resolved" ? resolution.pins : []) {
    if (pin.dynamic !== null) console.log(`  ${pin.name} cannot be looked into: ${pin.dynamic}`);
  }
  const explained = different.filter((one) => differs[one] !== undefined).length;
  return { pins: ours.size, explained, unexplained: different.length - explained };
}

function describe(pins: ReadonlyMap<string, string> | string): string {
  return typeof pins === "string" ? pins : `${pins.size} pins`;
}

async function pinsOfUv(
  ask: readonly string[],
  { uv, folder }: { readonly uv: string; readonly folder: string },
): Promise<ReadonlyMap<string, string> | string> {
  mkdirSync(folder, { recursive: true });
  const input = join(folder, "ask.in");
  writeFileSync(input, ask.map((line) => `${line}\n`).join(""));
  const { code, stdout, stderr } = await runProgram(uv, [
    ...["pip", "compile", input, "--no-header", "--no-annotate", "--no-config", "--quiet"],
    ...["--python-version", "3.12", "--python-platform", "x86_64-unknown-linux-gnu", "--no-python-downloads"],
    ...["--exclude-newer", BEFORE, "--cache-dir", join(folder, "uv")],
  ]);
  if (code !== 0) return stderr.trim().slice(0, 2000);
  const lines = stdout.split("\n").filter((line) => line.includes("=="));
  return new Map(
    lines.map((line): [string, string] => {
      const [name = "", version = ""] = line.split("==");
      return [name.replace(/\[.*/, ""), version.replace(/ *;.*/, "").trim()];
    }),
  );
}

const [uv = "uv", ...names] = process.argv.slice(2);
await main(uv, names);
