import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import { pyproject } from "./index.ts";

const list = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

test.each([
  [
    "extras that all ask for each other",
    `[project]\nname = "p"\n[project.optional-dependencies]\n${list(400, (at) => `e${at} = ["p[${list(400, (to) => `e${to}`).replaceAll("\n", ",")}]", "x${at}"]`)}`,
  ],
  [
    "groups that all include each other",
    `[dependency-groups]\n${list(300, (at) => `g${at} = [${list(300, (to) => `{include-group = "g${to}"}`).replaceAll("\n", ",")}]`)}`,
  ],
  [
    "a deep chain of groups",
    `[dependency-groups]\n${list(3000, (at) => `g${at} = [{include-group = "g${at + 1}"}, "x${at}"]`)}`,
  ],
  [
    "a long requirement",
    `[project]\ndependencies = ["${"a".repeat(50_000)} ${"(".repeat(50_000)}", "a @ ${"git@".repeat(20_000)}", "a ; ${"(".repeat(50_000)}"]`,
  ],
  [
    "long URLs",
    `[tool.poetry.dependencies]\na = {git = "${"a@".repeat(25_000)}"}\nb = {url = "${"://".repeat(20_000)}"}\nc = {path = "${"a:".repeat(25_000)}"}`,
  ],
])("%s are read in time", async (_, text) => {
  const started = performance.now();
  const inventory = await pyproject.read(
    memoryTree({ "pyproject.toml": text }),
    { path: "pyproject.toml" },
    { workingDirectory: "" },
  );
  expect(performance.now() - started).toBeLessThan(2000);
  expect(inventory.dependencies.length + inventory.gaps.length).toBeGreaterThan(0);
});
