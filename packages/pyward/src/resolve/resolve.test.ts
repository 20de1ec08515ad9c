import fc from "fast-check";
import { expect, test } from "vitest";
import { formatVersion, normalizeName, parseRequirement, parseVersion, satisfies } from "../python/index.ts";
import type { MarkerEnvironment, Requirement, Version } from "../python/index.ts";
import type { AvailableVersion, PackageMetadata } from "./metadata.ts";
import { resolve } from "./resolve.ts";
import { explainConflict } from "./words/explain-conflict.ts";

interface Release {
  readonly requires?: readonly string[];
  readonly python?: string;
  readonly yanked?: string;
}
type Index = Readonly<Record<string, Readonly<Record<string, Release>>>>;

const ENVIRONMENT: MarkerEnvironment = {
  implementation_name: "cpython",
  implementation_version: "3.12.0",
  os_name: "posix",
  platform_machine: "x86_64",
  platform_python_implementation: "CPython",
  platform_release: "",
  platform_system: "Linux",
  platform_version: "",
  python_full_version: "3.12.0",
  python_version: "3.12",
  sys_platform: "linux",
};

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function requirement(text: string): Requirement {
  const parsed = parseRequirement(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function serve(index: Index): PackageMetadata {
  return {
    versions: (name) => {
      const releases = index[name];
      if (releases === undefined) return Promise.resolve({ kind: "not-found" });
      const versions = Object.entries(releases).map(([text, { python, yanked }]): AvailableVersion => ({
        ...{ version: version(text), yanked: yanked ?? false, requiresPython: python ?? null },
        ...{ uploadTime: null, files: [] },
      }));
      return Promise.resolve({ kind: "versions", versions });
    },
    dependencies: (name, chosen) => {
      const requires = (index[name]?.[formatVersion(chosen)]?.requires ?? []).map(requirement);
      return Promise.resolve({ kind: "dependencies", requires, extras: [], requiresPython: null });
    },
    direct: () => Promise.resolve({ kind: "dynamic", version: null, reason: "not asked" }),
  };
}

async function pins(index: Index, ...asked: string[]): Promise<string[] | string> {
  const request = { requirements: asked.map(requirement), environment: ENVIRONMENT, maxRounds: 20_000 };
  const resolution = await resolve(request, serve(index));
  if (resolution.kind !== "resolved") return resolution.kind;
  return resolution.pins.map(
    (pin) => `${pin.name}==${pin.version === null ? "?" : formatVersion(pin.version)}`,
  );
}

const SHOP: Index = {
  lamp: { "2.0": { requires: ["wire<2"] }, "1.0": { requires: ["wire"] } },
  wire: { "1.5": {}, "2.0": {}, "2.1": { yanked: "sparks" }, "2.2": { python: ">=3.13" }, "3.0rc1": {} },
  door: { "1.0": { requires: ["wire>=2", "bell; sys_platform == 'win32'", "lock; extra == 'safe'"] } },
  lock: { "1.0a1": {}, "1.0a2": {} },
};

test.each([
  ["the newest that fits, no pre-release, not yanked, for this Python", ["wire"], ["wire==2.0"]],
  [
    "one that needs less is taken back for another",
    ["lamp", "door"],
    ["door==1.0", "lamp==1.0", "wire==2.0"],
  ],
  ["yanked by a pin", ["wire==2.1"], ["wire==2.1"]],
  ["yanked, not by a range", ["wire>2.0,<2.9"], "conflict"],
  ["a pre-release that is named", ["wire>=3.0rc1"], ["wire==3.0rc1"]],
  ["pre-releases where nothing else is", ["lock"], ["lock==1.0a2"]],
  ["an extra", ["door[safe]"], ["door==1.0", "lock==1.0a2", "wire==2.0"]],
  ["no way out", ["lamp>=2", "door"], "conflict"],
  ["no such package", ["ghost"], "conflict"],
  ["nothing asked", [], []],
  ["names are normalised", [normalizeName("Wire")], ["wire==2.0"]],
])("%s", async (_, asked, expected) => {
  expect(await pins(SHOP, ...asked)).toEqual(expected);
});

test.each([
  ["at once, and nothing is asked ahead", 0, {}],
  ["at once", 0, { prefetch: () => undefined }],
  ["late", 5, { prefetch: () => undefined }],
])("a conflict says the same where an index answers %s", async (_, delay, more) => {
  const metadata = serve({
    house: { "1.0": { requires: ["brick<1.2"] }, "2.0": { requires: ["brick<2.0.4"] } },
    gauge: { "1.0": { requires: ["brick>=3"] } },
    brick: { "1.0": {}, "1.1": {}, "2.0": {}, "2.0.4": {} },
  });
  const late: PackageMetadata = {
    ...{ ...metadata, ...more },
    versions: async (name) => {
      if (delay > 0) await new Promise((done) => setTimeout(done, delay));
      return metadata.versions(name);
    },
  };
  const requirements = ["house>=1", "gauge"].map(requirement);
  const resolution = await resolve({ requirements, environment: ENVIRONMENT, maxRounds: 100 }, late);
  expect(resolution.kind === "conflict" ? explainConflict(resolution) : resolution).toEqual([
    "Because you ask for house>=1 and gauge, and house 1.0 needs brick<1.2, and house 2.0 needs brick<2.0.4, and gauge 1.0 needs brick>=3, and the 4 versions of brick go from 1.0 to 2.0.4, nothing fits.",
  ]);
});

test("a chain of 5,000 packages takes no stack", async () => {
  const chain: Record<string, Record<string, Release>> = {};
  for (let at = 0; at < 5000; at++)
    chain[`p${at}`] = { "1.0": at === 4999 ? {} : { requires: [`p${at + 1}`] } };
  expect(await pins(chain, "p0")).toHaveLength(5000);
});

const NAMES = ["a", "b", "c", "d"] as const;
const VERSIONS = ["1.0", "2.0", "3.0"] as const;
const needs = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.constantFrom("<", "<=", "==", "!=", ">=", ">"),
    fc.constantFrom(...VERSIONS),
  )
  .map((parts) => parts.join(""));
const releases = fc.array(fc.array(needs, { maxLength: 3 }), { minLength: 3, maxLength: 3 });

test("solves what trying everything solves, and every pin meets what needs it", async () => {
  let solved = 0;
  let unsolved = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(releases, releases, releases, releases),
      needs,
      needs,
      async (all, one, two) => {
        const index = Object.fromEntries(
          NAMES.map((name, at) => [
            name,
            Object.fromEntries(VERSIONS.map((text, row) => [text, { requires: all[at]?.[row] ?? [] }])),
          ]),
        );
        const found = await pins(index, one, two);
        if (typeof found === "string") unsolved++;
        else solved++;
        expect(typeof found !== "string").toBe(isSolvable(index, [one, two]));
        if (typeof found !== "string") {
          expect(fits(index, [one, two], new Map(found.map((pin) => [pin.slice(0, 1), pin.slice(3)])))).toBe(
            true,
          );
        }
      },
    ),
    { numRuns: 2000 },
  );
  expect(Math.min(solved, unsolved)).toBeGreaterThan(100);
});

function isSolvable(index: Index, asked: readonly string[]): boolean {
  const choices = [null, ...VERSIONS];
  for (let code = 0; code < choices.length ** NAMES.length; code++) {
    const chosen = new Map<string, string>();
    NAMES.forEach((name, at) => {
      const text = choices[Math.floor(code / choices.length ** at) % choices.length];
      if (typeof text === "string") chosen.set(name, text);
    });
    if (fits(index, asked, chosen)) return true;
  }
  return false;
}

function fits(index: Index, asked: readonly string[], chosen: ReadonlyMap<string, string>): boolean {
  const needed = [...chosen].flatMap(([name, text]) => index[name]?.[text]?.requires ?? []);
  return [...asked, ...needed].map(requirement).every(({ name, specifiers }) => {
    const text = chosen.get(name);
    return text !== undefined && satisfies(text, specifiers);
  });
}
