import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import { pixiLock } from "./index.ts";

const read = (text: string) =>
  pixiLock.read(memoryTree({ "pixi.lock": text }), { path: "pixi.lock" }, { workingDirectory: "" });

test("gives up on needs that are made to take long", async () => {
  const environments = Array.from(
    { length: 3000 },
    (_, at) => `  e${at}:\n    packages:\n      linux-64:\n      - pypi: https://f.example/a\n`,
  );
  const needs = Array.from({ length: 3000 }, (_, at) => `  - b${at}\n`);
  const others = Array.from(
    { length: 3000 },
    (_, at) => `- pypi: https://f.example/b${at}\n  name: b${at}\n`,
  );
  const text = `version: 6\nenvironments:\n${environments.join("")}packages:\n- pypi: https://f.example/a\n  name: a\n  version: '1'\n  requires_dist:\n${needs.join("")}${others.join("")}`;
  const { dependencies, edges, gaps } = await read(text);
  expect(gaps.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  expect([dependencies.length, edges.length]).toEqual([3001, 0]);
});

test("names no more than ten of the conda packages that nothing maps", async () => {
  const packages = Array.from(
    { length: 12 },
    (_, at) => `- conda: https://c.example/x/noarch/p${String(at).padStart(2, "0")}-1.0-pyhd8ed1ab_0.conda\n`,
  );
  const { gaps } = await read(`version: 6\npackages:\n${packages.join("")}`);
  expect(gaps.map(({ code, reason, expected }) => [code, reason, expected])).toEqual([
    [
      "conda-unmapped",
      "12 conda packages need Python, and nothing says which PyPI releases they are: " +
        "p00 1.0, p01 1.0, p02 1.0, p03 1.0, p04 1.0, p05 1.0, p06 1.0, p07 1.0, p08 1.0, p09 1.0 and 2 more",
      false,
    ],
  ]);
});
