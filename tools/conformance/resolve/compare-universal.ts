/**
 * The scenarios for every environment at once, by our resolver and by the real `uv pip compile --universal` over an
 * index on this machine. Pins are the same where their versions are and their markers hold in the same environments.
 *
 *   node tools/conformance/resolve/compare-universal.ts UV [--projects]
 *
 * With `--projects` real projects as of a fixed day, over the index that is configured for this machine, without those
 * for which uv builds sdists. A difference is explained where the scenario's `differs` names uv's answer, or where it is
 * of how uv writes a pre-release of Python. Ends with 1 if one is not.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMarker } from "../../../packages/pyward/src/python/index.ts";
import { metadataOf } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";
import { MarkerSpace, type Diagram } from "../../../packages/pyward/src/resolve/universal/diagram.ts";
import { diagramOf } from "../../../packages/pyward/src/resolve/universal/diagram-of-marker.ts";
import {
  linesOf,
  resolveScenario,
  type UniversalScenario,
} from "../../../packages/pyward/src/resolve/universal/scenario.ts";
import { consistent, pythonsOf } from "../../../packages/pyward/src/resolve/universal/universe.ts";
import { askUvForLines, runProgram } from "./ask-uv.ts";
import { askOursUniversally } from "./our-resolver.ts";
import { BEFORE, PROJECTS } from "./projects-list.ts";
import { serveScenarios } from "./serve.ts";

const FILE = join(import.meta.dirname, "../../../packages/pyward/src/resolve/universal/scenarios.json");

async function main(uv: string): Promise<void> {
  const scenarios: readonly UniversalScenario[] = JSON.parse(readFileSync(FILE, "utf8"));
  const { server, origin } = await serveScenarios(scenarios);
  const folder = mkdtempSync(join(tmpdir(), "pyward-universal-"));
  let [same, explained, unexplained] = [0, 0, 0];
  try {
    for (const [at, { differs, ...scenario }] of scenarios.entries()) {
      const place = { uv, folder: join(folder, String(at)), origin: `${origin}/${at}` };
      const python = scenario.python.replace(">=", "");
      const theirs = await askUvForLines({ ...scenario, python }, place, true);
      const ours = linesOf(await resolveScenario(scenario, metadataOf(scenario)));
      const isSame = areSame(scenario.python, ours, theirs.lines);
      const isExplained = differs !== undefined && areSame(scenario.python, differs.uv, theirs.lines);
      if (isSame && differs === undefined) same++;
      else if (!isSame && isExplained) explained++;
      else {
        unexplained++;
        console.log(
          `${scenario.name}\n  pyward: ${ours?.join(" | ")}\n  uv:     ${theirs.lines?.join(" | ")}`,
        );
        console.log(theirs.stderr.replaceAll(/^warning.*\n/gm, "").trim());
      }
    }
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    `${scenarios.length} universal scenarios: ${same} as uv, ${explained} explained differences, ${unexplained} differences unexplained`,
  );
  process.exitCode = unexplained === 0 ? 0 : 1;
}

function areSame(python: string, a: readonly string[] | null, b: readonly string[] | null): boolean {
  return a === null || b === null ? a === b : differences(python, a, b).length === 0;
}

/** The pins that stand on one side only, or hold elsewhere. */
function differences(python: string, a: readonly string[], b: readonly string[]): readonly string[] {
  const space = new MarkerSpace();
  const universe = space.and(consistent(space), pythonsOf(space, python));
  const [one, other] = [a, b].map(
    (lines) =>
      new Map(
        lines.map((line): [string, Diagram] => {
          const [pin = "", text = ""] = line.split(";").map((part) => part.trim());
          const marker = text === "" ? null : parseMarker(text);
          const where = diagramOf(space, marker?.ok === true ? marker.value : null, "");
          return [pin.replace(/\[.*\]/, ""), space.and(universe, where)];
        }),
      ),
  );
  const pins = new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])]);
  return [...pins].filter((pin) => one?.get(pin) !== other?.get(pin)).toSorted();
}

/** coverage asks for tomli up to Python 3.11.0a6, which uv writes as `<= '3.11'`: one release more. */
const ROUNDED: ReadonlySet<string> = new Set(["tomli"]);

async function compareProjects(uv: string): Promise<void> {
  const kept = process.env["KEPT"];
  const folder = kept ?? mkdtempSync(join(tmpdir(), "pyward-universal-"));
  let [pins, same, explained, unexplained] = [0, 0, 0, 0];
  const projects = PROJECTS.filter(({ differs, name }) => differs === undefined && name !== "home-assistant");
  for (const { name, ask } of projects) {
    const resolution = await askOursUniversally({
      ...{ ask, before: BEFORE, cache: join(folder, "ours"), indexUrl: null },
    });
    const ours = linesOf(resolution) ?? [];
    const theirs = await universalPinsOfUv(uv, folder, ask);
    const all = differences(">=3.10", ours, theirs);
    const others = all.filter((pin) => !ROUNDED.has(pin.split("==")[0] ?? ""));
    pins += ours.length;
    if (all.length === 0) same++;
    else if (others.length === 0) explained++;
    unexplained += others.length;
    const regions = resolution.kind === "resolved" ? resolution.regions : 0;
    console.log(`${name}: ${ours.length} pins in ${regions} regions, ${all.length} differ: ${all.join(" ")}`);
  }
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  console.log(
    `${projects.length} projects for all environments, ${pins} pins: ${same} as uv, ${explained} with explained differences, ${unexplained} differences unexplained`,
  );
  process.exitCode = unexplained === 0 ? 0 : 1;
}

async function universalPinsOfUv(
  uv: string,
  folder: string,
  ask: readonly string[],
): Promise<readonly string[]> {
  const input = join(folder, "ask.in");
  writeFileSync(input, ask.map((line) => `${line}\n`).join(""));
  const { stdout } = await runProgram(uv, [
    ...["pip", "compile", input, "--universal", "--no-header", "--no-annotate", "--no-config", "--quiet"],
    ...["--python-version", "3.10", "--no-python-downloads", "--exclude-newer", BEFORE],
    ...["--cache-dir", join(folder, "uv")],
  ]);
  return stdout.split("\n").filter((line) => line.includes("=="));
}

const [uv = "uv", option] = process.argv.slice(2);
await (option === "--projects" ? compareProjects(uv) : main(uv));
