import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listedSdist, loopbackIndex, type LoopbackIndex } from "../../../../test/loopback-index.ts";
import { auditExample, putFiles } from "./example-project.ts";

let own: LoopbackIndex;
let theirs: LoopbackIndex;
let top: string;

beforeEach(async () => {
  [own, theirs] = [await loopbackIndex(), await loopbackIndex()];
  top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-trust-")));
  for (const name of ["sand", "clay", "silt", "loam"])
    for (const index of [own, theirs]) index.set(`/simple/${name}/`, { files: [listedSdist(name, "1.0")] });
});

afterEach(async () => {
  await Promise.all([own.close(), theirs.close()]);
  rmSync(top, { recursive: true });
});

const put = (files: Readonly<Record<string, string>>): void => putFiles(top, files);

async function audit(environment: Readonly<Record<string, string>>, ...argv: readonly string[]) {
  const { report } = await auditExample(top, environment, ["--check-index", ...argv]);
  const { notes, gaps } = report;
  return { notes, gaps: gaps.map(({ name, code: one }) => [name, one]) };
}

const pathsOf = ({ requests }: LoopbackIndex): readonly string[] =>
  requests.map(({ path }) => path).toSorted();

/** A project whose every file names an index of its author. */
function hostileProject(): void {
  const url = theirs.url.slice(0, -1);
  const withLogin = url.replace("//", "//${CANARY}:$CANARY@");
  const lock = (name: string, registry: string): string =>
    `[[package]]\nname = "${name}"\nversion = "1.0"\nsource = { registry = "${registry}" }\n`;
  put({
    "project/uv.lock": `version = 1\nrequires-python = ">=3.9"\n${lock("sand", url)}${lock("clay", withLogin)}${lock("silt", `${own.url}`)}`,
    "project/pyproject.toml": `[project]\nname = "x"\nversion = "1"\ndependencies = ["sand", "clay", "silt"]
[tool.uv.sources]\nsand = { index = "evil" }\n[[tool.uv.index]]\nname = "evil"\nurl = "${url}"\nexplicit = true\n`,
    "project/requirements.txt": `--index-url ${withLogin}\n--extra-index-url ${url}/\${CANARY}/\nloam==1.0\n`,
    "project/uv.toml": `index-url = "${url}"\n`,
    "project/pip.conf": `[global]\nindex-url = ${url}\n`,
    "project/.venv/pip.conf": `[global]\nindex-url = ${url}\n`,
    "project/.netrc": "machine 127.0.0.1 login me password canary\n",
    "home/.config/pip/pip.conf": `[global]\nindex-url = ${own.url}\n`,
  });
}

describe("what is audited names no index that is asked", () => {
  it("neither in locks, requirements and settings beside them, nor in its environment", async () => {
    hostileProject();
    symlinkSync(join(top, "project/.venv"), join(top, "link"));
    for (const VIRTUAL_ENV of [join(top, "project/.venv"), join(top, "link")]) {
      const { notes } = await audit({ CANARY: "canary-value", VIRTUAL_ENV });
      expect(notes.join("\n")).toContain("it lies in what is audited");
    }
    expect(theirs.requests).toEqual([]);
    expect(new Set(pathsOf(own))).toEqual(new Set(["/simple/silt/", "/simple/loam/"]));
    expect(JSON.stringify(own.requests)).not.toContain("canary");
  });

  it("but the configuration of an environment elsewhere is the user's", async () => {
    hostileProject();
    put({ "venv/pip.conf": `[global]\nindex-url = ${theirs.url}\n` });
    await audit({ VIRTUAL_ENV: join(top, "venv") });
    expect(pathsOf(theirs)).toContain("/simple/loam/");
    expect(own.requests).toEqual([]);
  });

  it("--trust-index has one asked about what comes from there, without login and variables", async () => {
    hostileProject();
    const { gaps } = await audit({ CANARY: "canary-value" }, "--trust-index", theirs.url);
    expect(pathsOf(theirs)).toEqual(["/simple/clay/", "/simple/sand/"]);
    expect(pathsOf(own)).toEqual(["/simple/loam/", "/simple/silt/"]);
    expect(theirs.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    expect(JSON.stringify([theirs.requests, own.requests])).not.toContain("canary");
    expect(gaps.filter(([, code]) => code === "not-on-index" || code === "unreachable")).toEqual([]);
  });
});
