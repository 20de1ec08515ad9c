import { expect, test } from "vitest";
import type { PackageName } from "../../python/index.ts";
import { metadataOf } from "../../resolve/scenarios/scenario.ts";
import { examplePlan, exampleRequest, shown, type ExamplePlan } from "./example-plan.ts";
import { smallestPlan } from "./plan.ts";

const WEB = {
  flask: { "1.0": "jinja2<3", "1.1": "jinja2<3", "2.0": "jinja2>=3", "2.1": "jinja2>=3" },
  jinja2: { "2.0": "", "2.1": "", "2.2": "", "3.0": "", "3.1": "" },
} as const;

async function plan(example: ExamplePlan): Promise<readonly string[]> {
  return shown(await examplePlan(example));
}

test("the nearest version that has no findings, and nothing else moves", async () => {
  const flaws = { "jinja2 2.0": "A-1 & A-2", "jinja2 2.1": "A-2" };
  const pins = "flask==1.0 & jinja2==2.0";
  expect(await plan({ index: WEB, asks: "flask", pins, flaws })).toEqual(["jinja2 2.0→2.2 clears A-1 A-2"]);
});

test("a parent that caps the flawed package is raised, no further than it has to be", async () => {
  const flaws = { "jinja2 2.0": "A-1", "jinja2 2.1": "A-1", "jinja2 2.2": "A-1" };
  const pins = "flask==1.0 & jinja2==2.0";
  expect(await plan({ index: WEB, asks: "flask", pins, flaws })).toEqual([
    "flask 1.0→2.0",
    "jinja2 2.0→3.0 clears A-1",
  ]);
});

test("a range of the project that does not admit the fix is widened, and said", async () => {
  const flaws = { "jinja2 2.0": "A-1", "jinja2 2.1": "A-1", "jinja2 2.2": "A-1" };
  const pins = "flask==1.0 & jinja2==2.0";
  expect(await plan({ index: WEB, asks: "flask>=1,<2", pins, flaws })).toEqual([
    "flask 1.0→2.0 outside <2,>=1",
    "jinja2 2.0→3.0 clears A-1",
  ]);
});

const LIB = { lib: { "1.0": "", "1.0.1": "", "1.1": "", "2.0": "", "2.1rc1": "" } } as const;

test.each([
  ["patch", ["lib keeps A-1"]],
  ["minor", ["lib 1.0→1.1 clears A-1"]],
] as const)("no further than a %s change where that is what is allowed", async (level, expected) => {
  const flaws = { "lib 1.0": "A-1", "lib 1.0.1": "A-1" };
  expect(await plan({ index: LIB, asks: "lib", pins: "lib==1.0", flaws, level })).toEqual(expected);
});

test("what clears most where nothing clears all, and what is left says why", async () => {
  const flaws = {
    ...{ "lib 1.0": "A-1 & A-2 & A-3", "lib 1.0.1": "A-2 & A-3", "lib 1.1": "A-3", "lib 2.0": "A-3" },
  };
  const found = await examplePlan({ index: LIB, asks: "lib", pins: "lib==1.0", flaws });
  expect(shown(found)).toEqual(["lib 1.0→1.1 clears A-1 A-2", "lib keeps A-3"]);
  expect(found.kind === "plan" && found.left[0]?.reasons.length).toBeGreaterThan(0);
});

test("no version that brings findings of its own", async () => {
  const flaws = { "lib 1.0": "A-1", "lib 1.0.1": "B-1", "lib 1.1": "B-2" };
  expect(await plan({ index: LIB, asks: "lib", pins: "lib==1.0", flaws })).toEqual([
    "lib 1.0→2.0 clears A-1",
  ]);
});

test("a companion does not move to a version with findings, but may keep those that it has", async () => {
  const index = {
    app: { "1": "lib==1", "2": "lib==2", "3": "lib==3" },
    lib: { "1": "", "2": "", "3": "" },
  };
  const flaws = { "app 1": "A-1", "lib 1": "L-1", "lib 2": "L-2", "lib 3": "L-1" };
  expect(await plan({ index, asks: "app", pins: "app==1 & lib==1", flaws, clear: "app" })).toEqual([
    "app 1→3 clears A-1",
    "lib 1→3",
  ]);
});

test("lower versions only where nothing else clears, and the user allows it", async () => {
  const flaws = { "lib 1.1": "A-1", "lib 2.0": "A-1" };
  const asked = { index: LIB, asks: "lib", pins: "lib==1.1", flaws };
  expect(await plan(asked)).toEqual(["lib keeps A-1"]);
  expect(await plan({ ...asked, mayDowngrade: true })).toEqual(["lib 1.1→1.0.1 clears A-1"]);
  expect(await plan({ ...asked, flaws: { "lib 1.1": "A-1" }, mayDowngrade: true })).toEqual([
    "lib 1.1→2.0 clears A-1",
  ]);
});

test("a version younger than the cooldown is not taken, and said with its date", async () => {
  const index = {
    lib: { "1.0": { date: "2024-01-01T00:00:00Z" }, "1.1": { date: "2024-06-01T00:00:00Z" } },
  };
  const asked = { index, asks: "lib", pins: "lib==1.0", flaws: { "lib 1.0": "A-1" } };
  const found = await examplePlan({ ...asked, excludeNewer: "2024-05-01T00:00:00Z" });
  expect(shown(found)).toEqual(["lib keeps A-1"]);
  expect(found.kind === "plan" && found.left[0]?.embargoed?.uploadTime).toBe("2024-06-01T00:00:00Z");
  expect(await plan({ ...asked, excludeNewer: "2024-07-01T00:00:00Z" })).toEqual(["lib 1.0→1.1 clears A-1"]);
});

test("no yanked release, and what is yanked and there today may stay", async () => {
  const index = {
    app: { "1": "lib", "2": "lib" },
    lib: { "1": { yanked: "broken" }, "2": { yanked: "broken" }, "3": "" },
  };
  const asked = { index, asks: "app", pins: "app==1 & lib==1" };
  expect(await plan({ ...asked, flaws: { "lib 1": "L-1" } })).toEqual(["lib 1→3 clears L-1"]);
  expect(await plan({ ...asked, flaws: { "app 1": "A-1" } })).toEqual(["app 1→2 clears A-1"]);
});

test("constraints hold; every Python that is asked for can use it", async () => {
  const index = { lib: { "1.0": "", "1.1": { python: ">=3.10" }, "1.2": { python: ">=3.9" }, "2.0": "" } };
  const asked = { index, asks: "lib", pins: "lib==1.0", flaws: { "lib 1.0": "A-1" } };
  expect(await plan({ ...asked, pythons: ["3.12", "3.9"] })).toEqual(["lib 1.0→1.2 clears A-1"]);
  expect(await plan({ ...asked, pythons: ["3.12"], constraints: "lib!=1.1" })).toEqual([
    "lib 1.0→1.2 clears A-1",
  ]);
  expect(await plan({ ...asked, pythons: ["3.8"], constraints: "lib<2" })).toEqual(["lib keeps A-1"]);
});

test("one direct change before one of another's, two packages never before one", async () => {
  const index = {
    app: { "1": "lib", "2": "lib" },
    lib: { "1": "core<2", "1.1": "core", "2": "" },
    core: { "1": "", "2": "" },
  };
  const pins = "app==1 & lib==1 & core==1";
  expect(await plan({ index, asks: "app", pins, flaws: { "core 1": "C-1" } })).toEqual([
    "core 1→- clears C-1",
    "lib 1→2",
  ]);
});

test("what the project does not hold moves by itself: its parent is raised, or its range widened", async () => {
  const flaws = { "jinja2 2.2": "A-1" };
  const pins = "flask==1.0 & jinja2==2.2";
  expect(await plan({ index: WEB, asks: "flask==1.0", pins, flaws, floating: "jinja2" })).toEqual([
    "flask 1.0→2.0",
    "jinja2 2.2→3.1 clears A-1",
  ]);
});

test("an upper limit of a parent is overridden where the user prefers that", async () => {
  const flaws = { "jinja2 2.0": "A-1", "jinja2 2.1": "A-1", "jinja2 2.2": "A-1" };
  const pins = "flask==1.0 & jinja2==2.0";
  expect(await plan({ index: WEB, asks: "flask", pins, flaws, overridden: "jinja2" })).toEqual([
    "jinja2 2.0→3.0 clears A-1",
  ]);
});

test("of two findings that exclude each other's fixes one is cleared, and the other says why", async () => {
  const index = {
    a: { "1": "", "2": "shared<2" },
    b: { "1": "", "2": "shared>=2" },
    shared: { "1": "", "2": "" },
  };
  const flaws = { "a 1": "A-1", "b 1": "B-1 & B-2" };
  const found = await examplePlan({ index, asks: "a & b & shared", pins: "a==1 & b==1 & shared==1", flaws });
  expect(shown(found)).toEqual(["b 1→2 clears B-1 B-2", "shared 1→2", "a keeps A-1"]);
  expect(found.kind === "plan" && found.left[0]?.reasons.join(" ")).toContain("shared");
});

test("what is broken today is not for a fix to mend", async () => {
  const index = { app: { "1": "lib<2" }, lib: { "2": "", "3": "" } };
  const asked = { index, asks: "app & lib", pins: "app==1 & lib==2", flaws: { "lib 2": "L-1" } };
  expect(await plan(asked)).toEqual(["lib 2→3 clears L-1"]);
});

test("what an extra needs holds where it comes to be asked for, though today's versions do not meet it", async () => {
  const index = {
    app: { "1": "lib", "2": "lib[css]" },
    lib: { "1": 'css<2 ; extra == "css"', "2": 'css ; extra == "css"' },
    css: { "1": "", "2": "" },
  };
  const asked = { index, asks: "app & css", pins: "app==1 & lib==1 & css==2", flaws: { "app 1": "A-1" } };
  expect(await plan(asked)).toEqual(["app 1→2 clears A-1", "lib 1→2"]);
});

test("what only another system has is cleared as well", async () => {
  const index = { app: { "1": "win ; sys_platform == 'win32'" }, win: { "1": "", "2": "" } };
  const asked = { index, asks: "app", pins: "app==1 & win==1", flaws: { "win 1": "W-1" } };
  expect(await plan(asked)).toEqual(["win 1→2 clears W-1"]);
});

test("a fix that needs what the index does not have is no fix", async () => {
  const index = { lib: { "1": "", "2": "new" } };
  const asked = { index, asks: "lib", pins: "lib==1", flaws: { "lib 1": "A-1" } };
  expect(await plan(asked)).toEqual(["lib keeps A-1"]);
});

test("an index that does not answer about what would have to come leaves no plan", async () => {
  const asked = { index: LIB, asks: "lib", pins: "lib==1.0", flaws: { "lib 1.0": "A-1" } };
  const broken = { ...metadataOf(asked), dependencies: () => Promise.resolve(SILENT) };
  expect(shown(await smallestPlan(exampleRequest(asked), broken))).toEqual(["failed: lib: no answer"]);
});

const SILENT = { kind: "failed", reason: "no answer" } as const;

test("what an index does not answer about stays, and the rest is planned", async () => {
  const index = { lib: { "1": "", "2": "" }, own: { "1": "" } };
  const flaws = { "lib 1": "L-1", "own 1": "O-1" };
  const asked = { index, asks: "lib & own", pins: "lib==1 & own==1", flaws };
  const metadata = metadataOf(asked);
  const versions = (name: PackageName) =>
    name === "own" ? Promise.resolve(SILENT) : metadata.versions(name);
  const found = await smallestPlan(exampleRequest(asked), { ...metadata, versions });
  expect(shown(found)).toEqual(["lib 1→2 clears L-1", "own keeps O-1"]);
  expect(found).toMatchObject({ isUnasked: true });
});

test("where too much would have to be tried the plan is not called the smallest", async () => {
  const flaws = { "jinja2 2.0": "A-1", "jinja2 2.1": "A-1", "jinja2 2.2": "A-1" };
  const pins = "flask==1.0 & jinja2==2.0";
  expect(await plan({ index: WEB, asks: "flask", pins, flaws, maxSolves: 2 })).toEqual([
    "flask 1.0→2.1",
    "jinja2 2.0→3.1 clears A-1",
    "perhaps not the smallest",
  ]);
});
