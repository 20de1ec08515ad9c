import { expect, test } from "vitest";
import { parseTomlFile } from "../shared/read-toml.ts";
import { readLock } from "./parse.ts";
import { Packages } from "./schema.ts";

function read(text: string): ReturnType<typeof readLock> {
  const toml = parseTomlFile("uv.lock", text);
  if (toml.kind === "gap") throw new Error(toml.gap.reason);
  return readLock(toml.file, new Packages());
}

const locked = (name: string, lines: string): string =>
  `[[package]]\nname = "${name}"\nversion = "1"\nsource = { registry = "https://index.example/simple" }\n${lines}\n`;

// A ladder: each rung is reached from both posts of the one before under conditions of its own, 2^n paths in all.
test("a graph with more paths than could be walked, each with its conditions, is read in time", () => {
  const rungs = 300;
  const sides = ["left", "right"];
  const packages = Array.from({ length: rungs }, (_, rung) =>
    sides.map((side) => {
      const links = sides.map(
        (to) => `{ name = "${to}-${rung + 1}", marker = "platform_release == '${side}-${to}-${rung % 40}'" }`,
      );
      return locked(`${side}-${rung}`, `dependencies = [${links.join(", ")}]`);
    }),
  );
  const root =
    '[[package]]\nname = "app"\nsource = { virtual = "." }\ndependencies = [{ name = "left-0" }, { name = "right-0" }]\n';
  const started = performance.now();
  const inventory = read(`version = 1\n${root}${packages.flat().join("")}`);
  expect(performance.now() - started).toBeLessThan(2000);
  expect(inventory.dependencies).toHaveLength(1 + 2 * rungs);
  expect(inventory.gaps).toEqual([]);
});

test("more extras times packages than could be labelled count as main, with a gap", () => {
  const chain = Array.from({ length: 3000 }, (_, at) =>
    locked(`p-${at}`, `dependencies = [{ name = "p-${at + 1}" }]`),
  );
  const extras = Array.from({ length: 3000 }, (_, at) => `e-${at} = [{ name = "p-0" }]`);
  const root = `[[package]]\nname = "app"\nsource = { virtual = "." }\n[package.optional-dependencies]\n${extras.join("\n")}\n`;
  const started = performance.now();
  const inventory = read(`version = 1\n${root}${chain.join("")}`);
  expect(performance.now() - started).toBeLessThan(4000);
  expect(inventory.gaps.map(({ code }) => code)).toEqual(["limit-exceeded"]);
  expect(inventory.dependencies.every(({ scopes }) => scopes.length > 0)).toBe(true);
});
