import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import type { Inventory } from "../../model/index.ts";
import { setupCfg } from "./index.ts";

const read = (text: string): Promise<Inventory> =>
  setupCfg.read(memoryTree({ "setup.cfg": text }), { path: "setup.cfg" }, { workingDirectory: "" });

const list = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");

// What setuptools makes of each, with `Distribution.parse_config_files`.
test.each([
  ["lines", "\n  a\n  b==1", ["a", "b==1"]],
  ["semicolons in one line", " a>1 ; b==1;;", ["a>1", "b==1"]],
  ["semicolons in several lines", " a\n  b==1 ; python_version < '4'", ["a", "b==1"]],
  ["comments behind", "\n  a>1 # ; b\n  b==1 #c", ["a>1", "b==1"]],
  ["empty lines and comments between", "\n  a\n\n# c\n  # d\n  b==1\n\n", ["a", "b==1"]],
  ["nothing", "\n", []],
])("takes %s as setuptools does", async (_, value, expected) => {
  const text = `[options]\ninstall_requires =${value}\n`;
  const { dependencies, gaps } = await read(text);
  const found = dependencies.map(({ name, version, specifiers }) =>
    version === null ? `${name}${specifiers ?? ""}` : `${name}==${version}`,
  );
  expect(gaps).toEqual([]);
  expect(found).toEqual(expected);
  for (const { origins, version, specifiers, name } of dependencies) {
    const span = origins[0]?.span;
    expect(text.slice(span?.start, span?.end)).toBe(version === null ? (specifiers ?? name) : `==${version}`);
  }
});

test("a # without a blank before it begins no comment", async () => {
  const { dependencies, gaps } = await read("[options]\ninstall_requires =\n  a==1#b\n");
  expect([dependencies.length, gaps.map(({ code }) => code)]).toEqual([0, ["unparsable-line"]]);
});

test("a file of faults gives few gaps", async () => {
  const { gaps } = await read(list(50_000, (at) => `word ${at}`));
  expect(gaps.length).toBeLessThan(50);
});

test.each([
  [
    "extras that all ask for each other",
    `[metadata]\nname = p\n[options.extras_require]\n${list(400, (at) => `e${at} =\n  p[${list(400, (to) => `e${to}`).replaceAll("\n", ",")}]\n  x`)}`,
  ],
  ["a long line", `[options]\ninstall_requires = ${"a;".repeat(50_000)}`],
  [
    "long requirements",
    `[options]\ninstall_requires =\n  a${" ".repeat(50_000)}b\n  c${" #".repeat(50_000)}`,
  ],
])("%s are read in time", async (_, text) => {
  const started = process.cpuUsage();
  const { dependencies, gaps } = await read(text);
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2);
  expect(dependencies.length + gaps.length).toBeGreaterThan(0);
});
