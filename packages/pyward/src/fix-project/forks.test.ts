import { describe, expect, it } from "vitest";
import { examplePlan, exampleRequest, shown, type ExamplePlan } from "../fix/plan/example-plan.ts";
import { smallestPlan } from "../fix/plan/plan.ts";
import { makeDependency } from "../model/index.ts";
import { formatVersion, normalizeName, type PackageName } from "../python/index.ts";
import { metadataOf } from "../resolve/scenarios/scenario.ts";
import { cellOf } from "../unpinned/cells.ts";
import { copiesOf, forkRequest, forksOf, withFork, type Copy } from "./forks.ts";

function locked(name: string, version: string, marker: string | null = null) {
  return {
    ...makeDependency({
      name: normalizeName(name),
      version,
      pin: "exact",
      basis: "locked",
      origins: [],
      source: { type: "registry", url: null },
    }),
    marker,
  };
}

const OLD = 'python_full_version < "3.9"';
const NEW = 'python_full_version >= "3.9"';
const LOCKED = [
  locked("brick", "1.0", OLD),
  locked("brick", "1.1", NEW),
  locked("house", "1.0"),
  locked("house", "1.0.0", NEW),
];

const textOf = ({ name, version, marker }: Copy): string => `${name} ${formatVersion(version)} ${marker}`;

describe("packages in several versions", () => {
  it("are those whose versions differ, however they are written", () => {
    expect([...copiesOf(LOCKED).values()].flat().map(textOf)).toEqual([
      `brick 1.0 ${OLD}`,
      `brick 1.1 ${NEW}`,
    ]);
  });

  it("are asked about where each is installed; one that no environment has, where some Python of the project has it", () => {
    const environments = [cellOf("3.14", "linux"), cellOf("3.13", "linux")].map((cell) => cell.environment);
    const forks = forksOf(copiesOf(LOCKED), environments, [">=3.7"]);
    expect(
      forks.map((fork) => [
        fork.environments.map((one) => one.python_version),
        [...fork.copies.values()].map(textOf),
      ]),
    ).toEqual([
      [["3.14", "3.13"], [`brick 1.1 ${NEW}`]],
      [["3.8"], [`brick 1.0 ${OLD}`]],
    ]);
    expect(forksOf(copiesOf(LOCKED), environments, [">=3.9"])).toHaveLength(1);
  });
});

const PROJECT: ExamplePlan = {
  index: {
    house: { "1.0": "brick", "2.0": "brick" },
    brick: { "1.0": "", "1.1": "", "1.2": { python: ">=3.9" }, "1.0.1": "" },
  },
  asks: "house==1.0",
  pins: "house==1.0 & brick==1.1",
  flaws: { "house 1.0": "H-1", "brick 1.0": "B-1", "brick 1.1": "B-1" },
  clear: "house",
};

async function planned(example: ExamplePlan): Promise<readonly string[]> {
  const request = exampleRequest(example);
  let plan = await examplePlan(example);
  const environments = [cellOf("3.14", "linux"), cellOf("3.8", "linux")].map((cell) => cell.environment);
  const chosen = new Map<PackageName, readonly string[]>([[normalizeName("brick"), ["B-1"]]]);
  for (const fork of forksOf(copiesOf(LOCKED), environments, [])) {
    const own = forkRequest(fork, request, { chosen, plan });
    if (own === null) continue;
    plan = withFork(plan, fork, await smallestPlan(own, metadataOf(example)), own);
  }
  return shown(plan);
}

describe("a plan with forks", () => {
  it("has each copy go where its own environments let it, with the plan for the rest", async () => {
    expect(await planned(PROJECT)).toEqual([
      "brick 1.0→1.0.1 clears B-1",
      "brick 1.1→1.2 clears B-1",
      "house 1.0→2.0 clears H-1",
      "perhaps not the smallest",
    ]);
  });

  it("keeps what one copy cannot be cleared of", async () => {
    const index = { ...PROJECT.index, brick: { "1.0": "", "1.1": "", "1.2": { python: ">=3.9" } } };
    expect(await planned({ ...PROJECT, index })).toEqual([
      "brick 1.1→1.2 clears B-1",
      "house 1.0→2.0 clears H-1",
      "brick keeps B-1",
      "perhaps not the smallest",
    ]);
  });
});
