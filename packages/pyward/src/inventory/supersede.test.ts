import { describe, expect, test } from "vitest";
import { makeInventory, type Dependency, type Staleness } from "../model/index.ts";
import type { ReadSource } from "./merge-sources.ts";
import { dependency, source } from "./example-inventory.ts";
import { findLocked, supersede as supersedeLocked, type StandingOf } from "./supersede.ts";

const TREE = { display: (path: string) => path };

/** All in one tree, and of one staleness. */
function supersede(
  projects: readonly { readonly path: string; readonly sources: readonly ReadSource[] }[],
  standingOf: StandingOf,
  staleness: Staleness = { kind: "fresh" },
) {
  const inTree = projects.map((project) => ({ ...project, root: TREE }));
  const locked = findLocked(inTree, standingOf).map((one) => ({ ...one, staleness }));
  return supersedeLocked(inTree, locked);
}

describe("supersede", () => {
  const standingOf = (kind: string) =>
    kind === "uv-lock" ? ({ supersedes: ["pyproject"], locksMembers: true } as const) : null;

  test("a lock leaves the build requirements of the manifests of its workspace, and nothing of another's", () => {
    const member = dependency("member", "1", {
      own: "workspace-member",
      source: { type: "path", url: "libs/member" },
    });
    const manifest = (path: string) =>
      source(path, [dependency("a", null), dependency("hatchling", null, { scopes: ["build"] })]);
    const projects = supersede(
      [
        { path: "", sources: [source("uv.lock", [member]), manifest("pyproject.toml")] },
        { path: "libs/member", sources: [manifest("libs/member/pyproject.toml")] },
        { path: "other", sources: [manifest("other/pyproject.toml")] },
      ],
      standingOf,
    );
    const left = projects.flatMap(({ sources }) =>
      sources
        .filter(({ kind }) => kind === "pyproject")
        .map(({ inventory }) => [
          inventory.dependencies.map(({ name }) => name),
          inventory.gaps.map(({ code, expected }) => [code, expected]),
        ]),
    );
    expect(left).toEqual([
      [["hatchling"], [["superseded-manifest", true]]],
      [["hatchling"], [["superseded-manifest", true]]],
      [["a", "hatchling"], []],
    ]);
  });

  test("a lock of another kind stands for the manifest beside it only", () => {
    const local = dependency("local", "1", {
      own: "workspace-member",
      source: { type: "path", url: "libs/local" },
    });
    const projects = supersede(
      [
        { path: "", sources: [source("x.lock", [local]), source("pyproject.toml", [dependency("a", null)])] },
        { path: "libs/local", sources: [source("libs/local/pyproject.toml", [dependency("b", null)])] },
      ],
      (kind) => (kind === "uv-lock" ? { supersedes: ["pyproject"] } : null),
    );
    expect(projects.map(({ sources }) => sources.at(-1)?.inventory.dependencies.length)).toEqual([0, 1]);
  });

  test("a lock that could not be read stands for nothing", () => {
    const broken: ReadSource = {
      kind: "uv-lock",
      path: "uv.lock",
      inventory: makeInventory({
        gaps: [
          { code: "unparsable-file", name: null, advisory: null, reason: "", origin: null, expected: false },
        ],
      }),
    };
    const [project] = supersede(
      [{ path: "", sources: [broken, source("pyproject.toml", [dependency("a", null)])] }],
      standingOf,
    );
    expect(project?.sources[1]?.inventory.dependencies).toHaveLength(1);
  });

  test.each([
    ["alone", [], 0],
    ["beside the manifest that the lock has", ["pixi.toml"], 1],
  ])("a manifest that can be the lock's own: %s", (_, others, left) => {
    const ofKind = (kind: string, path: string): ReadSource => ({
      ...source(path, [dependency("a", null)]),
      kind,
    });
    const sources = [
      ofKind("pixi-lock", "pixi.lock"),
      ofKind("pyproject", "pyproject.toml"),
      ...others.map((path) => ofKind("pixi-toml", path)),
    ];
    const supersedesWithout = { kinds: ["pyproject"], beside: "pixi-toml" };
    const standing = { supersedes: ["pixi-toml"], supersedesWithout };
    const [project] = supersede([{ path: "", sources }], (kind) => (kind === "pixi-lock" ? standing : null));
    expect(project?.sources[1]?.inventory.dependencies).toHaveLength(left);
  });

  test("the lock of a script stands for it, and for nothing beside it", () => {
    const ofKind = (kind: string, path: string): ReadSource => ({
      ...source(path, [dependency("a", null)]),
      kind,
    });
    const sources = [
      ofKind("uv-lock", "tool.py.lock"),
      ofKind("script", "tool.py"),
      ofKind("script", "other.py"),
      ofKind("pyproject", "pyproject.toml"),
    ];
    const [project] = supersede([{ path: "", sources }], standingOf);
    expect(project?.sources.map(({ inventory }) => inventory.dependencies.length)).toEqual([1, 0, 1, 1]);
  });

  test("a compiled file stands for its source", () => {
    const sources = [
      source("requirements.in", [dependency("a", null)]),
      source("requirements.txt", [dependency("a", "1")]),
    ];
    const [project] = supersede([{ path: "", sources }], standingOf);
    expect(project?.sources.map(({ inventory }) => inventory.dependencies.length)).toEqual([0, 1]);
  });

  test("what a stale lock does not hold stays asked for", () => {
    const manifest = source("pyproject.toml", [
      dependency("held", null),
      dependency("listed", null, { marker: "python_version < '3'" }),
      dependency("new", null),
      dependency("new-win", null, { marker: "sys_platform == 'win32'" }),
      dependency("hatchling", null, { scopes: ["build"] }),
    ]);
    const projects = [{ path: "", sources: [source("uv.lock", [dependency("held", "1")]), manifest] }];
    const left = (staleness: Staleness) => {
      const [project] = supersede(projects, standingOf, staleness);
      const { dependencies, notes } = project?.sources[1]?.inventory ?? makeInventory({});
      return [dependencies.map(({ name }) => name), notes.length];
    };
    expect(left({ kind: "fresh" })).toEqual([["hatchling"], 0]);
    expect(left({ kind: "unsaid" })).toEqual([["new", "hatchling"], 1]);
    const stale = { kind: "stale", reasons: ["it is"], listed: ["listed"] } as const;
    expect(left(stale)).toEqual([["new", "new-win", "hatchling"], 1]);
  });

  test("a version that the manifest refuses is told, and a stale lock without a difference, too", () => {
    const manifest = source("pyproject.toml", [
      dependency("a", null, { pin: "range", specifiers: ">=2" }),
      dependency("b", "3"),
      dependency("c", null, { pin: "range", specifiers: ">=1" }),
    ]);
    const locked = [
      dependency("a", "1.9"),
      dependency("b", "3.0"),
      dependency("c", "1.0rc1"),
      dependency("c", "2"),
    ];
    const notes = (...held: readonly Dependency[]) => {
      const projects = [{ path: "", sources: [source("uv.lock", held), manifest] }];
      const [project] = supersede(projects, standingOf, { kind: "stale", reasons: ["it is"], listed: [] });
      return project?.sources[1]?.inventory.notes;
    };
    expect(notes(...locked)).toEqual(["stale lock: pyproject.toml asks for a >=2, uv.lock holds 1.9"]);
    expect(notes(dependency("a", "2"), ...locked.slice(1))).toEqual(["stale lock: uv.lock: it is"]);
  });

  test("a lock stands for nothing in another tree", () => {
    const projects = [
      { root: TREE, path: "", sources: [source("uv.lock", [])] },
      { root: { ...TREE }, path: "", sources: [source("pyproject.toml", [dependency("a", null)])] },
    ];
    expect(findLocked(projects, standingOf)).toEqual([]);
  });
});
