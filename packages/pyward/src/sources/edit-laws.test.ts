// The laws of editing: they hold for every source that edits what people write, over its fixtures. What is planned is read back, and
// nothing else has changed.
import fc from "fast-check";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { editFiles } from "../edit-files.ts";
import type { FileTree } from "../host/index.ts";
import { memoryTree } from "../host/memory/index.ts";
import type { Dependency, EditAnswer, Inventory, Release, VersionChange } from "../model/index.ts";
import { normalizeName, parseSpecifiers, parseVersion, satisfies } from "../python/index.ts";
import { fixturesOf, type Fixture } from "../../../../test/laws/fixtures.ts";
import { SOURCES } from "./registry.ts";
import type { Source } from "./shared/source.ts";

const SETTINGS = { workingDirectory: "" };

const SHELF = await Promise.all(
  SOURCES.filter(({ meta }) => meta.role === "manifest").map(async ({ meta, load }) => {
    const fixtures = fixturesOf(join(import.meta.dirname, meta.id, "fixtures"));
    return { id: meta.id, source: await load(), fixtures };
  }),
);
const EDITING = SHELF.filter(({ source }) => source.edit !== undefined);

const hex = (digit: string, length: number): string => digit.repeat(length);

/** Of the version that all things go to: two files with every hash. */
const RELEASE: Release = {
  requires: [],
  extras: [],
  requiresPython: null,
  files: ["a", "b"].map((digit) => ({
    filename: `it-97.3-py3-none-${digit}.whl`,
    url: `https://index.example/it-97.3-py3-none-${digit}.whl`,
    hashes: [`sha256:${hex(digit, 64)}`, `sha384:${hex(digit, 96)}`, `sha512:${hex(digit, 128)}`],
    size: 1,
    uploadTime: null,
  })),
};
const TO = "97.3";

async function editing(
  source: Source,
  tree: FileTree,
  { path }: { path: string },
  changes: readonly VersionChange[],
): Promise<EditAnswer> {
  const answer = await source.edit?.({ tree, target: { path }, settings: SETTINGS, changes });
  return answer ?? { edits: [], made: [], left: [] };
}

/** The fixture with the edits in it; the paths of the files that changed. */
async function applied(files: Fixture["files"], { edits }: EditAnswer): Promise<Record<string, Uint8Array>> {
  const edited = await editFiles(memoryTree(files), edits);
  return { ...files, ...Object.fromEntries(edited.map(({ path, after }) => [path, after])) };
}

/** All but what a change of `name` may touch. */
function others({ dependencies, gaps, notes }: Inventory, name: string) {
  return {
    dependencies: dependencies
      .filter((dependency) => dependency.name !== name)
      .map(({ origins, ...rest }) => ({
        ...rest,
        origins: origins.map(({ path, line }) => `${path}:${line}`),
      })),
    gaps: gaps.map(({ code, reason }) => `${code} ${reason}`),
    notes,
  };
}

const admits = ({ version, specifiers }: Dependency, asked: string): boolean => {
  if (version !== null) return version === asked;
  const [set, parsed] = [parseSpecifiers(specifiers ?? ""), parseVersion(asked)];
  return set.ok && parsed.ok && satisfies(parsed.value, set.value, { prereleases: true });
};

test("what people write is edited", () => {
  expect(EDITING.map(({ id }) => id)).toEqual([
    "pipfile",
    "pyproject",
    "requirements-txt",
    "script",
    "setup-cfg",
  ]);
});

describe.each(EDITING)("editing $id", ({ source, fixtures }) => {
  let made = 0;

  test.each(fixtures)("$name, one package after the other", async ({ files, target }) => {
    const tree = memoryTree(files);
    const before = await source.read(tree, target, SETTINGS);
    for (const { name, version } of before.dependencies) {
      for (const isHeld of [false, true]) {
        const change: VersionChange = {
          name,
          from: version,
          to: TO,
          release: RELEASE,
          ...(isHeld ? { isHeld } : {}),
        };
        const answer = await editing(source, tree, target, [change]);
        expect([...answer.made, ...answer.left.map((left) => left.name)]).toEqual([name]);
        const after = await source.read(memoryTree(await applied(files, answer)), target, SETTINGS);
        expect(others(after, name)).toEqual(others(before, name));
        if (answer.made.length === 0) expect(answer.edits).toEqual([]);
        else made++;
        const mine = after.dependencies.filter(
          (dependency) => dependency.name === name && dependency.pin !== "url",
        );
        const open = mine.filter(({ pin }) => pin !== "exact");
        if (answer.made.length === 0) continue;
        expect(mine.some((dependency) => admits(dependency, TO))).toBe(true);
        if (version !== null) expect(mine.filter((dependency) => dependency.version === version)).toEqual([]);
        else expect(open.filter((dependency) => !admits(dependency, TO))).toEqual([]);
        if (!isHeld) expect(open.filter((dependency) => admits(dependency, "97.2.9"))).toEqual([]);
      }
    }
  });

  test("edits something", () => expect(made).toBeGreaterThan(10));

  test.each(fixtures)(
    "$name, all packages at once: places in order, each byte between them kept",
    async ({ files, target }) => {
      const tree = memoryTree(files);
      const { dependencies } = await source.read(tree, target, SETTINGS);
      const changes = dependencies.map(({ name, version }) => ({
        name,
        from: version,
        to: TO,
        release: RELEASE,
      }));
      const answer = await editing(source, tree, target, changes);
      const result = await applied(files, answer);
      const touched = new Set(answer.edits.map(({ path }) => path));
      for (const [path, bytes] of Object.entries(result))
        if (!touched.has(path)) expect(bytes).toBe(files[path]);
      const again = await editing(
        source,
        memoryTree(result),
        target,
        changes.map((change) => ({ ...change, from: TO })),
      );
      expect(again.edits.filter(({ was, text }) => was !== text)).toEqual([]);
    },
  );

  test.each(fixtures)("$name, what it does not name", async ({ files, target }) => {
    const name = "not-there-at-all" as Dependency["name"];
    const ask = (change: Partial<VersionChange>) =>
      editing(source, memoryTree(files), target, [
        { name, from: "1.0", to: TO, release: RELEASE, ...change },
      ]);
    const { edits, made: added, left } = await ask({});
    expect([...added, ...left.map((one) => one.name)]).toEqual([name]);
    expect(edits.map(({ was, text }) => [was, text.includes(name)])).toEqual(added.map(() => ["", true]));
    expect(await ask({ isHeld: true })).toEqual({ edits: [], made: [name], left: [] });
    expect(await ask({ to: null, release: null })).toEqual({ edits: [], made: [name], left: [] });
  });

  /** What editing gives is of the very text that lies there, whatever that is. */
  const editsOf = async (files: Fixture["files"], path: string): Promise<void> => {
    const tree = memoryTree(files);
    const { dependencies } = await source.read(tree, { path }, SETTINGS);
    const foreign = ["demo", "flask"].map((name) => ({ name: normalizeName(name), version: null }));
    const changes = [...dependencies.slice(0, 200), ...foreign].map(
      ({ name, version }, at): VersionChange => ({
        name,
        from: version,
        to: TO,
        release: RELEASE,
        ...(at % 3 === 0 ? { isHeld: true } : {}),
        ...(at % 2 === 0 ? { add: "constraint" } : {}),
      }),
    );
    const answer = await editing(source, tree, { path }, changes);
    await editFiles(tree, answer.edits);
  };

  test("garbage and damage are edited, or left, and never thrown at", async () => {
    const damage = fc.record({
      fixture: fc.constantFrom(...fixtures),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(30),
      piece: fc.constantFrom(
        "",
        "\n",
        '"',
        "]",
        "=",
        "\\",
        "\0",
        "\r",
        "{",
        "é",
        "==",
        ";",
        "--hash=sha256:0 ",
        "# via x\n",
      ),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ fixture: { files, target }, at, cut, piece }) => {
        const bytes = files[target.path] ?? new Uint8Array();
        const start = Math.floor(bytes.length * at);
        const parts = [bytes.subarray(0, start), Buffer.from(piece), bytes.subarray(start + cut)];
        await editsOf({ ...files, [target.path]: new Uint8Array(Buffer.concat(parts)) }, target.path);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    "demo<1,".repeat(20_000),
    "demo==1 --hash=sha256:0 ".repeat(5000),
    `demo==1 ${"\\\n".repeat(20_000)}`,
    "demo==1\n".repeat(5000),
    `[project]\ndependencies = [${'"demo<1",'.repeat(5000)}]`,
    `[packages]\ndemo = "${"<1,".repeat(20_000)}"`,
    `[options]\ninstall_requires =\n${"  demo<1\n".repeat(5000)}`,
  ])("stays quick, %#", async (text) => {
    const path = fixtures[0]?.target.path ?? "x";
    const started = process.cpuUsage();
    await editsOf({ [path]: new TextEncoder().encode(text) }, path);
    expect(process.cpuUsage(started).user / 1e6).toBeLessThan(3);
  });
});
