// What a change can be compared with, and where.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { pyward, remove, scratchFolder, type Answer } from "../hostile/run-pyward.ts";
import { differencesOf, reportOf, run, runLater } from "./answers.ts";
import { swap } from "./changes.ts";
import { apply, git, makeRepository } from "./repository.ts";

const scratch = scratchFolder();
const shop = join(scratch, "shop");
const left = makeRepository(shop, { downgrade: { "requirements.txt": swap("slate==2.0", "slate==1.0") } });
afterAll(() => remove(scratch));

describe("a saved report as the base", () => {
  git(shop, "switch", "-q", "--detach", left);
  const saved = join(scratch, "before.json");
  writeFileSync(saved, run(shop, "audit").stdout);
  const later = (...args: readonly string[]): Answer => runLater(shop, ...args);
  const disclosed = "new PYSEC-2026-8 of gravel 1.0: disclosed, it was 1.0";

  test("two saved reports are compared without an audit", () => {
    apply(shop, { "requirements.txt": swap("slate==2.0", "slate==1.0") });
    const after = join(scratch, "after.json");
    writeFileSync(after, run(shop, "audit").stdout);
    git(shop, "checkout", "-q", ".");
    const answer = run(scratch, "diff", saved, after);
    expect(differencesOf(reportOf(answer))).toEqual([
      "new PYSEC-2023-6 of slate 1.0: introduced, it was 2.0",
      "slate downgraded 2.0 → 1.0",
    ]);
    expect([answer.code, run(scratch, "diff", after, saved).code]).toEqual([1, 0]);
    expect(run(shop, "diff", "main", after).code).toBe(2);
  });

  test("of the same data: nothing differs", () => {
    const answer = run(shop, "diff", saved);
    expect(differencesOf(reportOf(answer))).toEqual([]);
    expect(answer.code).toBe(0);
  });

  test("an id that was renamed is no news, and a new disclosure is told apart and fails no change", () => {
    const answer = later("diff", saved);
    const report = reportOf(answer);
    expect(differencesOf(report)).toEqual([disclosed]);
    expect(report.findings.map(({ id, verdict }) => `${id} ${verdict.status} ${verdict.rule}`)).toEqual([
      "GHSA-bbbb-bbbb-bbbb baseline baseline",
      "PYSEC-2026-8 review disclosed",
      "PYSEC-2021-5 baseline baseline",
    ]);
    expect([answer.code, report.status]).toEqual([0, "pass"]);
  });

  test.each([
    ["diff", ["diff", saved, "--disclosed", "fail"], 1],
    ["audit", ["audit", "--baseline", saved], 1],
    ["audit", ["audit", "--baseline", saved, "--disclosed", "pass"], 0],
    ["audit, without a baseline", ["audit"], 1],
    ["audit, by a commit with the same data", ["audit", "--baseline", left], 0],
  ])("policy decides whether the news fails: %s", (_, args, exit) => {
    expect(later(...args).code).toBe(exit);
  });

  test("a bump to what is affected as well does not bring what was disclosed since", () => {
    apply(shop, { "requirements.txt": swap("gravel==1.0", "gravel==1.1") });
    const report = reportOf(later("diff", saved));
    expect(differencesOf(report)).toEqual([disclosed.replace("1.0:", "1.1:"), "gravel upgraded 1.0 → 1.1"]);
    expect(report.status).toBe("pass");
    const added = "new PYSEC-2026-8 of gravel 1.1: introduced, it was not there";
    writeFileSync(
      saved.replace("before", "without"),
      readFileSync(saved, "utf8").replaceAll('"gravel"', '"grit"'),
    );
    expect(differencesOf(reportOf(later("diff", saved.replace("before", "without"))))).toContain(added);
    git(shop, "checkout", "-q", ".");
  });

  test("the working tree is the change, committed or not", () => {
    apply(shop, { "new/requirements.txt": "slate==1.0\n" });
    const dirty = run(shop, "diff", "HEAD");
    expect(differencesOf(reportOf(dirty))).toEqual([
      "new PYSEC-2023-6 of slate 1.0: introduced, it was not there",
      "slate added 1.0",
    ]);
    expect(dirty.code).toBe(1);
    expect(run(join(shop, "new"), "diff", "HEAD").code).toBe(1);
    expect(run(join(shop, "services"), "diff", "HEAD").code).toBe(0);
    apply(shop, { "new/requirements.txt": null });
  });

  test("a file that cannot be read hides nothing as long as it is as it was", () => {
    apply(shop, { "services/old/uv.lock": "no lock\n" });
    git(shop, "add", "-A");
    git(shop, "commit", "-q", "-m", "a broken lock");
    const untouched = run(shop, "diff", "HEAD");
    expect([untouched.code, reportOf(untouched).comparison?.gaps.changed]).toEqual([0, []]);
    expect(run(join(shop, "services"), "diff", "HEAD", "old").code).toBe(0);
    expect(run(scratch, "diff", "HEAD", "shop/services/old").code).toBe(0);
    apply(shop, { "services/old/uv.lock": "no lock either\n" });
    const touched = run(shop, "diff", "HEAD");
    expect([touched.code, reportOf(touched).comparison?.gaps.changed.length]).toEqual([3, 1]);
    git(shop, "reset", "-q", "--hard", left);
  });

  test("malware fails, although the base has it", () => {
    const folder = join(scratch, "malware");
    mkdirSync(folder);
    const record = {
      id: "MAL-2026-1",
      published: "2026-11-01T00:00:00Z",
      modified: "2026-11-01T00:00:00Z",
      affected: [{ package: { ecosystem: "PyPI", name: "gravel" }, versions: ["1.0"] }],
    };
    writeFileSync(join(folder, "MAL-2026-1.json"), JSON.stringify(record));
    const database = ["--database", folder, "-f", "json"];
    const answer = pyward(["diff", "HEAD", ...database], { cwd: shop, environment: {} });
    const report = reportOf(answer);
    expect(report.comparison?.counts).toMatchObject({ new: 0, kept: 1 });
    expect(report.findings.map(({ verdict }) => `${verdict.status} ${verdict.rule}`)).toEqual([
      "fail malware",
    ]);
    expect(answer.code).toBe(1);
  });

  test("what a damaged or foreign report is, is said, with exit code 2", () => {
    const torn = join(scratch, "torn.json");
    writeFileSync(torn, readFileSync(saved, "utf8").slice(0, -20));
    for (const args of [
      ["diff", torn],
      ["audit", "--baseline", torn],
    ]) {
      const answer = run(shop, ...args);
      expect([answer.code, answer.stdout]).toEqual([2, ""]);
      expect(answer.stderr).toContain("torn.json");
    }
  });
});

describe("repositories of every kind", () => {
  const exit = (cwd: string, ...args: readonly string[]): number | null => run(cwd, ...args).code;

  test("bare, linked, and from outside", () => {
    git(shop, "clone", "-q", "--bare", ".", join(scratch, "bare.git"));
    git(shop, "worktree", "add", "-q", join(scratch, "linked"), "downgrade");
    const brings = "new PYSEC-2023-6 of slate 1.0: introduced, it was 2.0";
    const answers = [
      run(join(scratch, "bare.git"), "diff", "main", "--rev", "downgrade"),
      run(scratch, "diff", "main", "bare.git", "--rev", "downgrade"),
      run(join(scratch, "linked"), "diff", "main"),
      run(scratch, "diff", "main", "linked"),
      run(join(scratch, "bare.git"), "diff", "main", "../linked"),
    ];
    expect(answers.map((answer) => differencesOf(reportOf(answer))[0])).toEqual(answers.map(() => brings));
  });

  test("--no-merge-base compares with what others did since, as well", () => {
    const report = reportOf(run(shop, "diff", "main", "--rev", "downgrade", "--no-merge-base"));
    expect(report.comparison?.base.isMergeBase).toBe(false);
    expect(differencesOf(report)).toContain("gone PYSEC-2022-4 of tile 1.6: changed to 1.4");
  });

  test("a shallow clone says what it lacks", () => {
    const clone = join(scratch, "shallow");
    git(scratch, "clone", "-q", "--depth", "1", "-b", "downgrade", `file://${shop}`, clone);
    const absent = run(clone, "diff", "origin/main");
    expect([absent.code, absent.stderr.includes("--unshallow")]).toEqual([2, true]);
    git(clone, "fetch", "-q", "--depth", "1", "origin", "main:refs/remotes/origin/main");
    const cut = run(clone, "diff", "origin/main");
    expect([cut.code, /--unshallow.*--no-merge-base/.test(cut.stderr)]).toEqual([2, true]);
    expect(exit(clone, "diff", "origin/main", "--no-merge-base")).toBe(1);
    git(clone, "fetch", "-q", "--unshallow");
    expect(reportOf(run(clone, "diff", "origin/main")).comparison?.base.commit).toBe(left);
  });

  test("what is no base ends with 2", () => {
    for (const base of ["mian", "main@{1}", "missing.json", "missing/report"]) {
      expect([base, exit(shop, "diff", base)]).toEqual([base, 2]);
    }
    expect(exit(scratch, "diff", "main")).toBe(2);
    expect(exit(shop, "audit", "--disclosed", "pass")).toBe(2);
  });
});
