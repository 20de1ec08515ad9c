import { expect, test } from "vitest";
import { memoryTree } from "../../host/memory/index.ts";
import type { FileTree } from "../../host/index.ts";
import { loadConfiguration, loosenings, type ConfigLocation } from "../../load-configuration.ts";
import { PywardError } from "../../model/index.ts";

type Files = Parameters<typeof memoryTree>[0];

const VEX = JSON.stringify({
  "@context": "https://openvex.dev/ns/v0.2.0",
  statements: [
    {
      vulnerability: { name: "CVE-2020-1" },
      products: [{ "@id": "pkg:pypi/brick@1.0" }],
      status: "not_affected",
      impact_statement: "not called",
    },
  ],
});

interface Given {
  readonly file?: string;
  readonly isTrusted?: boolean;
  /** What lies elsewhere on the machine, by absolute folder. */
  readonly elsewhere?: Readonly<Record<string, Files>>;
}

function load(files: Files, { file = "pyward.toml", isTrusted = false, elsewhere = {} }: Given = {}) {
  const root = isTrusted ? "/home" : null;
  const tree = memoryTree(files);
  const at: ConfigLocation = { tree, file, path: file, isTrusted, form: "pyward", folder: "", root };
  const open = (folder: string): FileTree => memoryTree(elsewhere[folder] ?? {});
  return loadConfiguration({ locations: [at], ofRun: 1 }, open, new Map());
}

async function placesOf(...given: Parameters<typeof load>): Promise<readonly string[]> {
  const { waivers } = await load(...given);
  return waivers.map(({ id, place }) => `${id} ${place.path}:${place.line}`);
}

async function failure(...given: Parameters<typeof load>): Promise<string> {
  const error = await load(...given).catch((cause: unknown) => cause);
  if (!(error instanceof PywardError)) throw new Error("nothing was wrong", { cause: error });
  expect(error.code).toBe("bad-configuration");
  return error.message;
}

test("a document is found from the file that names it, beside its own waivers", async () => {
  const text = 'vex = "../security/vex.json"\nignore = ["X-1=r"]\n';
  const files = { "a/pyward.toml": text, "security/vex.json": VEX };
  expect(await placesOf(files, { file: "a/pyward.toml" })).toEqual([
    "X-1 a/pyward.toml:2",
    "CVE-2020-1 security/vex.json:1",
  ]);
});

test("an extended policy brings its own", async () => {
  const files = {
    "pyward.toml": 'extends = "company/policy.toml"\n',
    "company/policy.toml": 'vex = ["vex.json"]\n',
    "company/vex.json": VEX,
  };
  expect(await placesOf(files)).toEqual(["CVE-2020-1 company/vex.json:1"]);
});

test("a repository names documents of the repository only; a trusted file any", async () => {
  const outside = { "pyward.toml": 'vex = "/srv/vex.json"\n' };
  const elsewhere = { "/srv": { "vex.json": VEX } };
  expect(await failure(outside, { elsewhere })).toBe(
    "pyward.toml:1: vex: /srv/vex.json lies outside of the repository",
  );
  expect(await failure({ "pyward.toml": 'vex = "../vex.json"\n' }, { elsewhere })).toContain("lies outside");
  expect(await placesOf(outside, { elsewhere, isTrusted: true })).toEqual(["CVE-2020-1 /srv/vex.json:1"]);
});

test.each<[string, Files]>([
  ["vex: vex.json does not exist", {}],
  ["vex: vex.json is not UTF-8", { "vex.json": new Uint8Array([0xff, 0xfe, 0x00]) }],
  ["vex: this is not JSON", { "vex.json": "{" }],
])("%s", async (message, files) => {
  expect(await failure({ "pyward.toml": 'vex = "vex.json"\n', ...files })).toContain(message);
});

test("what no waiver may cover, no statement covers", async () => {
  const text = 'vex = "vex.json"\nnever-waive = ["cve-2020-1"]\n';
  expect(await failure({ "pyward.toml": text, "vex.json": VEX })).toContain(
    "vex.json:1: no waiver may cover CVE-2020-1",
  );
});

test("a statement that a change adds loosens", async () => {
  const before = await load({ "pyward.toml": 'vex = "vex.json"\n', "vex.json": VEX.replace("CVE-", "OLD-") });
  const after = await load({ "pyward.toml": 'vex = "vex.json"\n', "vex.json": VEX });
  expect(loosenings(before, after).join("\n")).toContain("CVE-2020-1");
  expect(loosenings(after, after)).toEqual([]);
});
