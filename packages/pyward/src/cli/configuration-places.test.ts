import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readReport } from "../read-report.ts";
import { runExample } from "./example-run.ts";

const ADVISORIES = join(import.meta.dirname, "../../../../test/transcripts/advisories");
const all = realpathSync(mkdtempSync(join(tmpdir(), "pyward-places-")));
let top = all;
let count = 0;

beforeEach(() => {
  top = join(all, String(count++), "repo");
  put({
    ".git/HEAD": "ref: refs/heads/main\n",
    "a/requirements.txt": "brick==1.1\n",
    "b/requirements.txt": "brick==1.1\n",
  });
});
afterAll(() => rmSync(all, { recursive: true, force: true }));

/** Files relative to the top of the repository. */
function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
}

interface Asked {
  /** Relative to the top. */
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function answer(argv: readonly string[], { cwd = ".", environment = {} }: Asked = {}) {
  const { code, out, err } = await runExample([...argv, "--database", ADVISORIES, "--format", "json"], {
    environment: { HOME: join(top, "../home"), ...environment },
    cwd: join(top, cwd),
  });
  const read = readReport(out);
  return { code, err: err.trim(), report: read.ok ? read.value : null };
}

/** `package where: verdict by rule` of each finding, the exit code last. */
async function verdicts(argv: readonly string[], asked: Asked = {}): Promise<readonly (string | number)[]> {
  const { report, code } = await answer(argv, asked);
  const rootOf = (id: string) => report?.projects.find((project) => project.id === id)?.root ?? "?";
  const found = (report?.findings ?? []).map(
    ({ package: name, project, verdict }) => `${name} ${rootOf(project)}: ${verdict.status} ${verdict.rule}`,
  );
  return [...found, code];
}

const waiver = (id: string, more = "") => `[[waivers]]\nid = "${id}"\nreason = "r"\n${more}\n`;
const BRICK = "CVE-2020-90001";

test("a waiver at the top holds below its path, from wherever it is asked", async () => {
  put({ "pyward.toml": waiver(BRICK, 'path = "a/**"') });
  expect(await verdicts(["audit", "."])).toEqual(["brick a: waived waiver", "brick b: fail default", 1]);
  expect(await verdicts(["audit"], { cwd: "a" })).toEqual(["brick .: waived waiver", 0]);
  expect(await verdicts(["audit", "a/requirements.txt"])).toEqual(["brick a: waived waiver", 0]);
  expect(await verdicts(["audit", "-r", "a/requirements.txt"])).toEqual(["brick a: waived waiver", 0]);
  expect(await verdicts(["audit", "a", "b"])).toEqual(["brick a: waived waiver", "brick b: fail default", 1]);
});

test("each project has the policy of the folders down to it, and the report names them", async () => {
  put({
    "pyward.toml": 'fail-on = "high"\n',
    "a/pyproject.toml": `[tool.pyward]\nignore = ["${BRICK}=r"]\n`,
  });
  expect(await verdicts(["audit", "."])).toEqual(["brick a: waived waiver", "brick b: fail fail-on", 1]);
  const { report } = await answer(["audit", "."]);
  expect(report?.policy.files).toEqual([
    { path: "a/pyproject.toml", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { path: "pyward.toml", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  expect(report?.policy.failOn).toBe("high");
  const below = await answer(["audit"], { cwd: "a" });
  expect(below.report?.policy.files.map(({ path }) => path)).toEqual(["../pyward.toml", "pyproject.toml"]);
});

test("a package alone has a policy, where nothing above says any", async () => {
  put({ "b/pyward.toml": waiver(BRICK) });
  expect(await verdicts(["audit", "."])).toEqual(["brick a: fail default", "brick b: waived waiver", 1]);
});

test("gaps may be allowed and waived in one project, and count in the other", async () => {
  put({
    "a/requirements.txt": "plaster\n",
    "b/requirements.txt": "plaster\n",
    "a/pyward.toml": 'allow-gaps = ["unpinned"]\n',
  });
  expect((await answer(["audit", "."])).report?.projects.map(({ status }) => status)).toEqual([
    "pass",
    "incomplete",
  ]);
  put({ "b/pyward.toml": '[[waivers]]\ngap = "unpinned"\npackage = "Plaster"\nreason = "a stub"\n' });
  const { report, code } = await answer(["audit", "."]);
  expect([code, report?.status]).toEqual([0, "pass"]);
  expect(report?.gaps.map(({ expected, waiver: by }) => [expected, by?.path])).toEqual([
    [false, undefined],
    [true, "b/pyward.toml"],
  ]);
});

test("precedence: default, the user's, the repository's, what is typed", async () => {
  put({ "a/requirements.txt": "mortar==3.1\n" });
  const at = async (...argv: readonly string[]) => (await verdicts(["audit", "a", ...argv]))[0];
  expect(await at()).toBe("mortar a: fail default");
  put({ "../home/.config/pyward/pyward.toml": 'fail-on = "high"\n' });
  expect(await at()).toBe("mortar a: below-threshold fail-on");
  put({ "pyward.toml": 'fail-on = "low"\n[[paths]]\npath = "a/"\nfail-on = "low"\n' });
  expect(await at()).toBe("mortar a: fail path:a/");
  expect(await at("--fail-on", "medium")).toBe("mortar a: below-threshold fail-on");
  expect(await at("--no-config")).toBe("mortar a: fail default");
  put({ "ci.toml": 'fail-on = "critical"\n' });
  expect(await at("--config", "ci.toml")).toBe("mortar a: below-threshold fail-on");
});

test("only what is trusted may end well whatever is found", async () => {
  put({ "ci.toml": "exit-zero = true\n" });
  expect((await answer(["audit", ".", "--config", "ci.toml"])).code).toBe(0);
  put({ "../config/pyward/pyward.toml": "exit-zero = true\n" });
  const environment = { XDG_CONFIG_HOME: join(top, "../config") };
  const { code, report } = await answer(["audit", "."], { environment });
  expect([code, report?.status, report?.policy.files[0]?.path]).toEqual([
    0,
    "fail",
    "$XDG_CONFIG_HOME/pyward/pyward.toml",
  ]);
  put({ "a/pyward.toml": "exit-zero = true\n" });
  expect(await answer(["audit", "."])).toMatchObject({
    code: 2,
    err: expect.stringContaining("a/pyward.toml:1: exit-zero cannot be set by a repository"),
  });
});

test("a floor of one's own file binds every repository; what is typed may go below it", async () => {
  put({
    "../company/policy.toml": 'fail-on = "low"\n',
    "../home/.config/pyward/pyward.toml": `extends = "${join(top, "../company/policy.toml")}"\n`,
    "pyward.toml": 'fail-on = "high"\n',
  });
  const { code, err } = await answer(["audit", "."]);
  expect(code).toBe(2);
  expect(err).toContain('pyward.toml:1: fail-on = "high" is looser than "low" of ');
  put({ "pyward.toml": "strict = true\n" });
  expect((await answer(["audit", "."])).report?.policy.failOn).toBe("low");
  expect((await answer(["audit", ".", "--fail-on", "high"])).report?.policy.failOn).toBe("high");
});

test("what is typed and environments are judged by the working directory, never by what they hold", async () => {
  put({
    "a/pyward.toml": waiver(BRICK),
    "venv/pyvenv.cfg": "home = /nowhere\n",
    "venv/pyward.toml": waiver(BRICK),
    "venv/lib/python3.12/site-packages/pyward.toml": waiver(BRICK),
    "venv/lib/python3.12/site-packages/brick-1.1.dist-info/METADATA":
      "Metadata-Version: 2.1\nName: brick\nVersion: 1.1\n",
  });
  expect((await answer(["check", "brick==1.1"], { cwd: "a" })).code).toBe(0);
  expect((await answer(["check", "brick==1.1"])).code).toBe(1);
  expect((await answer(["env", "venv"])).code).toBe(1);
  expect((await answer(["audit", "venv"])).code).toBe(1);
  expect((await answer(["env", "../venv"], { cwd: "a" })).code).toBe(0);
});

test("outside of a repository only the folder itself has a say", async () => {
  put({
    "../pyward.toml": waiver(BRICK),
    "../c/d/requirements.txt": "brick==1.1\n",
    "../c/pyward.toml": waiver(BRICK),
  });
  expect((await answer(["audit", "."], { cwd: "../c/d" })).code).toBe(1);
  expect((await answer(["audit", "."], { cwd: "../c" })).code).toBe(0);
  expect((await answer(["audit", "."])).code).toBe(1);
});

test("what only might be a configuration stops nothing", async () => {
  put({ "a/pyproject.toml": "[project\nname = 'x'\n" });
  expect((await answer(["audit", "a"])).code).toBe(1);
  put({ "a/pyproject.toml": "[project\nname = 'pyward'\n" });
  expect((await answer(["audit", "a"])).code).toBe(2);
  put({ "a/pyproject.toml": "[project]\nname = 'pyward'\nversion = '1'\n" });
  expect((await answer(["audit", "a"])).report?.policy.files).toEqual([]);
});

test("a link that leads out of the repository is not followed", async () => {
  put({ "../elsewhere.toml": waiver(BRICK) });
  symlinkSync(join(top, "../elsewhere.toml"), join(top, "pyward.toml"));
  expect(await answer(["audit", "."])).toMatchObject({
    code: 2,
    err: "pyward: pyward.toml:1: the configuration is a link that leads out of the repository",
  });
});

test("a waiver that nothing uses is told where all it could be about was audited", async () => {
  put({ "pyward.toml": waiver("CVE-1999-1") });
  const told = async (...argv: readonly string[]) =>
    (await answer(["audit", ...argv])).report?.notes.some((note) => note.includes("CVE-1999-1"));
  expect(await told(".")).toBe(true);
  expect(await told("a")).toBe(false);
  expect(await told(".", "--no-dev")).toBe(false);
});
