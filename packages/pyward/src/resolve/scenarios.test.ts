import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { resolve } from "./resolve.ts";
import { metadataOf, pinsOf, requestOf, type Scenario } from "./scenarios/scenario.ts";
import { explainConflict } from "./words/explain-conflict.ts";

const FOLDER = join(import.meta.dirname, "scenarios");
const WORDS = join(import.meta.dirname, "words/fixtures");

const families = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".json"))
  .map((file): [string, readonly Scenario[]] => {
    const scenarios: readonly Scenario[] = JSON.parse(readFileSync(join(FOLDER, file), "utf8"));
    return [file.slice(0, -5), scenarios];
  });

describe.each(families)("%s", (_, scenarios) => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    "%s",
    async (_name, scenario) => {
      expect(pinsOf(await resolve(requestOf(scenario), metadataOf(scenario)))).toBe(scenario.pins);
    },
  );
});

test("there are at least 150 scenarios", () => {
  expect(families.flatMap(([, scenarios]) => scenarios).length).toBeGreaterThanOrEqual(150);
});

/** The first line of a text names its scenario. */
test.each(readdirSync(WORDS))("%s says what a person would", async (file) => {
  const text = readFileSync(join(WORDS, file), "utf8");
  const [title = ""] = text.split("\n");
  const [family, name] = title.split(": ");
  const scenario = families.find(([one]) => one === family)?.[1].find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${title}`);
  const resolution = await resolve(requestOf(scenario), metadataOf(scenario));
  if (resolution.kind !== "conflict") throw new Error(`${title} has a solution`);
  const said = `${[title, ...explainConflict(resolution)].join("\n")}\n`;
  if (process.env["UPDATE"] === "1") writeFileSync(join(WORDS, file), said);
  expect(said).toBe(readFileSync(join(WORDS, file), "utf8"));
});
