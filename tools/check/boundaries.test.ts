import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backDoors, blindSpots, cruise, typeScriptFiles, type Cruise } from "./boundaries.ts";

const REPOSITORY = join(import.meta.dirname, "../..");

/** One breach of each rule: file below src → its text. The rule is the first part of the comment. */
const BREACHES: Readonly<Record<string, string>> = {
  "python/names.ts": 'import type { Gap } from "../model/gap.ts"; // layer-python',
  "syntax/toml.ts": 'import { a } from "../python/a.ts"; // layer-syntax',
  "archive/zip.ts": 'import { a } from "../syntax/a.ts"; // layer-archive',
  "model/early.ts": 'import { tree } from "../host/tree.ts"; // layer-model',
  "host/tree.ts": 'import type { Gap } from "../model/gap.ts"; // layer-host',
  "git/read.ts": 'import { a } from "../match/a.ts"; // layer-git',
  "image/layers.ts": 'import { a } from "../match/a.ts"; // layer-image',
  "config/read.ts": 'import { a } from "../match/a.ts"; // layer-config',
  "discover/walk.ts": 'import { a } from "../match/a.ts"; // layer-discover',
  "distribution/say.ts": 'import { a } from "../match/a.ts"; // layer-distribution',
  "sources/one/index.ts": 'import { a } from "../../match/a.ts"; // layer-sources',
  "feeds/one/index.ts": 'import { a } from "../../match/a.ts"; // layer-feeds',
  "advisory-index/open.ts": 'import { a } from "../match/a.ts"; // layer-advisory-index',
  "package-index/ask.ts": 'import { a } from "../match/a.ts"; // layer-package-index',
  "resolve/solve.ts": 'import { a } from "../match/a.ts"; // layer-resolve',
  "fix-project/plan.ts": 'import { a } from "../syntax/a.ts"; // layer-fix-project',
  "unpinned/fill.ts": 'import { a } from "../match/a.ts"; // layer-unpinned',
  "reach/scan.ts": 'import { a } from "../match/a.ts"; // layer-reach',
  "history/walk.ts": 'import { a } from "../match/a.ts"; // layer-history',
  "assemble/report.ts": 'import { a } from "../syntax/a.ts"; // layer-assemble',
  "inventory/merge.ts": 'import { a } from "../match/a.ts"; // layer-inventory',
  "match/b.ts": 'import { a } from "../syntax/a.ts"; // layer-match',
  "compare/reports.ts": 'import { a } from "../syntax/a.ts"; // layer-compare',
  "serve/answer.ts": 'import { a } from "../syntax/a.ts"; // layer-serve',
  "policy/judge.ts": 'const { a } = await import("../syntax/a.ts"); // layer-policy',
  "reports/one/index.ts": 'export { a } from "../../syntax/a.ts"; // layer-reports',
  "fix/plan.ts": 'import { a } from "../syntax/a.ts"; // layer-fix',
  "pip-audit/collect.ts": 'import { a } from "../policy/judge.ts"; // layer-pip-audit',
  "shoes/walk.ts": 'import { a } from "../syntax/a.ts"; // unknown-layer',
  "match/commands.ts": 'import { Command } from "commander"; // library-commander',
  "match/toml.ts": 'import { parse } from "smol-toml"; // library-smol-toml',
  "match/yaml.ts": 'import { load } from "js-yaml"; // library-js-yaml',
  "match/xml.ts": 'import { SaxesParser } from "saxes"; // library-saxes',
  "match/zip.ts": 'import { configure } from "@zip.js/zip.js"; // library-@zip.js/zip.js',
  "match/cvss.ts": 'import { Cvss3P1 } from "ae-cvss-calculator"; // library-ae-cvss-calculator',
  "match/hash.ts": 'import { sha256 } from "@noble/hashes/sha2.js"; // library-@noble/hashes',
  "match/width.ts": 'import width from "fast-string-width"; // library-fast-string-width',
  "match/schema.ts": 'import { Ajv } from "ajv"; // unknown-library',
  "match/left.ts": 'import type { right } from "./right.ts"; export const left = 1; // no-cycle',
  "sources/two/index.ts": 'import { one } from "../one/parse.ts"; // no-sibling-plugin',
  "sources/shared/lines.ts": 'import { one } from "../one/parse.ts"; // no-sibling-plugin',
  "sources/three/index.ts": 'import { SOURCES } from "../registry.ts"; // no-sibling-plugin',
  "audit.ts": 'import { run } from "./cli/main.ts"; // nobody-imports-cli',
  "plan.ts": 'import { tree } from "./host/node/tree.ts"; // use-cases-get-their-host',
  "match/files.ts": 'import { readFileSync } from "node:fs"; // world-only-in-host-and-cli',
  "match/promises.ts": 'import { readFile } from "fs/promises"; // world-only-in-host-and-cli',
  "sources/one/online.ts": 'const net = await import("node:net"); // world-only-in-host-and-cli',
  "reports/one/home.ts": 'import { homedir } from "node:os"; // world-only-in-host-and-cli',
  "diff.ts": 'import { get } from "node:https"; // world-only-in-host-and-cli',
  "cli/shortcut.ts": 'import { a } from "../match/a.ts"; // layer-cli',
  "cli/git.ts": 'import { execFile } from "node:child_process"; // runs-nothing',
  "host/node/load.ts": 'import { runInNewContext } from "node:vm"; // runs-nothing',
  "../../web/src/page.ts": 'import { a } from "../../pyward/src/match/a.ts"; // page-knows-the-report',
  "reports/one/page.ts": 'import { text } from "../../../../web/src/text.ts"; // page-is-built',
  "match/rig.ts": 'import { a } from "./a.test.ts"; // no-test-in-product',
  "match/nowhere.ts": 'import { a } from "./nowhere-at-all.ts"; // resolvable',
};

/** What the rules allow, and what the breaches lead to. */
const FINE: Readonly<Record<string, string>> = {
  "match/right.ts": 'import { left } from "./left.ts"; export const right = left;', // a cycle is told once
  "python/a.ts": "export const a = 1;",
  "../../web/src/text.ts":
    'import type { Gap } from "../../pyward/src/model/gap.ts"; export const text = (gap: Gap) => gap;',
  "syntax/a.ts": 'import { parse } from "smol-toml"; export const a = parse;',
  "match/a.ts":
    'import { a as b } from "../python/a.ts"; import { deflateSync } from "node:zlib"; export const a = [b, deflateSync];',
  "match/a.test.ts":
    'import { readFileSync } from "node:fs"; import fc from "fast-check"; export const a = [readFileSync, fc];',
  "model/gap.ts": 'import type { a } from "../python/a.ts"; export type Gap = typeof a;',
  "sources/one/parse.ts": 'import { a } from "../../syntax/a.ts"; export const one = a;',
  "sources/registry.ts": 'export const SOURCES = [() => import("./one/parse.ts")];',
  "host/node/tree.ts": 'import { readFileSync } from "node:fs"; export const tree = readFileSync;',
  "cli/main.ts":
    'import { Command } from "commander"; import { tree } from "../host/node/tree.ts"; export const run = [Command, tree];',
};

/** As the cruise names it. */
function placeOf(path: string): string {
  return posix.join("packages/pyward/src", path);
}

let root: string;
let seen: Cruise;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "pyward-boundaries-"));
  for (const file of [".dependency-cruiser.mjs", "tsconfig.json", "tsconfig.base.json", "package.json"])
    await cp(join(REPOSITORY, file), join(root, file));
  await symlink(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  for (const [path, text] of Object.entries({ ...BREACHES, ...FINE })) {
    const file = join(root, "packages/pyward/src", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  seen = await cruise(root);
}, 60_000);

afterAll(() => rm(root, { recursive: true, force: true }));

describe("boundaries", () => {
  test.each(Object.entries(BREACHES))("%s breaks its rule", (path, text) => {
    const rules = seen.violations.filter(({ from }) => from === placeOf(path)).map(({ rule }) => rule);
    expect(rules).toContain(text.split(" // ").at(-1));
  });

  test.each(Object.keys(FINE))("%s breaks none", (path) => {
    expect(seen.violations.filter(({ from }) => from === placeOf(path))).toEqual([]);
  });

  test("every rule has its breach", async () => {
    const rules: { readonly default: { readonly forbidden: readonly { readonly name: string }[] } } =
      await import(pathToFileURL(join(REPOSITORY, ".dependency-cruiser.mjs")).href);
    const breached = new Set(seen.violations.map(({ rule }) => rule));
    expect(rules.default.forbidden.map(({ name }) => name).filter((name) => !breached.has(name))).toEqual([]);
  });
});

describe("blind spots", () => {
  test("none when every file was looked into", async () => {
    expect(blindSpots(seen, await typeScriptFiles(root))).toEqual([]);
  });

  test("a cruise that skipped TypeScript is no verdict", async () => {
    const blind: Cruise = {
      modules: [{ source: ".dependency-cruiser.mjs", dependencies: [] }],
      violations: [],
    };
    const files = await typeScriptFiles(root);
    expect(blindSpots(blind, files)).toHaveLength(files.length + 1);
  });
});

test("a module of Node that is not imported is taken by the keyring alone", () => {
  const texts: Readonly<Record<string, string>> = {
    "packages/pyward/src/host/node/keyring.ts": 'process.getBuiltinModule("node:child_process")',
    "packages/pyward/src/cli/git.ts": 'process.getBuiltinModule("node:child_process")',
    "packages/pyward/src/cli/run.test.ts": "process.binding",
    "packages/pyward/src/match/a.ts": "const a = 1;",
    "tools/build/a.ts": "createRequire",
  };
  expect(backDoors(Object.keys(texts), (file) => texts[file] ?? "")).toEqual([
    "takes a module of Node without importing it, as only packages/pyward/src/host/node/keyring.ts may: packages/pyward/src/cli/git.ts",
  ]);
});
