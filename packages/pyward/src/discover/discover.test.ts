import { describe, expect, test } from "vitest";
import { SILENT } from "../host/index.ts";
import { memoryTree } from "../host/memory/index.ts";
import type { SourceMeta } from "../sources/shared/source.ts";
import { discover } from "./discover.ts";

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

async function found(files: Parameters<typeof memoryTree>[0], start = "") {
  return discover(memoryTree(files), start, METAS, SILENT);
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
