// Laws of everything that is edited, locks included: a file that could be read can be read afterwards, whatever it holds; its line ends, its byte order mark and its
// mode stay; and where a link stands in its place nothing is written.
import fc from "fast-check";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { applyEdits } from "../apply-edits.ts";
import { editFiles } from "../edit-files.ts";
import { memoryTree } from "../host/memory/index.ts";
import { nodeFileSet, nodeTree } from "../host/node/index.ts";
import type { Dependency, Edit, Inventory, Release, VersionChange } from "../model/index.ts";
import { fixturesOf, type Fixture } from "../../../../test/laws/fixtures.ts";
import { SOURCES } from "./registry.ts";
import type { Source } from "./shared/source.ts";

const SETTINGS = { workingDirectory: "" };
const TO = "9999.1";

const EDITING = (
  await Promise.all(
    SOURCES.map(async ({ meta, load }) => ({
      id: meta.id,
      source: await load(),
      fixtures: fixturesOf(join(import.meta.dirname, meta.id, "fixtures")).filter(
        ({ files, target }) => files[target.path] instanceof Uint8Array,
      ),
    })),
  )
).filter(({ source }) => source.edit !== undefined);

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pyward-whole-")));
afterAll(() => rmSync(folder, { recursive: true }));

/** With what every kind of lock records, from where the file has the others. */
function madeUp(name: string, text: string): Release {
  const host = /https?:\/\/[\w.:-]+(?=\/[^"]*\.whl)/.exec(text)?.[0] ?? "https://index.example";
  const filename = `${name.replaceAll("-", "_")}-${TO}-py3-none-any.whl`;
  const file = { filename, url: `${host}/f/${filename}`, hashes: [`sha256:${"ab".repeat(32)}`], size: 7 };
  return {
    ...{ requires: [], extras: [], requiresPython: null, summary: "A thing" },
    files: [{ ...file, uploadTime: "2026-01-02T03:04:05.678901Z" }],
  };
}

interface Edited {
  readonly before: Inventory;
  readonly edits: readonly Edit[];
  readonly made: ReadonlySet<string>;
  readonly files: Fixture["files"];
  readonly after: Inventory;
}

/** Moves some of its packages, all at once. */
async function editAll(source: Source, files: Fixture["files"], path: string): Promise<Edited> {
  const tree = memoryTree(files);
  const before = await source.read(tree, { path }, SETTINGS);
  const text = Buffer.from(files[path] ?? []).toString("utf8");
  const byName = new Map(before.dependencies.slice(0, 30).map((one) => [one.name, one]));
  const changes = [...byName.values()].map(({ name, version }): VersionChange => {
    const release = madeUp(name, text);
    return { name, from: version, to: TO, release, replaced: release };
  });
  const answer = await source.edit?.({ tree, target: { path }, settings: SETTINGS, changes });
  const edited = await editFiles(tree, answer?.edits ?? []);
  const result = { ...files, ...Object.fromEntries(edited.map((one) => [one.path, one.after])) };
  const after = await source.read(memoryTree(result), { path }, SETTINGS);
  return { before, after, files: result, edits: answer?.edits ?? [], made: new Set(answer?.made) };
}

const gapsOf = ({ gaps }: Inventory): ReadonlySet<string> =>
  new Set(gaps.map(({ code, reason }) => `${code} ${reason}`));
const states = ({ dependencies }: Inventory, made: ReadonlySet<string>): readonly string[] =>
  dependencies
    .filter((one) => !made.has(one.name))
    .map(({ name, version, specifiers, hashes, marker, scopes }: Dependency) =>
      JSON.stringify([name, version, specifiers, hashes, marker, scopes]),
    );

function expectWhole({ before, after, made }: Edited): void {
  const known = gapsOf(before);
  expect([...gapsOf(after)].filter((gap) => !known.has(gap))).toEqual([]);
  expect(states(after, made)).toEqual(states(before, made));
  expect([...made].filter((name) => !after.dependencies.some((one) => one.name === name))).toEqual([]);
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (file: Fixture["files"][string] | undefined): string =>
  Buffer.from(file instanceof Uint8Array ? file : []).toString("utf8");

test("what is edited", () => {
  expect(EDITING.map(({ id }) => id)).toEqual([
    ...["pdm-lock", "pipfile", "pipfile-lock", "poetry-lock", "pylock-toml", "pyproject"],
    ...["requirements-txt", "script", "setup-cfg", "uv-lock"],
  ]);
});

describe.each(EDITING)("edited $id", ({ source, fixtures }) => {
  test.each(fixtures)(
    "$name with other line ends and a byte order mark",
    async ({ files, target: { path } }) => {
      const text = textOf(files[path])
        .replace(/^\uFEFF/, "")
        .replaceAll("\r\n", "\n");
      if (text.includes("\uFFFD") || text.includes("\r")) return;
      for (const [start, end] of [
        ["", "\r\n"],
        ["\uFEFF", "\n"],
        ["\uFEFF", "\r\n"],
      ] as const) {
        const edited = await editAll(
          source,
          { ...files, [path]: bytes(start + text.replaceAll("\n", end)) },
          path,
        );
        expectWhole(edited);
        const now = textOf(edited.files[path]);
        expect(now.startsWith("\uFEFF")).toBe(start !== "");
        if (end === "\r\n") expect(now.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
        else expect(now).not.toContain("\r");
      }
    },
  );

  test("what is damaged reads as it did, or is left", async () => {
    const damage = fc.record({
      fixture: fc.constantFrom(...fixtures),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(40),
      piece: fc.constantFrom(
        ...["", "\n", "\r\n", "\t", '"', "'", "]", "[", "{", "}", "=", ",", "\\", "# x\n", '"""', "\u2028"],
        ...["\n[[package]]\n", '\nname = "a"\n', '\nversion = "1"\n', '"==1"', " ; ", "é", "\n\n"],
      ),
      isLine: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ fixture: { files, target }, at, cut, piece, isLine }) => {
        const text = textOf(files[target.path]);
        const place = Math.floor(text.length * at);
        const start = isLine ? text.lastIndexOf("\n", place) + 1 : place;
        const damaged = bytes(text.slice(0, start) + piece + text.slice(start + (isLine ? 0 : cut)));
        expectWhole(await editAll(source, { ...files, [target.path]: damaged }, target.path));
      }),
      { numRuns: 200 },
    );
  });

  test("the mode stays, and no link is followed", async () => {
    const changed = await firstEdited(source, fixtures);
    const { files, path } = changed;
    const root = mkdtempSync(join(folder, "root-"));
    const outside = join(mkdtempSync(join(folder, "outside-")), "file");
    const set = nodeFileSet({ root, journals: null });
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), files[path] as Uint8Array);
    chmodSync(join(root, path), 0o640);
    const edited = await editFiles(nodeTree(root), changed.edits);
    applyEdits(set, edited);
    expect(statSync(join(root, path)).mode & 0o777).toBe(0o640);
    expect(readFileSync(join(root, path))).toEqual(Buffer.from(edited[0]?.after ?? []));
    writeFileSync(outside, files[path] as Uint8Array);
    rmSync(join(root, path));
    symlinkSync(outside, join(root, path));
    expect(() => applyEdits(set, edited)).toThrow(expect.objectContaining({ code: "cannot-write" }));
    expect(readFileSync(outside)).toEqual(Buffer.from(files[path] as Uint8Array));
  });
});

/** Edits of one fixture's own file. */
async function firstEdited(source: Source, fixtures: readonly Fixture[]) {
  for (const { files, target } of fixtures) {
    const { path } = target;
    const { dependencies } = await source.read(memoryTree(files), { path }, SETTINGS);
    for (const { name, version } of dependencies) {
      const release = madeUp(name, textOf(files[path]));
      const changes = [{ name, from: version, to: TO, release, replaced: release }];
      const answer = await source.edit?.({ tree: memoryTree(files), target, settings: SETTINGS, changes });
      const edits = answer?.edits ?? [];
      if (edits.length > 0 && edits.every((edit) => edit.path === path)) return { files, path, edits };
    }
  }
  throw new Error("nothing is edited");
}
