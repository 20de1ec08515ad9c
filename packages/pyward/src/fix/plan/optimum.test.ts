import { expect, test } from "vitest";
import {
  compareVersions,
  normalizeName,
  satisfies,
  type PackageName,
  type Requirement,
  type Version,
} from "../../python/index.ts";
import { metadataOf, type ScenarioIndex } from "../../resolve/scenarios/scenario.ts";
import { addEfforts, compareEfforts, effortOf, NO_EFFORT, WIDENED, type Effort } from "./effort.ts";
import { exampleRequest, type ExamplePlan } from "./example-plan.ts";
import { JUMPS, jumpBetween } from "./jump.ts";
import { smallestPlan } from "./plan.ts";
import type { FixPlan, PlanRequest } from "./plan-request.ts";

const SEEDS = 300;

test.each(Array.from({ length: SEEDS }, (_, seed) => seed))(
  "graph %i: no plan clears more, and none that clears as much is smaller",
  async (seed) => {
    const example = graphOf(seed);
    const request = exampleRequest(example);
    const plan = await smallestPlan(request, metadataOf(example));
    expect(plan).toMatchObject({ kind: "plan", isSmallest: true });
    const all = await everyVersion(example, request);
    expect(effortOfPlan(plan, request, all)).toEqual(optimum(request, all));
  },
);

/** One release of the index: what it needs, by the metadata. */
interface Release {
  readonly version: Version;
  readonly requires: readonly Requirement[];
}

type Releases = ReadonlyMap<PackageName, readonly Release[]>;
type Choice = ReadonlyMap<PackageName, Version>;

/** The best of every choice of versions that fits together: first what is left, then the effort. */
function optimum(request: PlanRequest, all: Releases): Effort {
  let best: Effort | null = null;
  for (const choice of choices(request, [...all])) {
    if (!fits(choice, request, all)) continue;
    const effort = effortOfChoice(choice, request, all);
    if (best === null || compareEfforts(effort, best) < 0) best = effort;
  }
  return best ?? [];
}

/** Each package in one of its versions, or, where nothing holds it, not at all. */
function* choices(
  request: PlanRequest,
  [first, ...rest]: readonly (readonly [PackageName, readonly Release[]])[],
): Generator<Choice> {
  if (first === undefined) {
    yield new Map();
    return;
  }
  const [name, releases] = first;
  for (const tail of choices(request, rest)) {
    yield tail;
    for (const { version } of releases)
      if (isAllowed(request, name, version)) yield new Map([...tail, [name, version]]);
  }
}

function isAllowed(request: PlanRequest, name: PackageName, version: Version): boolean {
  const current = request.pins.get(name)?.version;
  const known = current === undefined ? [] : request.findingsAt(name, current);
  if (request.findingsAt(name, version).some((id) => !known.includes(id))) return false;
  if (current === undefined) return true;
  const jump = jumpBetween(current, version);
  if (jump === "downgrade") return request.mayDowngrade;
  return compareVersions(current, version) === 0 || JUMPS.indexOf(jump) <= JUMPS.indexOf(request.level);
}

/** All that is there is needed, all that is needed is there, in a version that will do. */
function fits(choice: Choice, request: PlanRequest, all: Releases): boolean {
  const needed = new Set<PackageName>();
  const queue: Requirement[] = request.roots.map((root) => ({ ...root, specifiers: { specifiers: [] } }));
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const version = choice.get(next.name);
    if (version === undefined || !satisfies(version, next.specifiers)) return false;
    if (needed.has(next.name)) continue;
    needed.add(next.name);
    queue.push(...requiresOf(all, next.name, version));
  }
  return needed.size === choice.size && [...needed].every((name) => allMet(choice, name, all));
}

function allMet(choice: Choice, name: PackageName, all: Releases): boolean {
  const version = choice.get(name);
  return (
    version !== undefined &&
    requiresOf(all, name, version).every((one) => {
      const other = choice.get(one.name);
      return other !== undefined && satisfies(other, one.specifiers);
    })
  );
}

function requiresOf(all: Releases, name: PackageName, version: Version): readonly Requirement[] {
  return all.get(name)?.find((one) => compareVersions(one.version, version) === 0)?.requires ?? [];
}

function effortOfChoice(choice: Choice, request: PlanRequest, all: Releases): Effort {
  const left = [...request.chosen].map(([name, ids]) => {
    const version = choice.get(name);
    const has = version === undefined ? [] : request.findingsAt(name, version);
    return ids.filter((id) => has.includes(id)).length;
  });
  const efforts = [...choice].map(([name, version]) => effortOfOne(name, version, { request, all }));
  return [left.reduce((sum, one) => sum + one, 0), ...efforts.reduce(addEfforts, NO_EFFORT)];
}

function effortOfOne(
  name: PackageName,
  version: Version,
  { request, all }: { readonly request: PlanRequest; readonly all: Releases },
): Effort {
  const pin = request.pins.get(name);
  if (pin === undefined) return effortOf({ jump: "added", isDirect: false, position: 1 });
  if (compareVersions(pin.version, version) === 0) return NO_EFFORT;
  const jump = jumpBetween(pin.version, version);
  const allowed = (all.get(name) ?? []).filter((one) => isAllowed(request, name, one.version));
  const isNearer = (other: Version): boolean => {
    const far = jumpBetween(pin.version, other);
    if (compareVersions(other, pin.version) === 0) return false;
    if (far !== jump) return JUMPS.indexOf(far) < JUMPS.indexOf(jump);
    return jump === "downgrade" ? compareVersions(other, version) > 0 : compareVersions(other, version) < 0;
  };
  const position = allowed.filter((one) => isNearer(one.version)).length + 1;
  const widened = request.roots.some(
    (root) => root.name === name && !isPin(root) && !satisfies(version, root.specifiers),
  );
  const moved = effortOf({ jump, isDirect: pin.isDirect, position });
  return widened ? addEfforts(moved, WIDENED) : moved;
}

function isPin({ specifiers }: Requirement): boolean {
  return specifiers.specifiers.some(({ operator }) => operator === "==");
}

function effortOfPlan(plan: FixPlan, request: PlanRequest, all: Releases): Effort {
  if (plan.kind === "failed") return [];
  const choice = new Map([...request.pins].map(([name, { version }]) => [name, version]));
  for (const { name, to } of plan.changes) {
    if (to === null) choice.delete(name);
    else choice.set(name, to);
  }
  expect(fits(choice, request, all)).toBe(true);
  for (const [name, version] of choice) expect(isAllowed(request, name, version)).toBe(true);
  return effortOfChoice(choice, request, all);
}

async function everyVersion({ index }: ExamplePlan, request: PlanRequest): Promise<Releases> {
  const metadata = metadataOf({ index });
  const all = new Map<PackageName, readonly Release[]>();
  for (const name of Object.keys(index).map(normalizeName)) {
    const answer = await metadata.versions(name);
    const releases: Release[] = [];
    for (const { version } of answer.kind === "versions" ? answer.versions : []) {
      const needs = await metadata.dependencies(name, version);
      releases.push({ version, requires: needs.kind === "dependencies" ? needs.requires : [] });
    }
    all.set(name, releases);
  }
  expect(request.pins.size).toBeGreaterThan(0);
  return all;
}

const NAMES = ["app", "web", "core", "util", "extra"];
const VERSIONS = ["1.0", "1.0.1", "1.1", "2.0"];

/** A graph of at most five packages, each of which needs later ones only, whose lowest versions are there today. */
function graphOf(seed: number): ExamplePlan {
  const random = randomOf(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const flaws: Record<string, string> = {};
  const index: Record<string, Record<string, string>> = {};
  const count = 3 + Math.floor(random() * 3);
  const names = NAMES.slice(0, count);
  for (const [at, name] of names.entries()) {
    const versions = VERSIONS.slice(0, count > 4 ? 3 : 2 + Math.floor(random() * 3));
    const later = names.slice(at + 1);
    const releases: Record<string, string> = {};
    for (const [place, version] of versions.entries()) {
      const needs = later.flatMap((other) => {
        if (random() < 0.45) return [];
        // What is there today fits together.
        const range = pick([
          "",
          "",
          `<${pick(VERSIONS.slice(1))}`,
          `>=${pick(VERSIONS)}`,
          `==${pick(VERSIONS)}`,
        ]);
        return place === 0 && /[>=]=(?!1\.0$)/.test(range) ? [other] : [`${other}${range}`];
      });
      releases[version] = needs.join(" & ");
      if (random() < (place === 0 ? 0.5 : 0.3))
        flaws[`${name} ${version}`] = pick([`${name}-1`, `${name}-1`, `${name}-1 & ${name}-2`]);
    }
    index[name] = releases;
  }
  const reached = reachedFrom(index, names.slice(0, 1 + Math.floor(random() * 2)), random);
  return { ...reached, index, flaws, level: pick(["minor", "major", "major"]), mayDowngrade: random() < 0.2 };
}

/** What the first packages need today, and how the project asks for them. */
function reachedFrom(index: ScenarioIndex, roots: readonly string[], random: () => number) {
  const pins = new Set<string>(roots);
  for (const name of pins) {
    const release = index[name]?.["1.0"];
    const needs = typeof release === "string" ? release : "";
    for (const text of needs.split(" & ")) if (text !== "") pins.add(text.replace(/[<>=].*/, ""));
  }
  const asks = roots.map((name) => (random() < 0.5 ? `${name}<2` : random() < 0.5 ? `${name}==1.0` : name));
  return { asks: asks.join(" & "), pins: [...pins].map((name) => `${name}==1.0`).join(" & ") };
}

/** Marsaglia's xorshift: the same numbers everywhere. */
function randomOf(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
