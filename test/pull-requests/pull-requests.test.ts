// What `pyward diff` says of the changes that people make, each a branch of one real repository.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Report } from "../../packages/pyward/src/model/index.ts";
import { pyward, remove, scratchFolder, type Answer } from "../hostile/run-pyward.ts";
import {
  apply,
  DEV_REQUIREMENTS,
  git,
  lockOf,
  LOCK,
  makeRepository,
  REQUIREMENTS,
  type Change,
} from "./repository.ts";

const NOW = { PYWARD_NOW: "2026-11-24T00:00:00Z" };
const BEFORE = join(import.meta.dirname, "advisories");
/** The same a few days later: an id was renamed, and one more flaw was disclosed. */
const LATER = join(import.meta.dirname, "later");

interface Case {
  readonly change: Change;
  readonly exit: number;
  /** What differs, findings first, then dependencies; what is kept is only counted. */
  readonly differs: readonly string[];
  readonly kept: number;
}

const swap = (from: string, to: string): string => REQUIREMENTS.replace(from, to);

const CASES: Readonly<Record<string, Case>> = {
  "nothing-but-prose": { change: { "README.md": "A better shop.\n" }, exit: 0, kept: 2, differs: [] },
  "bump-that-fixes": {
    change: { "requirements.txt": swap("brick==1.1", "brick==1.3") },
    exit: 0,
    kept: 1,
    differs: ["gone PYSEC-2020-1 of brick 1.1: changed to 1.3", "brick upgraded 1.1 → 1.3"],
  },
  "bump-that-does-not": {
    change: { "requirements.txt": swap("brick==1.1", "brick==1.2") },
    exit: 0,
    kept: 2,
    differs: ["brick upgraded 1.1 → 1.2"],
  },
  "bump-that-introduces": {
    change: { "requirements.txt": swap("tile==1.4", "tile==1.5") },
    exit: 1,
    kept: 2,
    differs: ["new PYSEC-2022-4 of tile 1.5: introduced, it was 1.4", "tile upgraded 1.4 → 1.5"],
  },
  downgrade: {
    change: { "requirements.txt": swap("slate==2.0", "slate==1.0") },
    exit: 1,
    kept: 2,
    differs: ["new PYSEC-2023-6 of slate 1.0: introduced, it was 2.0", "slate downgraded 2.0 → 1.0"],
  },
  "add-direct": {
    change: { "requirements.txt": `${REQUIREMENTS}mortar==2.0\n` },
    exit: 1,
    kept: 2,
    // The lock of another project has it: in this one it is new.
    differs: ["new PYSEC-2021-5 of mortar 2.0: introduced, it was not there", "mortar added 2.0"],
  },
  "add-clean": {
    change: { "requirements.txt": `${REQUIREMENTS}plaster==1.0\n` },
    exit: 0,
    kept: 2,
    differs: ["plaster added 1.0"],
  },
  "add-for-development": {
    change: { "requirements-dev.txt": `${DEV_REQUIREMENTS}slate==1.0\n` },
    exit: 1,
    // slate 2.0 stays beside it; only 1.0 has the flaw.
    kept: 2,
    differs: ["new PYSEC-2023-6 of slate 1.0: introduced, it was 2.0", "slate changed 2.0 → 1.0 and 2.0"],
  },
  "add-transitive": {
    change: { "services/api/uv.lock": lockOf({ mortar: "3.1", slate: "1.4", wall: "1.1" }) },
    exit: 1,
    kept: 2,
    differs: [
      "new PYSEC-2023-6 of slate 1.4: introduced, it was not there",
      "slate added 1.4 by wall > slate",
      "wall upgraded 1.0 → 1.1",
    ],
  },
  "lock-refresh": {
    change: { "services/api/uv.lock": `${LOCK.replaceAll("size = 1 }", "size = 2 }")}\n` },
    exit: 0,
    kept: 2,
    differs: [],
  },
  remove: {
    change: { "requirements.txt": swap("brick==1.1\n", "") },
    exit: 0,
    kept: 1,
    differs: ["gone PYSEC-2020-1 of brick 1.1: removed", "brick removed 1.1"],
  },
  unpin: {
    change: { "requirements.txt": swap("brick==1.1", "brick>=1.1") },
    // Nothing is known of it any more: a new gap, and nothing was mended.
    exit: 3,
    kept: 1,
    differs: [
      "gone PYSEC-2020-1 of brick 1.1: not-audited",
      "gap unpinned brick",
      "brick changed 1.1 → none",
    ],
  },
  "rename-file": {
    change: { "requirements-prod.txt": { from: "requirements.txt" } },
    exit: 0,
    kept: 2,
    differs: [],
  },
  "move-into-folder": {
    change: { "deploy/requirements.txt": { from: "requirements.txt" } },
    exit: 0,
    kept: 2,
    differs: [],
  },
  "move-project": {
    change: {
      "apps/api/pyproject.toml": { from: "services/api/pyproject.toml" },
      "apps/api/uv.lock": { from: "services/api/uv.lock" },
    },
    exit: 0,
    kept: 2,
    differs: [],
  },
  "move-and-bump": {
    change: {
      "apps/api/pyproject.toml": { from: "services/api/pyproject.toml" },
      "apps/api/uv.lock": lockOf({ mortar: "3.0", wall: "1.0" }),
      "services/api/uv.lock": null,
    },
    exit: 0,
    kept: 2,
    differs: ["mortar downgraded 3.1 → 3.0 by wall > mortar"],
  },
  "copy-project": {
    change: { "apps/shop/requirements.txt": REQUIREMENTS },
    exit: 1,
    kept: 2,
    differs: [
      "new PYSEC-2020-1 of brick 1.1: introduced, it was not there",
      "brick added 1.1",
      "gravel added 1.0",
      "slate added 2.0",
      "tile added 1.4",
    ],
  },
};

const scratch = scratchFolder();
const shop = join(scratch, "shop");
const left = makeRepository(
  shop,
  Object.fromEntries(Object.entries(CASES).map(([name, { change }]) => [name, change])),
);
afterAll(() => remove(scratch));

const run = (cwd: string, ...args: readonly string[]): Answer =>
  pyward([...args, "--database", BEFORE, "-f", "json"], { cwd, environment: NOW });

function reportOf({ stdout, stderr }: Answer): Report {
  expect(stderr).toBe("");
  const report: Report = JSON.parse(stdout);
  return report;
}

/** What a report says of the change, a line each. */
function differencesOf({ comparison, findings, gaps }: Report): readonly string[] {
  const shown = (versions: readonly (string | null)[]): string =>
    versions.map((version) => version ?? "none").join(" and ");
  const fresh = findings.flatMap(({ id, package: name, version }, at) => {
    const compared = comparison?.findings[at];
    if (compared?.state !== "new") return [];
    const before = compared.from.length === 0 ? "not there" : shown(compared.from);
    return [`new ${id} of ${name} ${version}: ${compared.cause}, it was ${before}`];
  });
  const gone = (comparison?.gone ?? []).map(({ id, package: name, version, cause, to }) => {
    const what = cause === "changed" ? `changed to ${shown(to)}` : cause;
    return `gone ${id} of ${name} ${version}: ${what}`;
  });
  const unaudited = gaps
    .filter(({ fingerprint }) => comparison?.gaps.new.includes(fingerprint))
    .map(({ code, name }) => `gap ${code} ${name}`);
  const changed = (comparison?.dependencies ?? []).map(({ name, kind, from, to, path }) => {
    const versions = [shown(from), shown(to)].filter((text) => text !== "").join(" → ");
    return `${name} ${kind} ${versions}${path.length > 1 ? ` by ${path.join(" > ")}` : ""}`;
  });
  return [...fresh, ...gone, ...unaudited, ...changed];
}

describe("a branch, compared with where it left main", () => {
  test.each(Object.entries(CASES))("%s", (name, { exit, differs, kept }) => {
    const answer = run(shop, "diff", "main", "--rev", name);
    const report = reportOf(answer);
    expect(differencesOf(report)).toEqual(differs);
    expect(report.comparison?.counts.kept).toBe(kept);
    expect(report.comparison?.base).toMatchObject({
      kind: "commit",
      name: "main",
      commit: left,
      isMergeBase: true,
    });
    expect([answer.code, report.exitCode]).toEqual([exit, exit]);
    const statuses = report.findings.map(
      ({ verdict }, at) => `${report.comparison?.findings[at]?.state} ${verdict.status}`,
    );
    expect(statuses.every((status) => ["new fail", "kept baseline"].includes(status))).toBe(true);
  });
});

describe("a saved report as the base", () => {
  git(shop, "switch", "-q", "--detach", left);
  const saved = join(scratch, "before.json");
  writeFileSync(saved, run(shop, "audit").stdout);
  const later = (...args: readonly string[]): Answer =>
    pyward([...args, "--database", LATER, "-f", "json"], { cwd: shop, environment: NOW });
  const disclosed = "new PYSEC-2026-8 of gravel 1.0: disclosed, it was 1.0";

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
