import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, test } from "vitest";
import { memoryTree } from "./host/memory/index.ts";
import type { FileTree } from "./host/index.ts";
import { loadConfiguration, rulesOf, type ConfigLocation } from "./load-configuration.ts";
import { baseName, folderOf, PywardError } from "./model/index.ts";

type Files = Parameters<typeof memoryTree>[0];

interface Given {
  readonly paths: readonly string[];
  /** How many of them speak for the run; default: all. */
  readonly ofRun?: number;
  readonly trusted?: boolean;
  /** What lies elsewhere on the machine, by absolute folder. */
  readonly elsewhere?: Readonly<Record<string, Files>>;
}

function load(files: Files, { paths, ofRun, trusted = false, elsewhere = {} }: Given) {
  const tree = memoryTree(files);
  const locations = paths.map((file): ConfigLocation => {
    const form = baseName(file) === "pyproject.toml" ? "pyproject" : "pyward";
    return {
      tree,
      file,
      path: file,
      isTrusted: trusted,
      form,
      folder: folderOf(file),
      root: trusted ? "/home" : null,
    };
  });
  const open = (folder: string): FileTree => memoryTree(elsewhere[folder] ?? {});
  return loadConfiguration({ locations, ofRun: ofRun ?? paths.length }, open, new Map());
}

async function values(...given: Parameters<typeof load>): Promise<Readonly<Record<string, string>>> {
  const { settings } = await load(...given);
  return Object.fromEntries(
    [...settings].map(([key, { value, place }]) => [
      key,
      `${value.kind === "list" ? value.items.map(({ text }) => text).join("+") : value.value} ${place.path}:${place.line}`,
    ]),
  );
}

async function failure(...given: Parameters<typeof load>): Promise<string> {
  const error = await load(...given).catch((cause: unknown) => cause);
  if (!(error instanceof PywardError)) throw new Error("nothing was wrong", { cause: error });
  expect(error.code).toBe("bad-configuration");
  return error.message;
}

const ROOT = "pyward.toml";
const SUB = "a/pyward.toml";

describe("precedence", () => {
  test("the nearer file's word counts, key by key", async () => {
    const files = {
      [ROOT]: 'fail-on = "high"\nstrict = true\nexclude = ["x/"]\n',
      [SUB]: 'strict = false\nfail-on = "low"\n',
    };
    expect(await values(files, { paths: [ROOT, SUB] })).toEqual({
      "fail-on": "low a/pyward.toml:2",
      strict: "false a/pyward.toml:1",
      exclude: "x/ pyward.toml:3",
    });
  });

  test("what a package says of the whole run does not count, and is told", async () => {
    const files = { [SUB]: 'python = "3.12"\nfail-on = "low"\n' };
    const { settings, notes } = await load(files, { paths: [SUB], ofRun: 0 });
    expect([...settings.keys()]).toEqual(["fail-on"]);
    expect(notes).toEqual([
      "a/pyward.toml:1: python is for a whole run, and counts where that folder is what is audited",
    ]);
  });

  test("waivers and ids that must not be waived of all files hold together", async () => {
    const waiver = (id: string) => `[[waivers]]\nid = "${id}"\nreason = "r"\n`;
    const files = {
      [ROOT]: `never-waive = ["X-9"]\n${waiver("X-1")}`,
      [SUB]: `never-waive = ["X-8"]\nignore = ["X-2=why"]\n`,
    };
    const { waivers, neverWaive } = await load(files, { paths: [ROOT, SUB] });
    expect(waivers.map(({ id, place }) => `${id} ${place.path}:${place.line}`)).toEqual([
      "X-1 pyward.toml:2",
      "X-2 a/pyward.toml:2",
    ]);
    expect(neverWaive.map(({ text }) => text)).toEqual(["X-9", "X-8"]);
  });

  test("two files in one folder are one too many, unless one of them has no table", async () => {
    const paths = ["pyward.toml", "pyproject.toml"];
    const both = { "pyward.toml": "strict = true", "pyproject.toml": "[tool.pyward]\nstrict = true" };
    expect(await failure(both, { paths })).toBe(
      "pyward.toml:1: pyward.toml and [tool.pyward] of pyproject.toml lie in one folder: keep one of them",
    );
    const one = { ...both, "pyproject.toml": "[project]\nname = 'pyward-plugin'" };
    expect(await values(one, { paths })).toEqual({ strict: "true pyward.toml:1" });
  });
});

describe("a file that cannot be used stops the run", () => {
  test.each<readonly [string, Files, string]>([
    ["a pipe", { [ROOT]: { special: true } }, "pyward.toml:1: the configuration is not a file"],
    [
      "a link that leads out",
      { [ROOT]: { link: "/elsewhere/p.toml" } },
      "pyward.toml:1: the configuration is a link that leads out of the repository",
    ],
    ["not UTF-8", { [ROOT]: new Uint8Array([0x61, 0xff]) }, "pyward.toml:1: this is not UTF-8"],
    [
      "larger than any",
      { [ROOT]: `#${" ".repeat(4 * 1024 * 1024)}` },
      "pyward.toml:1: the configuration is larger than 4 MiB",
    ],
    [
      "a waiver of what must not be waived",
      { [ROOT]: 'never-waive = ["x-1"]\nignore = ["X-1=y"]' },
      "pyward.toml:2: no waiver may cover X-1 (pyward.toml:1)",
    ],
  ])("%s", async (_, files, expected) => {
    expect(await failure(files, { paths: [ROOT] })).toBe(expected);
  });

  test("everything wrong with all files is told at once", async () => {
    const error: unknown = await load(
      { [ROOT]: "a = 1\nb = 2", [SUB]: "c = 3" },
      { paths: [ROOT, SUB] },
    ).catch((cause: unknown) => cause);
    const lines = error instanceof PywardError ? [error.message, ...(error.hint ?? "").split("\n")] : [];
    expect(lines.filter((line) => line.includes("unknown key"))).toEqual([
      'pyward.toml:1: unknown key "a"',
      'pyward.toml:2: unknown key "b"',
      'a/pyward.toml:1: unknown key "c"',
    ]);
  });
});

describe("extends", () => {
  const FLOOR =
    'fail-on = "medium"\nunknown-severity = "warn"\nstrict = true\nmax-db-age = 7\nallow-gaps = ["unpinned"]\nexclude = ["vendor/"]\npython = ["3.11", "3.12"]\n[scopes.dev]\nfail-on = "high"\n';
  const over = (text: string): Files => ({
    "policy/floor.toml": FLOOR,
    [ROOT]: `extends = "policy/floor.toml"\n${text}`,
  });

  test("what is extended holds, and may be tightened", async () => {
    const text =
      'fail-on = "low"\nunknown-severity = "fail"\nmax-db-age = 3\nallow-gaps = []\nexclude = []\npython = []\n[scopes.dev]\nfail-on = "high"\n[[paths]]\npath = "x/"\nfail-on = "low"\n';
    expect(await values(over(text), { paths: [ROOT] })).toEqual({
      "fail-on": "low pyward.toml:2",
      "unknown-severity": "fail pyward.toml:3",
      strict: "true policy/floor.toml:3",
      "max-db-age": "3 pyward.toml:4",
      "allow-gaps": " pyward.toml:5",
      exclude: " pyward.toml:6",
      python: " pyward.toml:7",
    });
  });

  test.each([
    [
      'fail-on = "high"',
      'fail-on = "high" is looser than "medium" of policy/floor.toml:1, which is inherited',
    ],
    [
      'unknown-severity = "pass"',
      'unknown-severity = "pass" is looser than "warn" of policy/floor.toml:2, which is inherited',
    ],
    ["strict = false", "strict = false is looser than true of policy/floor.toml:3, which is inherited"],
    ["max-db-age = 8", "max-db-age = 8 is looser than 7 of policy/floor.toml:4, which is inherited"],
    [
      'allow-gaps = ["unpinned", "unreadable"]',
      'allow-gaps = ["unpinned", "unreadable"] is looser than ["unpinned"] of policy/floor.toml:5, which is inherited',
    ],
    [
      'allow-gaps = "all"',
      'allow-gaps = ["all"] is looser than ["unpinned"] of policy/floor.toml:5, which is inherited',
    ],
    [
      'exclude = "src/"',
      'exclude = ["src/"] is looser than ["vendor/"] of policy/floor.toml:6, which is inherited',
    ],
    [
      'python = "3.12"',
      'python = ["3.12"] is looser than ["3.11", "3.12"] of policy/floor.toml:7, which is inherited',
    ],
    [
      '[scopes.dev]\nfail-on = "critical"',
      "fail-on = critical for dev is looser than high of policy/floor.toml:8, which is inherited",
    ],
    [
      '[scopes.build]\nfail-on = "high"',
      "fail-on = high for build is looser than medium of policy/floor.toml:1, which is inherited",
    ],
    [
      '[[paths]]\npath = "x/"\nfail-on = "high"',
      "fail-on = high for x/ is looser than medium of policy/floor.toml:1, which is inherited",
    ],
  ])("%s is refused, and both places are named", async (text, expected) => {
    expect(await failure(over(text), { paths: [ROOT] })).toBe(`pyward.toml:2: ${expected}`);
  });

  test("the floor holds for the folders below, too", async () => {
    const files = { ...over(""), [SUB]: 'fail-on = "critical"' };
    expect(await failure(files, { paths: [ROOT, SUB], ofRun: 1 })).toBe(
      'a/pyward.toml:1: fail-on = "critical" is looser than "medium" of policy/floor.toml:1, which is inherited',
    );
  });

  test("a floor may extend another; what extends itself ends", async () => {
    const files = {
      "b.toml": "strict = true",
      "a.toml": 'extends = "b.toml"\nmax-db-age = 5',
      [ROOT]: 'extends = "a.toml"',
    };
    expect(await values(files, { paths: [ROOT] })).toEqual({
      strict: "true b.toml:1",
      "max-db-age": "5 a.toml:2",
    });
    expect(await failure({ [ROOT]: 'extends = "pyward.toml"' }, { paths: [ROOT] })).toBe(
      "pyward.toml:1: extends: more than 8 files extend each other",
    );
  });

  test("what is pinned is compared before it is read", async () => {
    const hash = createHash("sha256").update("strict = true").digest("hex");
    const files = (text: string): Files => ({
      "p.toml": text,
      [ROOT]: `extends = { file = "p.toml", sha256 = "${hash}" }`,
    });
    expect(await values(files("strict = true"), { paths: [ROOT] })).toEqual({ strict: "true p.toml:1" });
    expect(await failure(files("not = 'toml' we know"), { paths: [ROOT] })).toBe(
      "pyward.toml:1: extends: p.toml is not the file that sha256 pins",
    );
  });

  test("a repository has nothing read outside of it that it does not pin", async () => {
    const elsewhere = { "/etc/company": { "p.toml": "strict = true" } };
    const hash = createHash("sha256").update("strict = true").digest("hex");
    const at = (text: string, trusted = false) =>
      values({ [ROOT]: text }, { paths: [ROOT], trusted, elsewhere });
    await expect(at('extends = "/etc/company/p.toml"')).rejects.toThrow("lies outside of the repository");
    await expect(at('extends = "../p.toml"')).rejects.toThrow("lies outside of the repository");
    expect(await at('extends = "/etc/company/p.toml"', true)).toEqual({
      strict: "true /etc/company/p.toml:1",
    });
    expect(await at(`extends = { file = "/etc/company/p.toml", sha256 = "${hash}" }`)).toEqual({
      strict: "true /etc/company/p.toml:1",
    });
  });

  test("what is signed is used, and nothing else", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ format: "der", type: "spki" }).toString("base64");
    const signature = sign(null, Buffer.from("strict = true"), privateKey).toString("base64");
    const at = (text: string, sig: string, pinned = key) => ({
      paths: { paths: [ROOT], elsewhere: { "/etc/company": { "p.toml": text, "p.toml.sig": sig } } },
      files: { [ROOT]: `extends = { file = "/etc/company/p.toml", key = "${pinned}" }` },
    });
    const valuesOf = ({ files, paths }: ReturnType<typeof at>) => values(files, paths);
    expect(await valuesOf(at("strict = true", `${signature}\n`))).toEqual({
      strict: "true /etc/company/p.toml:1",
    });
    const raw = Buffer.from(key, "base64").subarray(-32).toString("base64");
    expect(await valuesOf(at("strict = true", signature, raw))).toMatchObject({});
    const refused = "is not signed by the key";
    await expect(valuesOf(at("strict = false", signature))).rejects.toThrow(refused);
    await expect(valuesOf(at("strict = true", "AAAA"))).rejects.toThrow(refused);
    await expect(valuesOf(at("strict = true", ""))).rejects.toThrow(refused);
    const { publicKey: another } = generateKeyPairSync("ed25519");
    const other = another.export({ format: "der", type: "spki" }).toString("base64");
    await expect(valuesOf(at("strict = true", signature, other))).rejects.toThrow(refused);
    const noKey = "A".repeat(43);
    await expect(valuesOf(at("strict = true", signature, `${noKey}AAAA`))).rejects.toThrow("no Ed25519");
    await expect(
      values(
        { [ROOT]: `extends = { file = "p.toml", key = "${key}" }`, "p.toml": "strict = true" },
        { paths: [ROOT] },
      ),
    ).rejects.toThrow("p.toml.sig cannot be read (missing)");
  });

  test("what is missing is said", async () => {
    expect(await failure({ [ROOT]: 'extends = "gone.toml"' }, { paths: [ROOT] })).toBe(
      "pyward.toml:1: extends: gone.toml does not exist",
    );
  });
});

describe("patterns of paths", () => {
  const covers = async (pattern: string, path: string, file = ROOT) => {
    const text = `[[waivers]]\ngap = "unpinned"\nreason = "r"\npath = "${pattern}"\n`;
    const merged = await load({ [file]: text }, { paths: [file] });
    const rules = rulesOf(merged, { now: new Date(0), targets: [], withBars: true });
    return rules?.waiveGap({ code: "unpinned", name: null, origin: { path } }) !== null;
  };

  test.each([
    ["legacy/**", "legacy/a/b.txt", ROOT, true],
    ["legacy/", "legacy/a/b.txt", ROOT, true],
    ["legacy", "legacy/a/b.txt", ROOT, true],
    ["./legacy/a.txt", "legacy/a.txt", ROOT, true],
    ["*.txt", "x/y.txt", ROOT, true],
    ["/x.txt", "a/x.txt", ROOT, false],
    ["legacy/**", "src/legacy/a.txt", ROOT, false],
    ["legacy/**", "a/legacy/x.txt", SUB, true],
    ["legacy/**", "legacy/x.txt", SUB, false],
    ["x.txt", "b/x.txt", SUB, false],
  ])("%s and %s, in %s: %s", async (pattern, path, file, expected) => {
    expect(await covers(pattern, path, file)).toBe(expected);
  });
});
