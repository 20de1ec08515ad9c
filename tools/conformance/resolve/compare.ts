/**
 * Our scenarios, and random graphs, by our resolver and by the real `uv pip compile` over an index on this machine.
 *
 *   node tools/conformance/resolve/compare.ts UV [GRAPHS]
 *   node tools/conformance/resolve/compare-universal.ts UV
 *
 * A difference is explained where the scenario's `differs` names uv's answer. Ends with 1 if one is not.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolve } from "../../../packages/pyward/src/resolve/resolve.ts";
import { metadataOf, pinsOf, requestOf } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";
import type { Scenario } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";
import { askUv, type UvAnswer } from "./ask-uv.ts";
import { randomScenario } from "./random-scenario.ts";
import { serveScenarios } from "./serve.ts";

const SCENARIOS = join(import.meta.dirname, "../../../packages/pyward/src/resolve/scenarios");

async function main(uv: string, graphs: number): Promise<void> {
  const scenarios = readdirSync(SCENARIOS)
    .filter((file) => file.endsWith(".json"))
    .toSorted()
    .flatMap((file) => read(file))
    .filter(({ forbid }) => forbid === undefined);
  const random = Array.from({ length: graphs }, (_, seed) => randomScenario(seed + 1));
  const { server, origin } = await serveScenarios([...scenarios, ...random]);
  const folder = mkdtempSync(join(tmpdir(), "pyward-resolve-"));
  try {
    const ask = (scenario: Scenario, at: number): Promise<UvAnswer> =>
      askUv(scenario, { uv, folder: join(folder, String(at)), origin: `${origin}/${at}` });
    const unexplained = await compareScenarios(scenarios, ask);
    const odd = await compareRandom(random, (scenario, at) => ask(scenario, at + scenarios.length));
    console.log(`${unexplained + odd} differences unexplained`);
    process.exitCode = unexplained + odd === 0 ? 0 : 1;
  } finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(file: string): readonly Scenario[] {
  const scenarios: readonly Scenario[] = JSON.parse(readFileSync(join(SCENARIOS, file), "utf8"));
  return scenarios.map((scenario) => ({
    ...scenario,
    name: `${file.replace(".json", "")}: ${scenario.name}`,
  }));
}

type Ask = (scenario: Scenario, at: number) => Promise<UvAnswer>;

async function compareScenarios(scenarios: readonly Scenario[], ask: Ask): Promise<number> {
  let [same, explained, unexplained] = [0, 0, 0];
  for (const [at, scenario] of scenarios.entries()) {
    const theirs = await ask(scenario, at);
    const ours = pinsOf(await resolve(requestOf(scenario), metadataOf(scenario)));
    const isExplained = scenario.differs !== undefined && scenario.differs.uv === theirs.pins;
    if (ours === theirs.pins && scenario.differs === undefined) same++;
    else if (isExplained && ours !== theirs.pins) explained++;
    else {
      unexplained++;
      console.log(`${scenario.name}\n  pyward: ${ours}\n  uv:     ${theirs.pins}\n${theirs.stderr.trim()}`);
    }
  }
  console.log(`${scenarios.length} scenarios: ${same} as uv, ${explained} explained differences`);
  return unexplained;
}

/** Both solve with the same pins, or neither solves, or there is a tie, which is printed like a difference. */
async function compareRandom(scenarios: readonly Scenario[], ask: Ask): Promise<number> {
  let [same, neither, ties, odd] = [0, 0, 0, 0];
  for (const [at, scenario] of scenarios.entries()) {
    const theirs = await ask(scenario, at);
    const ours = pinsOf(await resolve(requestOf(scenario), metadataOf(scenario)));
    if (ours === theirs.pins) {
      if (ours === null) neither++;
      else same++;
      continue;
    }
    const isTie = await isTied(scenario, ours, theirs.pins);
    if (isTie) ties++;
    else odd++;
    console.log(
      `${isTie ? "tie" : "random"} ${scenario.name}: ${scenario.ask}\n  pyward: ${ours}\n  uv:     ${theirs.pins}`,
    );
  }
  console.log(
    `${scenarios.length} random graphs: ${same} with the same pins, ${neither} that neither solves`,
  );
  return odd;
}

/** Both answers hold, and each has a package in a newer version than the other: which one comes first is a matter of order. */
async function isTied(scenario: Scenario, ours: string | null, theirs: string | null): Promise<boolean> {
  if (ours === null || theirs === null) return false;
  const pinned = { ...scenario, ask: [scenario.ask, ...theirs.split(" ")].join(" & ") };
  const holds = pinsOf(await resolve(requestOf(pinned), metadataOf(pinned))) === theirs;
  return holds && hasNewer(ours, theirs) && hasNewer(theirs, ours);
}

function hasNewer(one: string, other: string): boolean {
  const others = new Map(other.split(" ").map((pin): [string, string] => [pin.split("==")[0] ?? "", pin]));
  // Versions of random graphs are `1.0` and the like: texts have their order.
  return one.split(" ").some((pin) => pin > (others.get(pin.split("==")[0] ?? "") ?? pin));
}

const [uv = "uv", graphs = "300"] = process.argv.slice(2);
await main(uv, Number(graphs));
