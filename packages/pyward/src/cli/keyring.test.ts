// The one program that pyward starts: which one, when, with which words, and what becomes of the answer.
import { chmodSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loopbackIndex, type LoopbackIndex } from "../../../../test/loopback-index.ts";
import { publish } from "../../../../test/loopback-packages.ts";
import { auditExample, putFiles } from "./example-project.ts";

let index: LoopbackIndex;
let top: string;

beforeEach(async () => {
  index = await loopbackIndex();
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-keyring-")));
  publish(index, { brick: { "1.0": {} } });
  index.set("/simple/brick/", ({ headers }, response) => {
    const isKnown = headers.authorization === `Basic ${btoa("me:secret-of-mine")}`;
    const page = { meta: { "api-version": "1.1" }, name: "brick", files: [WHEEL] };
    response.writeHead(isKnown ? 200 : 401, { "content-type": "application/vnd.pypi.simple.v1+json" });
    response.end(isKnown ? JSON.stringify(page) : "");
  });
  putFiles(top, { "project/requirements.txt": "brick\n" });
  putProgram("tools/keyring", `[ "$2" = "${host()}" ] && exit 1\n`);
});
afterEach(async () => {
  await index.close();
  rmSync(top, { recursive: true });
});

const WHEEL = {
  filename: "brick-1.0-py3-none-any.whl",
  url: "../../files/brick-1.0-py3-none-any.whl",
  hashes: {},
  "core-metadata": true,
};
const host = (): string => new URL(index.url).host;
const address = (): string => index.url.replace("//", "//me@");

/** A keyring that writes down what it is asked, and tells its password in two lines of noise on the side. */
function putProgram(path: string, before = ""): void {
  const log = join(top, "asked");
  putFiles(top, {
    [path]: `#!/bin/sh\necho "$PWD $*" >> '${log}'\necho noise >&2\n${before}echo secret-of-mine\n`,
  });
  chmodSync(join(top, path), 0o755);
}

async function audit(
  environment: Readonly<Record<string, string>>,
  folders: readonly string[],
  ...argv: readonly string[]
) {
  const path = [...folders.map((folder) => join(top, folder)), "/usr/bin", "/bin"].join(delimiter);
  const { report, text } = await auditExample(
    top,
    { PATH: path, PIP_INDEX_URL: address(), ...environment },
    argv,
  );
  const log = join(top, "asked");
  return {
    text,
    notes: report.notes.join("\n"),
    versions: report.dependencies.map(({ name, version }) => `${name} ${version}`),
    asked: existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [],
  };
}

const ASKED = ["--keyring-provider", "subprocess"];

describe("keyring", () => {
  it("is asked once for an address with a user and no password, and tells its own origin alone", async () => {
    const run = await audit({}, ["tools"], ...ASKED);
    expect(run.versions).toEqual(["brick 1.0"]);
    expect(run.asked).toEqual([`${join(top, "tools")} get ${index.url} me`]);
    expect(run.text).not.toMatch(/secret-of-mine|noise/);
  });

  it("is asked for the host where it has nothing for the address", async () => {
    putProgram("tools/keyring", `[ "$2" = "${index.url}" ] && exit 1\n`);
    const run = await audit({}, ["tools"], ...ASKED);
    expect(run.versions).toEqual(["brick 1.0"]);
    expect(run.asked.map((line) => line.split(" ").slice(2))).toEqual([
      [index.url, "me"],
      [host(), "me"],
    ]);
  });

  it.each([
    ["PIP_KEYRING_PROVIDER", { PIP_KEYRING_PROVIDER: "subprocess" }, {}],
    ["UV_KEYRING_PROVIDER", { UV_KEYRING_PROVIDER: "subprocess" }, {}],
    ["pip.conf", {}, { "home/.config/pip/pip.conf": "[global]\nkeyring-provider = subprocess\n" }],
    ["uv.toml", {}, { "home/.config/uv/uv.toml": 'keyring-provider = "subprocess"\n' }],
  ])("is asked where the user's %s says so", async (_, environment, files) => {
    putFiles(top, files);
    expect((await audit(environment, ["tools"])).versions).toEqual(["brick 1.0"]);
  });

  it.each([
    ["by itself", {}, []],
    ["for auto", { PIP_KEYRING_PROVIDER: "auto" }, []],
    ["for import", { PIP_KEYRING_PROVIDER: "import" }, []],
    ["against the option", { PIP_KEYRING_PROVIDER: "subprocess" }, ["--keyring-provider", "disabled"]],
    ["offline", {}, [...ASKED, "--offline"]],
    ["for an address with a password", { PIP_INDEX_URL: "P" }, ASKED],
    ["for an address without a user", { PIP_INDEX_URL: "N" }, ASKED],
  ])("is not asked %s", async (_, environment: Record<string, string>, argv) => {
    const urls: Record<string, string> = { P: index.url.replace("//", "//me:other@"), N: index.url };
    const named = urls[environment["PIP_INDEX_URL"] ?? ""];
    const run = await audit(
      { ...environment, ...(named === undefined ? {} : { PIP_INDEX_URL: named }) },
      ["tools"],
      ...argv,
    );
    expect([run.asked, run.versions]).toEqual([[], ["brick null"]]);
  });

  it("what audited files say turns nothing on", async () => {
    putFiles(top, {
      "project/uv.toml": 'keyring-provider = "subprocess"\n',
      "project/pip.conf": "[global]\nkeyring-provider = subprocess\n",
      "project/pyproject.toml":
        '[project]\nname = "x"\nversion = "1"\ndependencies = ["brick"]\n[tool.uv]\nkeyring-provider = "subprocess"\n',
      "project/pyward.toml": "",
    });
    expect((await audit({}, ["tools"])).asked).toEqual([]);
  });

  it("one that lies in what is audited, or is a link to there, is not run, and the next one is", async () => {
    putProgram("project/bin/keyring", `touch '${join(top, "canary")}'\n`);
    putFiles(top, { "links/a": "" });
    symlinkSync(join(top, "project/bin/keyring"), join(top, "links/keyring"));
    symlinkSync(join(top, "project/bin"), join(top, "way"));
    const all = ["project/bin", "links", "way"];
    const run = await audit({}, all, ...ASKED);
    expect([run.versions, run.asked]).toEqual([["brick null"], []]);
    expect(run.notes).toContain("it lies in what is audited or in the current folder");
    expect((await audit({}, [...all, "tools"], ...ASKED)).versions).toEqual(["brick 1.0"]);
    expect(existsSync(join(top, "canary"))).toBe(false);
  });

  it("a relative folder of PATH is not looked into", async () => {
    putProgram("project/keyring", `touch '${join(top, "canary")}'\n`);
    const run = await audit({ PATH: `.${delimiter}${delimiter}bin` }, [], ...ASKED);
    expect(run.notes).toContain("there is none in PATH");
    expect(existsSync(join(top, "canary"))).toBe(false);
  });

  it("an answer without an end is none", async () => {
    putProgram("tools/keyring", "yes\n");
    expect((await audit({}, ["tools"], ...ASKED)).versions).toEqual(["brick null"]);
  });
});
