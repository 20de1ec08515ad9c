/**
 * The scenarios for every environment at once, by our resolver and by the real `uv pip compile --universal` over an
 * index on this machine. Pins are the same where their versions are and their markers hold in the same environments.
 *
 *   node tools/conformance/resolve/compare-universal.ts UV
 *
 * A difference is explained where the scenario's `differs` names uv's answer. Ends with 1 if one is not.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMarker } from "../../../packages/pyward/src/python/index.ts";
import { metadataOf } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";
import { MarkerSpace } from "../../../packages/pyward/src/resolve/universal/diagram.ts";
import { diagramOf } from "../../../packages/pyward/src/resolve/universal/diagram-of-marker.ts";
import {
  linesOf,
  resolveScenario,
  type UniversalScenario,
} from "../../../packages/pyward/src/resolve/universal/scenario.ts";
import { consistent, pythonsOf } from "../../../packages/pyward/src/resolve/universal/universe.ts";
import { askUvForLines } from "./ask-uv.ts";
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
  if (a === null || b === null) return a === b;
  const space = new MarkerSpace();
  const universe = space.and(consistent(space), pythonsOf(space, python));
  const [one, other] = [a, b].map((lines) =>
    lines
      .map((line) => {
        const [pin = "", text = ""] = line.split(";").map((part) => part.trim());
        const marker = text === "" ? null : parseMarker(text);
        const where = diagramOf(space, marker?.ok === true ? marker.value : null, "");
        return `${pin} ${space.and(universe, where).id}`;
      })
      .toSorted()
      .join("\n"),
  );
  return one === other;
}

await main(process.argv[2] ?? "uv");
