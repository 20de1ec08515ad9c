import { describe, expect, it } from "vitest";
import { exampleRequest, type ExamplePlan } from "../fix/plan/example-plan.ts";
import { smallestPlan } from "../fix/plan/plan.ts";
import type { PlanRequest } from "../fix/plan/plan-request.ts";
import { metadataOf } from "../resolve/scenarios/scenario.ts";
import { adviceOf, type AdviceOnPackage } from "./plan-advice.ts";

/** `jinja2 A-1: 2.11 solver`. */
function shown(advice: readonly AdviceOnPackage[]): readonly string[] {
  return advice.flatMap(({ name, ids, advice: one }) =>
    ids.map(
      (id) => `${name} ${id}: ${one.kind === "fix" ? `${one.fix.version} ${one.fix.basis}` : one.reason}`,
    ),
  );
}

async function advised(example: ExamplePlan, bounds: Partial<PlanRequest> = {}): Promise<readonly string[]> {
  const request = { ...exampleRequest(example), ...bounds };
  const metadata = metadataOf(example);
  const plan = await smallestPlan(request, metadata);
  return shown(await adviceOf(plan, { request }, { kind: "index", metadata }));
}

const FLAWED: ExamplePlan = {
  index: {
    flask: { "1.0": "jinja2<3" },
    jinja2: { "2.0": "", "2.1": "", "3.0": "" },
  },
  asks: "flask==1.0",
  pins: "flask==1.0 & jinja2==2.0",
  flaws: { "jinja2 2.0": "A-1 & A-2", "jinja2 2.1": "A-2" },
};

describe("of a plan", () => {
  it("what it clears has its version, and what it leaves the limit that holds it back", async () => {
    expect(await advised(FLAWED)).toEqual([
      "jinja2 A-1: 2.1 solver",
      "jinja2 A-2: 3.0 does not fit: flask 1.0 needs jinja2<3",
    ]);
  });

  it.each<[string, Partial<ExamplePlan>, string]>([
    [
      "nothing is without it",
      { flaws: { "jinja2 2.0": "A-1", "jinja2 2.1": "A-1", "jinja2 3.0": "A-1" } },
      "no later release is without it",
    ],
    [
      "something else fails there",
      { flaws: { "jinja2 2.0": "A-1", "jinja2 2.1": "B-1", "jinja2 3.0": "B-1" } },
      "2.1 has B-1",
    ],
    [
      "too far a jump",
      { level: "patch", flaws: { "jinja2 2.0": "A-1" } },
      "2.1 is a minor change, and no more than a patch one is allowed",
    ],
    [
      "a constraint",
      { constraints: "jinja2<2.1", flaws: { "jinja2 2.0": "A-1" } },
      "2.1 does not fit: a constraint is jinja2<2.1",
    ],
  ])("a reason: %s", async (_, more, reason) => {
    expect(await advised({ ...FLAWED, ...more })).toEqual([`jinja2 A-1: ${reason}`]);
  });
});

describe("where there is no plan, since there is no time or too much to try", () => {
  it.each<[string, Partial<PlanRequest>]>([
    ["no time", { isOver: () => true }],
    ["no more to be tried", { maxSolves: 0 }],
  ])("%s: the index has the nearest version without them all", async (_, bounds) => {
    expect(await advised(FLAWED, bounds)).toEqual(["jinja2 A-1: 3.0 index", "jinja2 A-2: 3.0 index"]);
  });

  it("or, of each, the nearest without it; what no version clears is not spoken of", async () => {
    const flaws = { "jinja2 2.0": "A-1 & A-2", "jinja2 2.1": "A-2", "jinja2 3.0": "A-2" };
    expect(await advised({ ...FLAWED, flaws }, { maxSolves: 0 })).toEqual(["jinja2 A-1: 2.1 index"]);
  });
});
