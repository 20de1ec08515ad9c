// The laws of the shelf: they hold for every source, whoever wrote it, and run over the registry, so that a new folder
// is tested before its author writes a test. What a law needs to know of a format, it takes from its fixtures.
import fc from "fast-check";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memoryTree, type MemoryFile } from "../host/memory/index.ts";
import type { ReadFailure } from "../host/index.ts";
import { fixturesOf, readFixture, type Fixture } from "../../../../test/laws/fixtures.ts";
import { breaches } from "../../../../test/laws/inventory.ts";
import { SOURCES } from "./registry.ts";

const SETTINGS = { workingDirectory: "" };

/** A source in its place on the shelf. */
const SHELF = await Promise.all(
  SOURCES.map(async ({ meta, load }) => {
    const source = await load();
    const fixtures = fixturesOf(join(import.meta.dirname, meta.id, "fixtures"));
    return { id: meta.id, meta, source, fixtures, sample: fixtures[0] };
  }),
);

const FAILURES: readonly ReadFailure[] = [
  { kind: "missing" },
  { kind: "outside-root" },
  { kind: "not-a-file" },
  { kind: "too-large", size: 2 ** 40, limit: 2 ** 26 },
  { kind: "unreadable", reason: "permission denied" },
];

const HOSTILE_NAMES = [
  "",
  ".",
  "..",
  "/",
  "\0",
  "\u001B[31m",
  "a".repeat(5000),
  "__proto__",
  "constructor",
  "é",
  "\uD800",
];

/** Pieces that break parsers: deep, long, unclosed, controlling, half a character. */
const HOSTILE_TEXTS = [
  "[".repeat(50_000),
  "{a=".repeat(20_000),
  `${"-r a ".repeat(10_000)}\n`,
  `a${"\\\n".repeat(20_000)}`,
  `${"a".repeat(100_000)}==1`,
  `x = "${"\\u001b".repeat(5000)}"`,
  `${"#".repeat(50_000)}\n`.repeat(2),
  "\u001B]0;owned\u0007==1.0\n\u202Eevil==1.0\n##vso[task.setvariable]==1\n",
  "a==1;".repeat(10_000),
  `a ; ${"(".repeat(20_000)}`,
  "\uFEFF\uFEFFa==1\n",
];

test("the registry holds the folders of the shelf", () => {
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map((entry) => entry.name);
  expect(SOURCES.map(({ meta }) => meta.id)).toEqual(folders.toSorted());
});

describe.each(SHELF)("source $id", ({ meta, source, fixtures, sample }) => {
  const breachesOf = async (files: Readonly<Record<string, MemoryFile>>, path: string): Promise<string[]> => {
    const inventory = await source.read(memoryTree(files), { path }, SETTINGS);
    return breaches(inventory, files);
  };

  test("has the facts that its registry shows", () => {
    expect(source.meta).toBe(meta);
    expect(meta.title).not.toBe("");
    expect(meta.supersedes.filter((id) => SOURCES.every((entry) => entry.meta.id !== id))).toEqual([]);
  });

  test("claims by name, whatever the name", () => {
    for (const name of HOSTILE_NAMES) {
      for (const folder of HOSTILE_NAMES) expect(typeof meta.claims({ name, folder })).toBe("boolean");
    }
  });

  test("has fixtures", () => expect(fixtures.length).toBeGreaterThan(0));

  test.each(fixtures)("reads $name as expected, twice", async (fixture) => {
    const { dependencies, edges, gaps } = await source.read(
      memoryTree(fixture.files),
      fixture.target,
      SETTINGS,
    );
    const found = JSON.parse(JSON.stringify({ dependencies, edges, gaps }));
    expect(found).toEqual(readFixture(fixture));
    const again = await source.read(memoryTree(fixture.files), fixture.target, SETTINGS);
    expect(JSON.stringify({ dependencies: again.dependencies, edges: again.edges, gaps: again.gaps })).toBe(
      JSON.stringify(found),
    );
  });

  test.each(fixtures)("keeps the invariants in $name", async ({ files, target }) => {
    expect(await breachesOf(files, target.path)).toEqual([]);
  });

  test("finds nothing in an empty file", async () => {
    const path = sample?.target.path ?? "empty";
    const files = meta.role === "environment" ? { [`${path}/`]: "" } : { [path]: "" };
    const inventory = await source.read(memoryTree(files), { path }, SETTINGS);
    expect([inventory.dependencies, inventory.edges]).toEqual([[], []]);
  });

  test.each(FAILURES)("has a gap where the target is $kind", async (failure) => {
    const path = sample?.target.path ?? "x";
    const tree = failure.kind === "missing" ? memoryTree({}) : memoryTree({ [path]: { failure } });
    const inventory = await source.read(tree, { path }, SETTINGS);
    expect(inventory.dependencies).toEqual([]);
    expect(inventory.gaps.length).toBeGreaterThan(0);
  });

  test("has a gap where it expects a file and meets a directory, or the reverse", async () => {
    const path = sample?.target.path ?? "x";
    const files = meta.role === "environment" ? { [path]: "a file" } : { [`${path}/inside`]: "text" };
    const inventory = await source.read(memoryTree(files), { path }, SETTINGS);
    expect(inventory.dependencies).toEqual([]);
    expect(inventory.gaps.length).toBeGreaterThan(0);
  });

  test("keeps the invariants on garbage", async () => {
    const text = fc.oneof(fc.uint8Array({ maxLength: 400 }), fc.string({ unit: "binary", maxLength: 400 }));
    await fc.assert(
      fc.asyncProperty(text, async (garbage) => {
        for (const files of spoiled(sample, () => garbage))
          expect(await breachesOf(files, sample?.target.path ?? "x")).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test("keeps the invariants on a fixture with a piece cut out or put in", async () => {
    const piece = fc.constantFrom(
      "",
      "\n",
      '"',
      "]",
      "[[",
      "=",
      "\\",
      "\u001B[2J",
      "\0",
      "\r",
      "{",
      "é",
      "\u2028",
      "==",
      ";",
      "@ ",
    );
    const damage = fc.record({
      fixture: fc.constantFrom(...fixtures),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(30),
      piece,
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ fixture, at, cut, piece: put }) => {
        const damaged = spoiled(fixture, (bytes) => {
          const start = Math.floor(bytes.length * at);
          return new Uint8Array(
            Buffer.concat([bytes.subarray(0, start), Buffer.from(put), bytes.subarray(start + cut)]),
          );
        });
        for (const files of damaged) expect(await breachesOf(files, fixture.target.path)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  test.each(HOSTILE_TEXTS.map((text) => [text.slice(0, 12), text]))("stays quick on %j…", async (_, text) => {
    const files = spoiled(sample, () => text)[0] ?? {};
    const started = process.cpuUsage();
    const inventory = await source.read(memoryTree(files), { path: sample?.target.path ?? "x" }, SETTINGS);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
    expect(breaches(inventory, files)).toEqual([]);
  });
});

/** The trees of a fixture in which one file of the target is spoiled; few, where it has many files. */
function spoiled(
  fixture: Fixture | undefined,
  spoil: (bytes: Uint8Array) => MemoryFile,
): Record<string, MemoryFile>[] {
  if (fixture === undefined) return [];
  const { files, target } = fixture;
  const inside = Object.keys(files).filter(
    (path) => path === target.path || path.startsWith(`${target.path}/`),
  );
  return inside.slice(0, 8).map((path) => {
    const file = files[path];
    return { ...files, [path]: spoil(file instanceof Uint8Array ? file : new Uint8Array()) };
  });
}
