// What leads out of the audited root, and what is no regular file: a gap, nothing of it is quoted, nothing waits.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ADVISORIES, gapCodes, pyward, remove, scratchFolder, within, type Answer } from "./run-pyward.ts";

/** Stands for what must not be read; it lies beside the project. */
const SECRET = "topsecret==9.9.9";

let scratch: string;
let project: string;
beforeEach(() => {
  scratch = scratchFolder();
  project = join(scratch, "project");
  mkdirSync(project);
  writeFileSync(join(scratch, "secret.txt"), `${SECRET}\n`);
  writeFileSync(join(project, "requirements-good.txt"), "brick==1.3\n");
});
afterEach(() => remove(scratch));

const audit = (...args: readonly string[]): Answer =>
  pyward(["audit", ...args, "-f", "json", "--database", ADVISORIES], { cwd: project });

function expectGap(answer: Answer, code: string): void {
  expect(answer.code).toBe(3);
  expect(gapCodes(answer)).toEqual([code]);
  expect(answer.stdout + answer.stderr).not.toMatch(/topsecret|9\.9\.9|root:/u);
  expect(JSON.parse(answer.stdout).coverage).toMatchObject({ asked: 1, audited: 1 });
}

const OUTWARD = [
  "-r ../secret.txt",
  "-c ../secret.txt",
  "-r ../../../../../../../../etc/passwd",
  "-r /etc/passwd",
];
const AS_URL = ["-r file:///etc/passwd", "-c file:///etc/passwd", "-r file:../secret.txt"];
test.each([...OUTWARD, ...AS_URL])("%s", (line) => {
  writeFileSync(join(project, "requirements.txt"), `${line}\n`);
  expectGap(audit(), "outside-root");
});

describe("a link out of the root", () => {
  test.each(["requirements.txt", "pyproject.toml", "uv.lock"])("as %s", (name) => {
    symlinkSync("../secret.txt", join(project, name));
    expectGap(audit(), "outside-root");
  });

  test("with an absolute target", () => {
    symlinkSync(join(scratch, "secret.txt"), join(project, "requirements.txt"));
    expectGap(audit(), "outside-root");
  });

  test("as a folder on the way", () => {
    symlinkSync("..", join(project, "up"));
    writeFileSync(join(project, "requirements.txt"), "-r up/secret.txt\n");
    expectGap(audit(), "outside-root");
  });

  test("in an environment", () => {
    const site = join(project, "venv/lib/python3.12/site-packages");
    writeFileSync(within(project, "venv", "pyvenv.cfg"), "");
    writeFileSync(within(site, "brick-1.3.dist-info", "METADATA"), "Name: brick\nVersion: 1.3\n");
    writeFileSync(join(scratch, "METADATA"), "Name: topsecret\nVersion: 9.9.9\n");
    symlinkSync(join(scratch, "METADATA"), within(site, "wall-1.0.dist-info", "METADATA"));
    symlinkSync(join(scratch, "METADATA"), join(site, "stone.egg-info"));
    const answer = pyward(["env", "venv", "-f", "json", "--database", ADVISORIES], { cwd: project });
    expect(answer.code).toBe(3);
    expect(gapCodes(answer)).toEqual(["outside-root"]);
    expect(answer.stdout + answer.stderr).not.toMatch(/topsecret|9\.9\.9/u);
  });

  test("may be followed where --root says so", () => {
    writeFileSync(join(project, "requirements.txt"), "-r ../secret.txt\n");
    const answer = audit("--root", "..");
    expect(answer.code).toBe(0);
    expect(answer.stdout).toContain("topsecret");
  });
});

describe("no regular file", () => {
  test.each(["requirements.txt", "pyproject.toml", "uv.lock"])("a pipe as %s does not wait", (name) => {
    execFileSync("mkfifo", [join(project, name)]);
    expectGap(audit(), "unreadable");
  });

  test("a pipe that another file includes does not wait", () => {
    execFileSync("mkfifo", [join(project, "pipe.txt")]);
    writeFileSync(join(project, "requirements.txt"), "-r pipe.txt\n");
    expectGap(audit(), "missing-file");
  });

  test("a pipe as METADATA does not wait", () => {
    const site = join(project, "venv/lib/python3.12/site-packages");
    writeFileSync(within(project, "venv", "pyvenv.cfg"), "");
    execFileSync("mkfifo", [within(site, "wall-1.0.dist-info", "METADATA")]);
    const answer = pyward(["env", "venv", "-f", "json", "--database", ADVISORIES], { cwd: project });
    expect(answer.code).toBe(3);
  });

  test("a link that leads nowhere", () => {
    symlinkSync("nowhere.txt", join(project, "requirements.txt"));
    expectGap(audit(), "unreadable");
  });

  test("a folder called requirements.txt is a folder", () => {
    writeFileSync(
      within(project, "requirements.txt", "pyproject.toml"),
      '[project]\nname = "a"\nversion = "1"\n',
    );
    expect(audit().code).toBe(0);
    expect(audit("-r", "requirements.txt")).toMatchObject({ code: 2, stdout: "" });
    writeFileSync(join(project, "requirements-more.txt"), "-r requirements.txt\n");
    expectGap(audit(), "missing-file");
  });

  test("alone, it is never an all-clear", () => {
    remove(join(project, "requirements-good.txt"));
    mkdirSync(join(project, "requirements.txt"));
    expect(audit().code).toBe(3);
  });
});

// Root reads everything: the test becomes somebody else, where it can.
const NOBODY = 65_534;
describe.skipIf(process.getuid?.() !== 0)("a file that may not be read", () => {
  const asNobody = (): Answer =>
    pyward(["audit", "-f", "json", "--database", ADVISORIES], { cwd: project, user: NOBODY });

  test.each(["requirements.txt", "pyproject.toml", "uv.lock"])("%s", (name) => {
    chmodSync(scratch, 0o755);
    writeFileSync(join(project, name), "", { mode: 0 });
    expectGap(asNobody(), "unreadable");
  });

  test("a folder", () => {
    chmodSync(scratch, 0o755);
    mkdirSync(join(project, "closed"), { mode: 0 });
    expectGap(asNobody(), "unreadable");
  });
});

const BROKEN: readonly (readonly [string, string | Buffer])[] = [
  ["pyproject.toml", "[project\n"],
  ["pyproject.toml", Buffer.from([0xff, 0xfe, 0x00, 0xd8])],
  ["uv.lock", "<html>404</html>\n"],
  ["uv.lock", ""],
  ["requirements.txt", Buffer.from([0x62, 0xff, 0xfe, 0xc3, 0x28])],
];
test.each(BROKEN)("a broken %s costs only itself: %j", (name, bytes) => {
  writeFileSync(join(project, name), bytes);
  const answer = audit();
  expect(answer.code).toBe(3);
  expect(JSON.parse(answer.stdout).coverage).toMatchObject({ audited: 1 });
});

test.each([
  ["nowhere"],
  ["-r", "nowhere.txt"],
  ["--frobnicate"],
  ["--fail-on", "everything"],
  ["--root", "nowhere"],
])("wrong usage is exit 2 and says what to do: %s %s", (...args) => {
  const answer = audit(...args);
  expect(answer).toMatchObject({ code: 2, stdout: "" });
  expect(answer.stderr.trim().split("\n").length).toBeGreaterThan(0);
});
