import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { metadataOf } from "../scenarios/scenario.ts";
import { linesOf, resolveScenario, type UniversalScenario } from "./scenario.ts";

const FILE = join(import.meta.dirname, "scenarios.json");
const SCENARIOS: readonly UniversalScenario[] = JSON.parse(readFileSync(FILE, "utf8"));

test.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))("%s", async (_, scenario) => {
  expect(linesOf(await resolveScenario(scenario, metadataOf(scenario)))).toEqual(scenario.pins);
});
