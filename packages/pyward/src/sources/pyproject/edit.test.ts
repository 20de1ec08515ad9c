import { expect, test } from "vitest";
import { editFiles } from "../../edit-files.ts";
import { memoryTree } from "../../host/memory/index.ts";
import type { VersionChange } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { pyproject } from "./index.ts";
import { exampleChange, type GivenChange } from "../shared/edit/example-change.ts";

/** What the file is then; where it stays, why. */
async function edited(text: string, ...given: readonly GivenChange[]): Promise<string> {
  const changes = given.map(exampleChange);
  const tree = memoryTree({ "pyproject.toml": text });
  const target = { path: "pyproject.toml" };
  const answer = await pyproject.edit?.({ tree, target, settings: { workingDirectory: "" }, changes });
  const [file] = await editFiles(tree, answer?.edits ?? []);
  return [file?.edited ?? [], ...(answer?.left ?? []).map(({ reason }) => reason)].flat().join("\n");
}

test.each([
  ['[project]\ndependencies = ["demo==1.0"]\n', "demo==1.0", "demo==2.0"],
  ["[project]\ndependencies = [\n  'demo >= 1.0, < 2' , # why\n]\r\n", ">= 1.0, < 2", ">= 2.0, < 3"],
  ['\ufeff[project]\ndependencies = ["demo[a] (>=1.0)"]\n', ">=1.0", ">=2.0"],
  ['[project]\ndependencies = ["demo>=1.0 ; python_version < \\"3.9\\""]\n', ">=1.0", ">=2.0"],
  ['[project]\ndependencies = ["de\\u006do ; python_version < \\"3.9\\""]\n', "\\u006do", "\\u006do>=2.0"],
  ['[project]\ndependencies = ["""demo"""]\n', '"""demo"""', '"""demo>=2.0"""'],
  ['[project.optional-dependencies]\na = ["demo~=1.0"]\n', "~=1.0", "~=2.0"],
  ['[dependency-groups]\na = [{include-group = "b"}]\nb = ["demo<2"]\n', "<2", ">=2.0,<3"],
  ['[build-system]\nrequires = ["demo"]\n', '"demo"', '"demo>=2.0"'],
  ['[tool.uv]\ndev-dependencies = ["demo>1"]\n', ">1", ">=2.0"],
  ['[tool.pdm.dev-dependencies]\ntest = ["demo>1"]\n', ">1", ">=2.0"],
  ['[tool.hatch.envs.x]\ndependencies = ["demo>1"]\n', ">1", ">=2.0"],
  ['[tool.poetry.dependencies]\npython = "^3.9"\ndemo = "^1.0"\n', '"^1.0"', '"^2.0"'],
  ['[tool.poetry.dependencies]\ndemo = {version = "~1.0", extras = ["a"]}\n', "~1.0", "~2.0"],
  ['[tool.poetry.dependencies.demo]\nversion = "1.0"\n', '"1.0"', '"2.0"'],
  ["[tool.poetry.group.dev.dependencies]\nDemo = '*'\n", "'*'", "'>=2.0'"],
  ['[tool.poetry.dev-dependencies]\ndemo = ">=1.0 <2.0"\n', ">=1.0 <2.0", ">=2.0 <3.0"],
] as const)("%j", async (text, was, then) => {
  expect(await edited(text, { from: text.includes("==1.0") || text.includes('"1.0"') ? "1.0" : null })).toBe(
    text.replace(was, then),
  );
});

test("Poetry's list of tables: the one of the version, or of the Python", async () => {
  const list = (first: string, second: string): string =>
    `[tool.poetry.dependencies]\ndemo = [\n  {version = "${first}", python = "<3.9"},\n  {version = "${second}", python = ">=3.9"},\n]\n`;
  expect(await edited(list("0.9", "1.0"), {})).toBe(list("0.9", "2.0"));
  const release = { requires: [], extras: [], requiresPython: ">=3.9", files: [] };
  expect(await edited(list("^0.9", "^1.0"), { from: null, release })).toBe(list("^0.9", "^2.0"));
});

test("beside a lock a range changes only where it keeps the version out, and an override decides alone", async () => {
  const text = '[project]\ndependencies = ["demo>=1,<3"]\n';
  expect(await edited(text, { from: null, isHeld: true })).toBe("");
  expect(await edited(text.replace("<3", "<2"), { from: null, isHeld: true })).toBe(text);
  const over = `${text}[tool.uv]\noverride-dependencies = ["demo>=1"]\n`;
  expect(await edited(over, { from: null })).toBe(over.replace('["demo>=1"]', '["demo>=2.0"]'));
  const limit = `${text}[tool.uv]\nconstraint-dependencies = ["demo<2"]\n`;
  expect(await edited(limit, { from: null })).toBe(
    limit.replace("demo>=1,", "demo>=2.0,").replace("demo<2", "demo<3"),
  );
});

const ADD: GivenChange = { add: "constraint" };

test.each([
  [
    "[project]\nname = 'x'",
    "[project]\nname = 'x'\n\n[tool.uv]\nconstraint-dependencies = [\"demo>=2.0\"]\n",
  ],
  [
    "[tool.uv]\r\npackage = true\r\n",
    '[tool.uv]\r\nconstraint-dependencies = ["demo>=2.0"]\r\npackage = true\r\n',
  ],
  ["[tool.uv]", '[tool.uv]\nconstraint-dependencies = ["demo>=2.0"]'],
  [
    "[tool.uv.sources]\na = {path = 'a'}\n",
    "[tool.uv.sources]\na = {path = 'a'}\n\n[tool.uv]\nconstraint-dependencies = [\"demo>=2.0\"]\n",
  ],
  ["[tool.uv]\nconstraint-dependencies = []\n", '[tool.uv]\nconstraint-dependencies = ["demo>=2.0"]\n'],
  [
    "[tool.uv]\nconstraint-dependencies = ['a<2']\n",
    "[tool.uv]\nconstraint-dependencies = ['a<2', 'demo>=2.0']\n",
  ],
  [
    '[tool.uv]\nconstraint-dependencies = [\n  "a<2", # why\n]\n',
    '[tool.uv]\nconstraint-dependencies = [\n  "a<2", # why\n  "demo>=2.0",\n]\n',
  ],
  [
    "[tool.uv]\r\nconstraint-dependencies = [\r\n  'a<2' # why\r\n]\r\n",
    "[tool.uv]\r\nconstraint-dependencies = [\r\n  'a<2', # why\r\n  'demo>=2.0'\r\n]\r\n",
  ],
  [
    '[tool.uv]\nconstraint-dependencies = [\n  "a<2"]\n',
    '[tool.uv]\nconstraint-dependencies = [\n  "a<2", "demo>=2.0"]\n',
  ],
  ["[tool.poetry]\nname = 'x'\n", "has no place for a version of what it does not ask for"],
  ["[tool]\nuv = {package = true}\n", "has no place for a version of what it does not ask for"],
])("a constraint comes into %j", async (text, then) => {
  expect(await edited(text, ADD)).toBe(then);
});

test("several of them at once, and overrides", async () => {
  const text = "[tool.uv]\n";
  expect(await edited(text, { ...ADD, name: "b" }, { ...ADD, name: "a" })).toBe(
    '[tool.uv]\nconstraint-dependencies = ["a>=2.0", "b>=2.0"]\n',
  );
  expect(await edited(text, { add: "override" })).toBe('[tool.uv]\noverride-dependencies = ["demo>=2.0"]\n');
  expect(await edited(text, {})).toBe("does not name it");
});

test("what setuptools takes from files is edited there", async () => {
  const files = {
    "pyproject.toml": `[project]\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = {file = ["deps.txt"]}\n`,
    "deps.txt": "\ufeffother\ndemo>=1,\\\n  <2  # why\n",
  };
  const tree = memoryTree(files);
  const change: VersionChange = { name: normalizeName("demo"), from: null, to: "2.0", release: null };
  const request = {
    tree,
    target: { path: "pyproject.toml" },
    settings: { workingDirectory: "" },
    changes: [change],
  };
  const answer = await pyproject.edit?.(request);
  const [file] = await editFiles(tree, answer?.edits ?? []);
  expect([file?.path, new TextDecoder("utf-8", { ignoreBOM: true }).decode(file?.after)]).toEqual([
    "deps.txt",
    "\ufeffother\ndemo>=2.0,\\\n  <3  # why\n",
  ]);
});
