// Laws of every lock that is edited: what is read afterwards is what was planned and nothing else, and where it is not certain what the lock's own tool
// would write, nothing is written.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memoryTree } from "../host/memory/index.ts";
import type { Dependency, Edit, EditAnswer, Inventory, Release, VersionChange } from "../model/index.ts";
import { fixturesOf, type Fixture } from "../../../../test/laws/fixtures.ts";
import { SOURCES } from "./registry.ts";

const SETTINGS = { workingDirectory: "" };
const HASH = `sha256:${"ab".repeat(32)}`;

const LOCKS = (
  await Promise.all(
    SOURCES.filter(({ meta }) => meta.role === "lock").map(async ({ meta, load }) => ({
      id: meta.id,
      source: await load(),
      fixtures: fixturesOf(join(import.meta.dirname, meta.id, "fixtures")),
    })),
  )
).filter(({ source }) => source.edit !== undefined);

function textOf({ files, target }: Fixture): string {
  const file = files[target.path];
  return file instanceof Uint8Array ? Buffer.from(file).toString("utf8") : "";
}

/** A release with what the lock has of every package, from where it has the others. */
function madeUp(name: string, text: string): Release {
  const host = /https?:\/\/[\w.:-]+(?=\/[^"]*\.whl)/.exec(text)?.[0] ?? "https://index.example";
  const filename = `${name.replaceAll("-", "_")}-9999.1-py3-none-any.whl`;
  const file = { filename, url: `${host}/f/${filename}`, hashes: [HASH], size: 7 };
  return {
    requires: [],
    extras: [],
    requiresPython: null,
    summary: 'A "made-up" thing',
    files: [{ ...file, uploadTime: "2026-01-02T03:04:05.678901Z" }],
  };
}

const states = ({ dependencies }: Inventory): readonly string[] =>
  dependencies.map(({ name, version, hashes }) => `${name} ${version} ${hashes.join()}`);

const isFromIndex = ({ source, pin, own }: Dependency): boolean =>
  source.type === "registry" && pin === "exact" && own === null;

function applied(text: string, { edits }: EditAnswer): string {
  let [at, result] = [0, ""];
  for (const { span, was, text: put } of edits) {
    expect(span.start).toBeGreaterThanOrEqual(at);
    expect(text.slice(span.start, span.end)).toBe(was);
    result += text.slice(at, span.start) + put;
    at = span.end;
  }
  return result + text.slice(at);
}

test("the locks that are edited", () => {
  expect(LOCKS.map(({ id }) => id)).toEqual([
    "pdm-lock",
    "pipfile-lock",
    "poetry-lock",
    "pylock-toml",
    "uv-lock",
  ]);
});

interface Case {
  readonly file: string;
  readonly before: string;
  readonly expected: string;
  readonly changes: readonly VersionChange[];
  /** What is written into the manifest at the same time. */
  readonly alongside: readonly Edit[];
  readonly files: Readonly<Record<string, string>>;
}

/** A lock that its own tool wrote, before a change and afterwards. */
function caseIn(folder: string): Case {
  const files = Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
  const expected = Object.keys(files).find((name) => name.endsWith(".expected")) ?? "";
  const file = expected.slice(0, -".expected".length);
  return {
    file,
    before: files[file] ?? "",
    expected: files[expected] ?? "",
    changes: JSON.parse(files["changes.json"] ?? "[]"),
    alongside: JSON.parse(files["alongside.json"] ?? "[]"),
    files,
  };
}

describe.each(LOCKS)("lock $id", ({ id, source, fixtures }) => {
  const folder = join(import.meta.dirname, id, "edit/fixtures");

  test.each(readdirSync(folder))("is edited as its own tool does it: %s", async (name) => {
    const { file, before, expected, changes, alongside, files } = caseIn(join(folder, name));
    const [tree, target] = [memoryTree(files), { path: file }];
    const answer = await source.edit?.({ tree, target, settings: SETTINGS, changes, alongside });
    expect(answer?.left).toEqual([]);
    expect(answer === undefined ? "" : applied(before, answer)).toBe(expected);
  });

  test.each(fixtures)("reads as planned after an edit of $name", async (fixture) => {
    const text = textOf(fixture);
    const { path } = fixture.target;
    const edit = async (changes: readonly VersionChange[]): Promise<EditAnswer> => {
      const answer = await source.edit?.({
        tree: memoryTree(fixture.files),
        target: fixture.target,
        settings: SETTINGS,
        changes,
      });
      return answer ?? { edits: [], made: [], left: [] };
    };
    const before = await source.read(memoryTree(fixture.files), fixture.target, SETTINGS);
    const names = new Set(before.dependencies.filter(isFromIndex).map(({ name }) => name));
    for (const name of [...names].slice(0, 40)) {
      const from = before.dependencies.find((one) => one.name === name)?.version ?? null;
      const change: VersionChange = { name, from, to: "9999.1", release: madeUp(name, text) };
      const answer = await edit([change]);
      expect([...answer.made, ...answer.left.map((left) => left.name)]).toEqual([name]);
      expect(answer.edits.length === 0).toBe(answer.made.length === 0);
      if (answer.made.length === 0) continue;
      const made = applied(text, answer);
      const files = { ...fixture.files, [path]: made };
      const after = await source.read(memoryTree(files), fixture.target, SETTINGS);
      const others = ({ dependencies }: Inventory): Inventory => ({
        ...before,
        dependencies: dependencies.filter((one) => one.name !== name),
      });
      expect(states(others(after))).toEqual(states(others(before)));
      expect(after.gaps).toEqual(before.gaps);
      const now = after.dependencies.filter((one) => one.name === name);
      expect(now.map(({ version, hashes }) => [version, hashes])).toEqual(now.map(() => ["9999.1", [HASH]]));
    }
  });

  test.each(fixtures)("leaves what is not looked up in $name", async (fixture) => {
    const { dependencies } = await source.read(memoryTree(fixture.files), fixture.target, SETTINGS);
    const first = dependencies.find(isFromIndex);
    if (first === undefined) return;
    const change: VersionChange = { name: first.name, from: first.version, to: "9999.1", release: null };
    const request = { tree: memoryTree(fixture.files), target: fixture.target, settings: SETTINGS };
    const answer = await source.edit?.({ ...request, changes: [change] });
    expect([answer?.edits, answer?.made, answer?.left.length]).toEqual([[], [], 1]);
  });

  test("leaves what is garbage", async () => {
    const target = fixtures[0]?.target ?? { path: "x" };
    for (const garbage of ["", "[[", "{", "\0", "[[package]]\n", '[metadata]\nlock-version = "2.1"\n']) {
      const tree = memoryTree({ [target.path]: garbage });
      const name = "a" as VersionChange["name"];
      const changes: readonly VersionChange[] = [{ name, from: "1", to: "2", release: madeUp("a", "") }];
      const answer = await source.edit?.({ tree, target, settings: SETTINGS, changes });
      expect([answer?.edits, answer?.left.length]).toEqual([[], 1]);
    }
  });
});
