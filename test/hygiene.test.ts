// What must not stand in a tracked file, whoever wrote it. The patterns are put together from pieces, so that this
// file does not hold what it looks for.
import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

interface Rule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly instead: string;
  /** Files that the rule is about; all by default. */
  readonly only?: RegExp;
  readonly except?: RegExp;
}

const hosts = [
  ["registry", "npmjs"],
  ["registry", "yarnpkg"],
  ["pypi", "org"],
  ["pypi", "python", "org"],
  ["pythonhosted", "org"],
  ["conda", "anaconda", "org"],
  ["index", "crates", "io"],
  ["proxy", "golang", "org"],
  ["download", "pytorch", "org"],
];
const machinePaths = ["work/main", "work/shared", "work/.library", "root", "tmp"];

const PRODUCT = /^packages\/pyward\/src\/(?!cli\/|host\/node\/).*(?<!\.test)\.ts$/u;

const RULES: readonly Rule[] = [
  {
    name: "the host of a package registry",
    pattern: new RegExp(hosts.map((labels) => labels.join(String.raw`\.`)).join("|"), "iu"),
    instead: "use index.example in fixtures, and say `the package index` in prose",
  },
  {
    name: "Node's own making of folders, which never returns below some",
    pattern: /\bmkdir(?:Sync)?\([^;]*\brecursive\b/u,
    instead: "call makeFolder (host/node/make-folder.ts)",
    only: /^packages\/pyward\/src\/.*(?<!\.test)\.ts$/u,
    // In the user's own project, below a folder that is there.
    except: /^packages\/pyward\/src\/cli\/init-project\.ts$/u,
  },
  {
    name: "a path of somebody's machine",
    pattern: new RegExp(`(?<![\\w.~/-])/(${machinePaths.join("|")})(/|\\b(?=["'\`\\s]))`, "u"),
    instead: "use a path relative to the repository, or os.tmpdir() in a test",
    except: /^\.gitignore$/u,
  },
  {
    name: "a word of the place where it was made",
    pattern: new RegExp(["farm", "(?!haystack)[a-z]"].join("-"), "iu"), // there is a package of such a name
    instead: "leave it out",
  },
  {
    name: "the folder that lies outside the repository, where nothing says that it may be absent",
    pattern: new RegExp(
      `^(?=[^]*${["\\.\\.", "shared/(?:spec|bench|design|advisories|enrichment)"].join("/")})(?![^]*\\bskip)`,
      "u",
    ),
    instead: "skip aloud when it is absent",
  },
  {
    name: "a clock or a die in a stage",
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/u,
    instead: "time and randomness are arguments",
    only: PRODUCT,
  },
];

const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
  .split("\0")
  .filter(Boolean);

/** Files that were deleted but not yet committed, links and binary files hold nothing to read. */
function textOf(path: string): string {
  const status = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (status === undefined || !status.isFile()) return "";
  const text = readFileSync(join(ROOT, path), "utf8");
  return text.slice(0, 8000).includes("\0") ? "" : text;
}

describe("no tracked file holds", () => {
  test.each(RULES)("$name", ({ pattern, instead, only, except }) => {
    const files = tracked.filter((path) => (only?.test(path) ?? true) && !(except?.test(path) ?? false));
    const hits = files.flatMap((path) => {
      const found = pattern.exec(textOf(path));
      return found === null ? [] : [`${path}: ${found[0]}`];
    });
    expect(hits, instead).toEqual([]);
  });
});

describe("the rules catch what they are for", () => {
  test.each([
    ["the host of a package registry", `https://${["pypi", "org"].join(".")}/simple`],
    ["a path of somebody's machine", `see ${["", "work", "main"].join("/")}/x`],
    ["a path of somebody's machine", `"${["", "tmp"].join("/")}/x.json"`],
    ["a word of the place where it was made", ["farm", "x"].join("-")],
    ["a clock or a die in a stage", "const now = Date.now();"],
  ])("%s", (name, text) => {
    expect(RULES.find((rule) => rule.name === name)?.pattern.test(text)).toBe(true);
  });

  test("and leave what is fine", () => {
    const fine = "https://index.example/simple ./tmp/x lib/root/x new Date(text)";
    expect(RULES.filter(({ pattern }) => pattern.test(fine)).map(({ name }) => name)).toEqual([]);
  });
});

describe("the lock file", () => {
  const lock: {
    readonly packages: Readonly<Record<string, { readonly resolved?: string; readonly integrity?: string }>>;
  } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  const installed = Object.entries(lock.packages).filter(([path]) => path.startsWith("node_modules/"));

  test("names no host", () => {
    expect(installed.filter(([, entry]) => entry.resolved?.includes("://")).map(([path]) => path)).toEqual(
      [],
    );
  });

  test("has an integrity hash for all that comes from outside", () => {
    const unchecked = installed.filter(
      ([, { resolved, integrity }]) => resolved === undefined && integrity === undefined,
    );
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });
});
