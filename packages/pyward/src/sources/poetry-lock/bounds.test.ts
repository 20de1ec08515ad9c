import { expect, test } from "vitest";
import { parseTomlFile } from "../shared/read-toml.ts";
import { readManifest } from "./manifest.ts";
import { readLock } from "./parse.ts";

const list = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");
const METADATA = '[metadata]\nlock-version = "2.1"\n';
const several = list(1500, (at) => `[[package]]\nname = "a"\nversion = "${at}"`);
const references = (constraint: (at: number) => string): string =>
  `[[package]]\nname = "b"\n[package.dependencies]\na = [${list(5000, constraint).replaceAll("\n", ",")}]`;

test.each([
  ["references to many versions", `${several}\n${references((at) => `">${at}"`)}`, ["limit-exceeded"]],
  [
    "markers of many versions",
    `${several}\n${references((at) => `{markers = "python_version > '3.${at}'"}`)}`,
    ["limit-exceeded"],
  ],
  ["a long constraint", `${several}\n${references(() => `"${">1,".repeat(10)}"`)}`, ["limit-exceeded"]],
  [
    "extras that all reach a long chain",
    `${list(3000, (at) => `[[package]]\nname = "p${at}"\n[package.dependencies]\np${at + 1} = "*"`)}\n[extras]\n${list(3000, (at) => `e${at} = ["p0"]`)}`,
    ["limit-exceeded"],
  ],
  [
    "markers in parentheses",
    `[[package]]\nname = "a"\ngroups = ["main"]\nmarkers = "${"(".repeat(50_000)}"\n`,
    [],
  ],
  [
    "a ring",
    list(3000, (at) => `[[package]]\nname = "p${at}"\n[package.dependencies]\np${(at + 1) % 3000} = "*"`),
    [],
  ],
])("%s are read in time", (_, text, codes) => {
  const toml = parseTomlFile("poetry.lock", `${text}\n${METADATA}`);
  if (toml.kind === "gap") throw new Error(toml.gap.reason);
  const started = process.cpuUsage();
  const inventory = readLock(toml.file, null);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
  expect(inventory.gaps.map(({ code }) => code)).toEqual(codes);
  expect(inventory.dependencies.every(({ scopes }) => scopes.length > 0)).toBe(true);
});

test.each<[string, readonly unknown[] | null]>([
  ['[build-system]\nrequires = ["poetry-core"]', null],
  ['[tool.poetry.dependencies]\npython = "^3.9"', null],
  [
    '[project]\ndependencies = ["A_b[X,y]>=1", "not a requirement!"]\n[project.optional-dependencies]\nFast_Io = ["c"]',
    [
      { name: "a-b", scope: "main", extras: ["x", "y"] },
      { name: "c", scope: "extra:fast-io", extras: [] },
    ],
  ],
  [
    '[dependency-groups]\nLint = ["d", {include-group = "x"}]\n[tool.poetry.dev-dependencies]\ne = "*"',
    [
      { name: "d", scope: "group:lint", extras: [] },
      { name: "e", scope: "group:dev", extras: [] },
    ],
  ],
  [
    '[tool.poetry.dependencies]\nf = [{version = "1", extras = ["Z"]}, "2"]\ng = {version = "1", optional = true}\n[tool.poetry.group.Docs.dependencies]\nh = {git = "https://git.example/h.git"}\n[tool.poetry.group.empty]',
    [
      { name: "f", scope: "main", extras: ["z"] },
      { name: "f", scope: "main", extras: [] },
      { name: "g", scope: null, extras: [] },
      { name: "h", scope: "group:docs", extras: [] },
    ],
  ],
])("%s", (text, wishes) => {
  const toml = parseTomlFile("pyproject.toml", text);
  if (toml.kind === "gap") throw new Error(toml.gap.reason);
  expect(readManifest(toml.file.root)).toEqual(wishes);
});
