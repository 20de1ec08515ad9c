import { expect, test } from "vitest";
import { isOfPython } from "./language.ts";

const REPOSITORY = "https://git.example/mirrors-tool";

test.each<[readonly string[], string, boolean]>([
  [["types-requests==2.31"], "mypy", true],
  [["flake8-bugbear"], "flake8", true],
  [["tomli; python_version < '3.11'"], "bandit", true],
  [["lib @ https://files.example/lib-1.0.tar.gz"], "mypy", true],
  [["git+https://git.example/lib@v1.0"], "mypy", true],
  [["prettier@3.0.0", "prettier-plugin-toml"], "format", false],
  [["@commitlint/config-conventional"], "check", false],
  [["eslint@^8.1", "eslint-plugin-react"], "lint", false],
  [["eslint-plugin-react"], "eslint", false],
  [["rubocop-rails:2.9"], "lint", false],
  [["golang.example/x/tools@v0.1.0"], "lint", false],
  [["cli:starship:1.0"], "lint", false],
])("%j of %s: %s", (items, id, expected) => {
  expect(isOfPython({ repository: REPOSITORY, id, language: null }, items)).toBe(expected);
});

test("a language that is said is believed", () => {
  const facts = { repository: "local", id: "x" };
  expect(isOfPython({ ...facts, language: "node" }, ["flake8==1"])).toBe(false);
  expect(isOfPython({ ...facts, language: "python" }, ["a@1"])).toBe(true);
});
