import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readReport } from "../read-report.ts";
import { runExample } from "./example-run.ts";

const ADVISORIES = join(import.meta.dirname, "../../../../test/transcripts/advisories");
const top = realpathSync(mkdtempSync(join(tmpdir(), "pyward-config-rev-")));

function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main"];
  const environment = { PATH: process.env["PATH"], HOME: top, GIT_CONFIG_NOSYSTEM: "1" };
  execFileSync("git", [...identity, ...args], { cwd: top, env: environment, stdio: "ignore" });
}

function put(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), text);
  }
}

const WAIVER = '[[waivers]]\nid = "CVE-2020-90001"\nreason = "r"\n';
const REQUIREMENTS = { "requirements.txt": "brick==1.1\n", "a/requirements.txt": "mortar==3.1\n" };

beforeAll(() => {
  put({
    ...REQUIREMENTS,
    "pyward.toml":
      'fail-on = "medium"\nstrict = true\nnever-waive = ["X-1"]\n[scopes.dev]\nfail-on = "medium"\n',
  });
  git("init", "-q");
  git("add", ".");
  git("commit", "-qm", "base");
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function audit(...argv: readonly string[]) {
  const { code, out, err } = await runExample(
    ["audit", ...argv, "--database", ADVISORIES, "--format", "json"],
    {
      environment: {},
      cwd: top,
    },
  );
  const read = readReport(out);
  const report = read.ok ? read.value : null;
  return {
    code,
    err,
    verdicts: report?.findings.map(({ verdict }) => `${verdict.status} ${verdict.rule}`),
    notes: report?.notes,
  };
}

test("a change is judged by the policy before it, and what it would loosen is said", async () => {
  put({
    "pyward.toml": `fail-on = "critical"\nnever-waive = []\nmax-db-age = 30\nexclude = ["b/"]\n[scopes.dev]\nfail-on = "high"\n${WAIVER}`,
    "a/pyward.toml": 'fail-on = "high"\nunknown-severity = "pass"\n',
  });
  expect((await audit(".")).code).toBe(0);
  const { code, verdicts, notes } = await audit(".", "--config-rev", "main");
  expect(code).toBe(1);
  expect(verdicts).toEqual(["fail fail-on", "below-threshold fail-on"]);
  expect(notes?.map((note) => note.replace(/[0-9a-f]{40}/, "ID"))).toEqual([
    "the policy is that of commit ID (main)",
    'pyward.toml:1 would loosen fail-on from "medium" to "critical"',
    "pyward.toml:2 would loosen strict from true to false",
    'pyward.toml:4 would loosen exclude from [] to ["b/"]',
    "pyward.toml:5 would raise the bar of dev from medium to high",
    "pyward.toml:7 would waive CVE-2020-90001",
    "pyward.toml:3 would no longer forbid waivers of X-1",
    'a/pyward.toml:1 would loosen fail-on from "medium" to "high"',
    'a/pyward.toml:2 would loosen unknown-severity from "fail" to "pass"',
  ]);
});

test("a change that tightens says nothing; one that takes the files away is judged by what was", async () => {
  put({
    "pyward.toml":
      'fail-on = "low"\nstrict = true\nnever-waive = ["X-1", "X-2"]\n[scopes.dev]\nfail-on = "low"\n',
  });
  rmSync(join(top, "a/pyward.toml"));
  expect((await audit(".", "--config-rev", "HEAD")).notes).toHaveLength(1);
  rmSync(join(top, "pyward.toml"));
  const { verdicts, notes } = await audit(".", "--config-rev", "HEAD");
  expect(verdicts).toEqual(["fail fail-on", "below-threshold fail-on"]);
  expect(notes?.filter((note) => note.includes("would loosen"))).toEqual([
    "pyward.toml:2 would loosen strict from true to false",
  ]);
});

test("what a change breaks is told, and what is no revision", async () => {
  put({ "pyward.toml": "fail-onn = 3\n" });
  expect(await audit(".", "--config-rev", "HEAD")).toMatchObject({
    code: 2,
    err: expect.stringContaining("pyward.toml:1: unknown key"),
  });
  expect(await audit(".", "--config-rev", "nowhere")).toMatchObject({
    code: 2,
    err: expect.stringContaining("the repository has no nowhere"),
  });
});
