import { expect, test } from "vitest";
import { sortArtifacts } from "./artifacts.ts";

const at = (...paths: readonly string[]) => paths.map((path) => ({ path }));

test("what lies in a project or below it was built from it; elsewhere it is a wheelhouse", () => {
  const artifacts = at("app/dist/a.whl", "app/dist/a.tar.gz", "wheels/z.whl", "wheels/b.whl", "app/c.pyz");
  const { audited, mentioned } = sortArtifacts(artifacts, new Set(["app", "app/dist/docs"]));
  expect(audited).toEqual([["wheels", at("wheels/z.whl", "wheels/b.whl")]]);
  expect(mentioned).toEqual([
    ["app", 1],
    ["app/dist", 2],
  ]);
});

test("a project in the root has all of them below it; no project has none", () => {
  const artifacts = at("a.whl", "dist/b.whl");
  expect(sortArtifacts(artifacts, new Set([""])).mentioned).toEqual([
    ["", 1],
    ["dist", 1],
  ]);
  expect(sortArtifacts(artifacts, new Set()).audited.map(([folder]) => folder)).toEqual(["", "dist"]);
});
