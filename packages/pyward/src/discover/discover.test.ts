import { describe, expect, test } from "vitest";
import { SILENT } from "../host/index.ts";
import { memoryTree } from "../host/memory/index.ts";
import type { SourceMeta } from "../sources/shared/source.ts";
import { discover } from "./discover.ts";
import { USUAL_DISCOVERY, type DiscoverySettings } from "./path-filter.ts";

const METAS: readonly SourceMeta[] = [
  {
    id: "requirements-txt",
    title: "",
    role: "manifest",
    supersedes: [],
    claims: ({ name, folder }) => name === "requirements.txt" || /(?:^|\/)requirements$/.test(folder),
  },
  { id: "uv-lock", title: "", role: "lock", supersedes: [], claims: ({ name }) => name === "uv.lock" },
];

async function found(
  files: Parameters<typeof memoryTree>[0],
  start = "",
  asked: Partial<DiscoverySettings> = {},
) {
  const settings = { ...USUAL_DISCOVERY, ...asked };
  const display = (path: string) => path;
  return discover({ tree: memoryTree(files), start, metas: METAS, settings, display }, SILENT);
}

async function roots(...asked: Parameters<typeof found>) {
  return (await found(...asked)).projects.map(({ root }) => root);
}

describe("discover", () => {
  test("a project is a folder with claimed files; a folder called requirements belongs to the one above", async () => {
    const { projects } = await found({
      "b/uv.lock": "",
      "b/requirements/dev.txt": "",
      "b/requirements/base.txt": "",
      "a/requirements.txt": "",
      "a/notes.txt": "",
    });
    expect(projects.map(({ root, targets }) => [root, targets.map(({ path }) => path)])).toEqual([
      ["a", ["a/requirements.txt"]],
      ["b", ["b/requirements/base.txt", "b/requirements/dev.txt", "b/uv.lock"]],
    ]);
  });

  test("other people's folders and hidden ones are not entered, environments are named", async () => {
    const { projects, environments } = await found({
      "node_modules/x/requirements.txt": "",
      ".tox/requirements.txt": "",
      ".venv/pyvenv.cfg": "",
      "conda/conda-meta/history": "",
      "conda/share/requirements.txt": "",
      ".venv/requirements.txt": "",
      "env/pyvenv.cfg": "",
      "requirements.txt": "",
    });
    expect(projects.map(({ root }) => root)).toEqual([""]);
    expect(environments).toEqual([".venv", "conda", "env"]);
  });

  test("a folder that is named is entered even where the walk would stop", async () => {
    const { projects } = await found({ ".hidden/pyvenv.cfg": "", ".hidden/requirements.txt": "" }, ".hidden");
    expect(projects.map(({ root }) => root)).toEqual([".hidden"]);
  });

  test("links to directories are not followed, so a loop ends", async () => {
    const { projects } = await found({ "a/requirements.txt": "", "a/again": { link: "../a" } });
    expect(projects.map(({ root }) => root)).toEqual(["a"]);
  });

  test("folders nested too deep are a gap", async () => {
    const deep = `${"d/".repeat(20)}requirements.txt`;
    const { projects, gaps } = await found({ [deep]: "" });
    expect(projects).toEqual([]);
    expect(gaps.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  });

  test("a folder that is missing is a gap", async () => {
    const { gaps } = await found({ "requirements.txt": "" }, "nowhere");
    expect(gaps.map(({ code }) => code)).toEqual(["unreadable"]);
  });

  test("a link that leads out or nowhere and a pipe are handed to the source, which says what is wrong", async () => {
    const { projects } = await found({
      "app/requirements.txt": { special: true },
      "requirements.txt": { link: "/elsewhere/requirements.txt" },
      "uv.lock": { link: "nowhere" },
      "readme.md": { special: true },
    });
    expect(projects.flatMap(({ targets }) => targets.map(({ path }) => path))).toEqual([
      "requirements.txt",
      "uv.lock",
      "app/requirements.txt",
    ]);
  });
});

describe("ignore rules", () => {
  const PROJECT = {
    ".gitignore": "build/\nrequirements-local.txt\n/uv.lock\n!keep\n",
    "build/requirements.txt": "",
    "requirements.txt": "",
    "uv.lock": "",
    "a/uv.lock": "",
    "a/.gitignore": "*.txt\n",
    "a/requirements.txt": "",
    "a/b/requirements.txt": "",
  };

  test("hold from their folder down, and what they leave out is told", async () => {
    const { projects, skipped } = await found(PROJECT);
    expect(projects.flatMap(({ targets }) => targets.map(({ path }) => path))).toEqual([
      "requirements.txt",
      "a/uv.lock",
    ]);
    expect(skipped).toEqual([
      { path: "build", isFolder: true, why: "ignored", by: ".gitignore:1" },
      { path: "uv.lock", isFolder: false, why: "ignored", by: ".gitignore:3" },
      { path: "a/requirements.txt", isFolder: false, why: "ignored", by: "a/.gitignore:1" },
      { path: "a/b/requirements.txt", isFolder: false, why: "ignored", by: "a/.gitignore:1" },
    ]);
  });

  test("of the folders above hold, too, but not for a folder that was named although they leave it out", async () => {
    expect(await roots(PROJECT, "a/b")).toEqual([]);
    expect(await roots(PROJECT, "build")).toEqual(["build"]);
  });

  test("end where another repository begins", async () => {
    const files = { ".gitignore": "*.lock", "uv.lock": "", "sub/.git/HEAD": "", "sub/uv.lock": "" };
    expect(await roots(files)).toEqual(["sub"]);
  });

  test("that are too large are not used, which is told", async () => {
    const { projects, notes } = await found({ ".gitignore": "uv.lock\n".repeat(200_000), "uv.lock": "" });
    expect([projects.length, notes]).toEqual([
      1,
      [".gitignore cannot be used, so nothing is left out because of it"],
    ]);
  });

  test("that are made to take long end soon, and leave nothing out from then on", async () => {
    const rules = `${"*a".repeat(60)}*b\n`.repeat(7_000);
    const folders = Array.from({ length: 300 }, (_, at) => [`${"a".repeat(200)}${at}/uv.lock`, ""]);
    const started = performance.now();
    const { projects, notes } = await found({ ".gitignore": rules, ...Object.fromEntries(folders) });
    expect(projects).toHaveLength(300);
    expect(notes).toEqual([
      "comparing the patterns takes too long: nothing more is left out because of them",
    ]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test("hide no environment", async () => {
    const files = { ".gitignore": "*\n", "venv/pyvenv.cfg": "", ".env/pyvenv.cfg": "", "c/conda-meta/x": "" };
    const { environments, projects } = await found(files);
    expect([environments, projects]).toEqual([[".env", "c", "venv"], []]);
  });
});

describe("settings", () => {
  const MONOREPO = {
    ".gitignore": "gen/",
    "uv.lock": "",
    "requirements/dev.txt": "",
    "api/uv.lock": "",
    "api/old/uv.lock": "",
    "gen/deep/uv.lock": "",
    "gen/other/uv.lock": "",
    "node_modules/x/uv.lock": "",
    ".hidden/uv.lock": "",
  };

  test("without recursion the folder and its `requirements` are all", async () => {
    const { projects, skipped } = await found(MONOREPO, "", { recurse: false });
    expect(projects.map(({ root, targets }) => [root, targets.length])).toEqual([["", 2]]);
    expect(skipped.filter(({ why }) => why === "not-recursed").map(({ path }) => path)).toEqual(["api"]);
  });

  test("what is excluded is left out, by name or by path", async () => {
    expect(await roots(MONOREPO, "", { exclude: ["old"] })).toEqual(["", "api"]);
    expect(await roots(MONOREPO, "", { exclude: ["api/**"] })).toEqual([""]);
    expect(await roots(MONOREPO, "", { exclude: ["./api/uv.lock"] })).toEqual(["", "api/old"]);
  });

  test("what is included is taken, whatever rules and customs say", async () => {
    expect(await roots(MONOREPO, "api", { include: ["gen"] })).toEqual(["api", "api/old"]);
    expect(await roots(MONOREPO, "", { include: ["gen"] })).toContain("gen/other");
    const some = await roots(MONOREPO, "", { include: ["gen/deep/uv.lock", "node_modules", ".hidden"] });
    expect(some).toEqual(["", ".hidden", "api", "api/old", "gen/deep", "node_modules/x"]);
  });

  test("excluding wins over including, and a pattern that fits nothing is told", async () => {
    const { projects, notes } = await found(MONOREPO, "", { include: ["gen"], exclude: ["gen", "nowhere"] });
    expect(projects.map(({ root }) => root)).toEqual(["", "api", "api/old"]);
    expect(notes).toEqual([
      "--exclude nowhere fits nothing that was found",
      "--include gen fits nothing that was found",
    ]);
  });
});
