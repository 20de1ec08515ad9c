// A database that is damaged, missing or none at all: exit 3 and how to get one, never "no vulnerabilities found".
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { ADVISORIES, gapCodes, pyward, PYWARD, remove, scratchFolder, type Answer } from "./run-pyward.ts";

const scratch = scratchFolder();
afterAll(() => remove(scratch));
chmodSync(scratch, 0o755);
const project = join(scratch, "project");
const home = join(scratch, "data");
const stored = join(home, "advisories.pyward");
mkdirSync(project);
writeFileSync(join(project, "requirements.txt"), "brick==1.1\n");
writeFileSync(join(project, "clean.txt"), "unknown==1.0\n");

const whole = ((): Buffer => {
  const answer = pyward(["db", "import", ADVISORIES], { cwd: project, environment: { PYWARD_HOME: home } });
  if (answer.code !== 0) throw new Error(answer.stderr);
  return readFileSync(stored);
})();

beforeEach(() => {
  remove(home);
  mkdirSync(home);
});

/** The places of the header's table: `packages/pyward/src/advisory-index/README.md`. */
const SECTIONS = ["info", "packages", "ids", "names", "blocks", "details"].map((name, at) => ({
  name,
  offset: whole.readUInt32LE(48 + at * 8),
  length: whole.readUInt32LE(52 + at * 8),
}));

function flipped(at: number): Buffer {
  const bytes = Buffer.from(whole);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
  return bytes;
}

const DAMAGED: readonly (readonly [string, Buffer])[] = [
  ["empty", Buffer.alloc(0)],
  ["one byte", Buffer.from("P")],
  ["a page of HTML", Buffer.from("<!doctype html><title>404</title>")],
  ["zeros", Buffer.alloc(whole.length)],
  ["its header only", whole.subarray(0, 128)],
  ["cut in its header", whole.subarray(0, 60)],
  ["cut by a byte", whole.subarray(0, -1)],
  ["longer by a byte", Buffer.concat([whole, Buffer.alloc(1)])],
  ["another version", flipped(8)],
  ["flipped in its header", flipped(50)],
  ...SECTIONS.map(({ name, offset }) => [`cut at ${name}`, whole.subarray(0, offset)] as const),
];

function expectNoAllClear(answer: Answer): void {
  expect(answer.code).toBe(3);
  expect(gapCodes(answer)).toContain("no-advisory-data");
  expect(answer.stderr).toBe("");
  expect(JSON.parse(answer.stdout)).toMatchObject({ status: "incomplete", findings: [] });
}

describe("a database that cannot be used", () => {
  test.each(DAMAGED)("named, %s", (_, bytes) => {
    const path = join(scratch, "named.pyward");
    writeFileSync(path, bytes);
    for (const file of ["requirements.txt", "clean.txt"])
      expectNoAllClear(pyward(["-r", file, "-f", "json", "--database", path], { cwd: project }));
  });

  test.each(DAMAGED)("stored, %s", (_, bytes) => {
    writeFileSync(stored, bytes);
    const run = { cwd: project, environment: { PYWARD_HOME: home } };
    expectNoAllClear(pyward(["-r", "clean.txt", "-f", "json"], run));
    expect(pyward(["db", "status"], run)).toMatchObject({ code: 3, stdout: "" });
  });

  test.each(SECTIONS)("with a bit flipped in $name is seen where it is met", ({ offset, length }) => {
    for (const at of [offset, offset + Math.floor(length / 2), offset + length - 1]) {
      writeFileSync(stored, flipped(at));
      const run = { cwd: project, environment: { PYWARD_HOME: home } };
      const answer = pyward(["-r", "requirements.txt", "-f", "json"], run);
      // What the audit did not need is whole for it; a change that it met is missing data.
      if (answer.code === 1) expect(JSON.parse(answer.stdout).findings).toHaveLength(1);
      else {
        expect(answer.code).toBe(3);
        expect(answer.stdout + answer.stderr).toContain("pyward db import");
      }
      expect(pyward(["db", "status"], run).code).toBe(3);
    }
  });

  test("says how to get one", () => {
    writeFileSync(stored, "x");
    const answer = pyward(["-r", "clean.txt"], { cwd: project, environment: { PYWARD_HOME: home } });
    expect(answer.code).toBe(3);
    expect(answer.stdout).toContain("pyward db import");
    expect(answer.stdout).not.toMatch(/no (?:known )?vulnerabilit/iu);
  });

  test.each(["a folder", "a pipe"])("stored, %s", (what) => {
    if (what === "a folder") mkdirSync(stored);
    else execFileSync("mkfifo", [stored]);
    const run = { cwd: project, environment: { PYWARD_HOME: home } };
    expectNoAllClear(pyward(["-r", "clean.txt", "-f", "json"], run));
    expect(pyward(["explain", "CVE-2020-90001"], run)).toMatchObject({ code: 3, stdout: "" });
  });

  test.each(["nowhere.pyward", "pipe", "empty"])("named, %s", (name) => {
    const path = join(scratch, name);
    if (name === "pipe") execFileSync("mkfifo", [path]);
    if (name === "empty") mkdirSync(path);
    expectNoAllClear(pyward(["-r", "clean.txt", "-f", "json", "--database", path], { cwd: project }));
  });

  test.skipIf(process.getuid?.() !== 0)("that may not be read", () => {
    writeFileSync(stored, whole, { mode: 0 });
    const run = { cwd: project, environment: { PYWARD_HOME: home }, user: 65_534 };
    expectNoAllClear(pyward(["-r", "clean.txt", "-f", "json"], run));
    expectNoAllClear(pyward(["-r", "clean.txt", "-f", "json", "--database", stored], run));
  });

  test("an installation without advisories", () => {
    const copy = join(scratch, "package");
    for (const part of ["bin", "dist", "package.json"])
      cpSync(join(dirname(PYWARD), "..", part), join(copy, part), { recursive: true });
    // One that is empty hides any other that lies further up.
    const advisories = join(copy, "node_modules/@pyward/advisories");
    mkdirSync(advisories, { recursive: true });
    writeFileSync(join(advisories, "package.json"), '{"name": "@pyward/advisories", "exports": {}}');
    const args = [join(copy, "bin/pyward.js"), "-r", "clean.txt", "-f", "json"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: project,
      env: {},
      encoding: "utf8",
    });
    expectNoAllClear({ code: status, stdout, stderr });
  });
});

describe("a good database is never replaced by a bad one", () => {
  test.each(DAMAGED)("%s", (_, bytes) => {
    writeFileSync(stored, whole);
    const bad = join(scratch, "bad");
    writeFileSync(bad, bytes);
    const answer = pyward(["db", "import", bad], { cwd: project, environment: { PYWARD_HOME: home } });
    expect(answer).toMatchObject({ code: 3, stdout: "" });
    expect(readFileSync(stored).equals(whole)).toBe(true);
  });
});

describe("a place that cannot be written", () => {
  test.each(["/dev/null", join(project, "requirements.txt")])("HOME and cache at %s", (place) => {
    const environment = { HOME: place, XDG_CACHE_HOME: place, XDG_DATA_HOME: place, TMPDIR: place };
    const run = { cwd: project, environment };
    expect(pyward(["-r", "requirements.txt", "--database", ADVISORIES], run).code).toBe(1);
    expect(pyward(["-r", "clean.txt"], run)).toMatchObject({ code: 0, stderr: "" });
    const answer = pyward(["db", "import", ADVISORIES], run);
    expect(answer).toMatchObject({ code: 2, stdout: "" });
    const output = pyward(["-r", "clean.txt", "-o", join(place, "x")], run);
    expect(output).toMatchObject({ code: 2, stdout: "" });
  });
});

test("a reader that goes away changes no exit code", () => {
  copyFileSync(join(project, "requirements.txt"), join(project, "many.txt"));
  const code = join(scratch, "code");
  const command = '{ "$NODE" "$PYWARD" -r many.txt -f json --verbose; echo $? > "$CODE"; } | head -n 1';
  const env = { PATH: process.env["PATH"], NODE: process.execPath, PYWARD, CODE: code };
  const { stderr } = spawnSync("sh", ["-c", `${command}; sleep 0.1`], {
    cwd: project,
    env,
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(readFileSync(code, "utf8").trim()).toBe("0");
  const closed = spawnSync("sh", ["-c", '"$NODE" "$PYWARD" -r many.txt >&- 2>&-'], { cwd: project, env });
  expect(closed.status).toBe(0);
});
