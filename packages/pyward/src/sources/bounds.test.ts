import { expect, test } from "vitest";
import { memoryTree } from "../host/memory/index.ts";
import { SOURCES } from "./registry.ts";

async function read(kind: string, path: string, files: Readonly<Record<string, string>>) {
  const source = await SOURCES.find(({ meta }) => meta.id === kind)?.load();
  if (source === undefined) throw new Error(kind);
  const bytes = Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)] as const);
  return source.read(memoryTree(Object.fromEntries(bytes)), { path }, { workingDirectory: "" });
}

const NONE = { requiresPython: null, constraints: [], overrides: [] };

test.each([
  [
    "pyproject",
    "pyproject.toml",
    '[project]\nrequires-python = ">=3.9"\n',
    { ...NONE, requiresPython: ">=3.9" },
  ],
  [
    "pyproject",
    "pyproject.toml",
    '[tool.poetry.dependencies]\npython = "^3.10"\na = "*"\n',
    { ...NONE, requiresPython: ">=3.10,<4.0" },
  ],
  [
    "pyproject",
    "pyproject.toml",
    '[tool.uv]\nconstraint-dependencies = ["a<2"]\noverride-dependencies = ["b==1", 2]\n[tool.pdm.resolution.overrides]\nc = "1.0"\nd = ">=2"\n',
    { ...NONE, constraints: ["a<2"], overrides: ["b==1", "c==1.0", "d>=2"] },
  ],
  ["setup-cfg", "setup.cfg", "[options]\npython-requires =\n  >=3.8\n", { ...NONE, requiresPython: ">=3.8" }],
  ["pipfile", "Pipfile", '[requires]\npython_version = "3.11"\n', { ...NONE, requiresPython: "==3.11.*" }],
  [
    "pipfile",
    "Pipfile",
    '[requires]\npython_full_version = "3.11.4"\n',
    { ...NONE, requiresPython: "==3.11.4" },
  ],
  [
    "script",
    "a.py",
    '# /// script\n# requires-python = ">=3.12"\n# dependencies = []\n# [tool.uv]\n# constraint-dependencies = ["a<2"]\n# ///\n',
    { requiresPython: ">=3.12", constraints: ["a<2"], overrides: [] },
  ],
  ["requirements-txt", "requirements.txt", "a\n", undefined],
  ["pyproject", "pyproject.toml", "[project]\nrequires-python = 3\n", undefined],
] as const)("%s: what bounds %s %#", async (kind, path, text, bounds) => {
  expect((await read(kind, path, { [path]: text })).bounds).toEqual(bounds);
});

test("pip's constraints hold for what is not asked for, too; an address narrows nothing", async () => {
  const files = {
    "requirements.txt": "-c limits.txt\na\n",
    "limits.txt": "b==1.0\nc>=1,<2; python_version < '3.12'\nd @ https://index.example/d-1.0.tar.gz\na<3\n",
  };
  const { bounds } = await read("requirements-txt", "requirements.txt", files);
  expect(bounds?.constraints).toEqual(["b==1.0", 'c>=1,<2; python_version < "3.12"', "a<3"]);
});

test("indexes of a file stand in place of the default one, or besides it", async () => {
  const [one, two] = ["--index-url https://index.example/a\n", "--extra-index-url https://index.example/b\n"];
  const of = async (text: string) => {
    const { indexes, keepsIndex } = await read("requirements-txt", "requirements.txt", {
      "requirements.txt": `${text}x\n`,
    });
    return [indexes, keepsIndex];
  };
  expect(await of(two)).toEqual([["https://index.example/b"], true]);
  expect(await of(one + two)).toEqual([["https://index.example/a", "https://index.example/b"], undefined]);
});
