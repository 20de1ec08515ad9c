// Repositories whose configuration, hooks and attributes would run something if git were asked, and those that lead
// elsewhere. `--rev` reads the commit: nothing runs, none of those files is opened, nothing outside is read.
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import {
  ADVISORIES,
  gapCodes,
  PYWARD,
  pyward,
  remove,
  scratchFolder,
  TRAP,
  within,
  type Answer,
} from "./run-pyward.ts";

const OPENED = join(import.meta.dirname, "opened.cjs");
/** Our own files, one of which has `config` in its name. */
const PROGRAM = join(PYWARD, "../../dist");
const scratch = scratchFolder();
afterAll(() => remove(scratch));
const ran = join(scratch, "ran");

function git(cwd: string, ...args: readonly string[]): string {
  const environment = {
    PATH: process.env["PATH"],
    HOME: scratch,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@b.example",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@b.example",
  };
  return execFileSync("git", [...args], {
    cwd,
    env: environment,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  }).trim();
}

/** A repository with two commits; the first, `v1`, asks for brick 1.1. */
function repository(name: string): string {
  const folder = join(scratch, name);
  mkdirSync(folder);
  git(folder, "init", "-q", "-b", "main");
  writeFileSync(within(folder, "api", "requirements.txt"), "mortar==99\n");
  writeFileSync(join(folder, "requirements.txt"), "brick==1.1\n");
  writeFileSync(join(folder, ".gitattributes"), "* diff=x filter=x\n");
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", "one");
  git(folder, "tag", "-a", "-m", "x", "v1");
  writeFileSync(join(folder, "requirements.txt"), "brick==1.3\n");
  git(folder, "commit", "-q", "-a", "-m", "two");
  return folder;
}

const audit = (cwd: string, ...args: readonly string[]): Answer =>
  pyward(["audit", "-f", "json", "--database", ADVISORIES, ...args], { cwd });

/** "name version path" of what was read. */
function read({ stdout }: Answer): readonly string[] {
  const report: {
    readonly dependencies: readonly {
      readonly name: string;
      readonly version: string;
      readonly origins: readonly { readonly path: string }[];
    }[];
  } = JSON.parse(stdout);
  return report.dependencies
    .map(({ name, version, origins }) => `${name} ${version} ${origins[0]?.path}`)
    .toSorted();
}

describe("a repository that would run something", () => {
  const project = repository("canary");
  git(project, "worktree", "add", "-q", join(scratch, "linked"), "v1");
  git(project, "clone", "-q", "--bare", ".", join(scratch, "bare.git"));
  git(project, "gc", "-q");
  writeFileSync(`${ran}.sh`, `#!/bin/sh\ntouch '${ran}'\n`);
  chmodSync(`${ran}.sh`, 0o755);
  writeFileSync(join(scratch, "included"), `[core]\n\tfsmonitor = ${ran}.sh\n`);
  for (const directory of [join(project, ".git"), join(scratch, "bare.git")]) {
    writeFileSync(
      join(directory, "config"),
      `[core]\n\tfsmonitor = ${ran}.sh\n\tpager = ${ran}.sh\n\thooksPath = hooks\n\tsshCommand = ${ran}.sh\n\tworktree = /\n` +
        `[include]\n\tpath = ${join(scratch, "included")}\n[includeIf "gitdir:/"]\n\tpath = ${join(scratch, "included")}\n` +
        `[diff "x"]\n\ttextconv = ${ran}.sh\n\tcommand = ${ran}.sh\n[filter "x"]\n\tsmudge = ${ran}.sh\n\tclean = ${ran}.sh\n` +
        `[alias]\n\tcat-file = !${ran}.sh\n[uploadpack]\n\tpackObjectsHook = ${ran}.sh\n[pager]\n\tcat-file = ${ran}.sh\n`,
    );
    for (const hook of [
      "post-checkout",
      "post-index-change",
      "fsmonitor-watchman",
      "reference-transaction",
    ]) {
      writeFileSync(within(directory, "hooks", hook), `#!/bin/sh\ntouch '${ran}'\n`, { mode: 0o755 });
    }
    writeFileSync(within(directory, "info", "attributes"), "* diff=x filter=x\n");
  }

  test.each<[string, readonly string[], readonly string[]]>([
    ["canary", ["--rev", "v1", "."], ["brick 1.1 requirements.txt", "mortar 99 api/requirements.txt"]],
    ["canary", ["--rev", "HEAD~1", "api"], ["mortar 99 api/requirements.txt"]],
    ["canary", ["--rev", "main", "-r", "requirements.txt"], ["brick 1.3 requirements.txt"]],
    ["linked", ["--rev", "HEAD"], ["brick 1.1 requirements.txt", "mortar 99 api/requirements.txt"]],
    ["canary", ["diff", "v1"], ["brick 1.3 requirements.txt", "mortar 99 api/requirements.txt"]],
    ["linked", ["diff", "main"], ["brick 1.1 requirements.txt", "mortar 99 api/requirements.txt"]],
    ["canary", ["--baseline", "v1", "api"], ["mortar 99 api/requirements.txt"]],
    [".", ["bare.git"], ["brick 1.3 requirements.txt", "mortar 99 api/requirements.txt"]],
    [".", ["bare.git/api", "--rev", "v1^{commit}"], ["mortar 99 api/requirements.txt"]],
  ])("in %s %j runs nothing and opens no configuration", (cwd, args, expected) => {
    const log = join(scratch, "opened");
    const trap = join(scratch, "trapped");
    const [command = "", ...rest] = args[0] === "diff" ? args : ["audit", ...args];
    const answer = pyward([command, "-f", "json", "--database", ADVISORIES, ...rest], {
      cwd: join(scratch, cwd),
      node: ["--require", TRAP, "--require", OPENED, "--disallow-code-generation-from-strings"],
      environment: { TRAP_LOG: trap, OPENED_LOG: log, PATH: process.env["PATH"] ?? "" },
    });
    expect(answer.stderr).toBe("");
    expect(read(answer)).toEqual(expected);
    expect(existsSync(ran)).toBe(false);
    expect(existsSync(trap)).toBe(false);
    const opened = readFileSync(log, "utf8").split("\n");
    rmSync(log);
    expect(opened.some((path) => path.endsWith(".pack") || /objects\/..\/.{38}$/u.test(path))).toBe(true);
    const foreign = opened.filter((path) => !path.startsWith(PROGRAM));
    expect(foreign.filter((path) => /config|hooks|attributes|included|index$|exclude/u.test(path))).toEqual(
      [],
    );
  });

  test("what is on the disk is not read", () => {
    rmSync(join(project, "requirements.txt"));
    renameSync(join(project, "api"), join(project, "moved"));
    const answer = audit(project, "--rev", "v1", "api", "requirements.txt");
    expect(read(answer)).toEqual(["brick 1.1 requirements.txt", "mortar 99 api/requirements.txt"]);
    expect(audit(project, "--rev", "v1", "moved").code).toBe(2);
  });
});

describe("a repository that leads elsewhere", () => {
  const secret = repository("secret");

  test("by a .git file that the other side does not know", () => {
    const project = join(scratch, "by-file");
    writeFileSync(within(project, ".git"), `gitdir: ${join(secret, ".git")}\n`);
    const answer = audit(project, "--rev", "HEAD");
    expect(answer).toMatchObject({ code: 2, stdout: "" });
    expect(answer.stderr).toContain("which does not know of it");
    expect(audit(project, "--rev", "v1", "--root", scratch).code).toBe(1);
  });

  test("by a common directory", () => {
    const project = join(scratch, "by-common");
    writeFileSync(within(project, ".git"), "gitdir: own\n");
    writeFileSync(within(project, "own", "HEAD"), "ref: refs/heads/main\n");
    writeFileSync(within(project, "own", "commondir"), `${join(secret, ".git")}\n`);
    expect(audit(project, "--rev", "HEAD")).toMatchObject({ code: 2, stdout: "" });
  });

  test("by alternates: what is there is absent, and --root allows it", () => {
    const project = join(scratch, "by-alternates");
    git(scratch, "clone", "-q", "--shared", "secret", "by-alternates");
    const answer = audit(project, "--rev", "HEAD");
    expect(answer.code).toBe(2);
    expect(answer.stderr).toContain("--root DIR allows it");
    expect(read(audit(project, "--rev", "v1", "--root", scratch))).toEqual([
      "brick 1.1 requirements.txt",
      "mortar 99 api/requirements.txt",
    ]);
  });

  test("by links in place of references", () => {
    const project = repository("by-links");
    rmSync(join(project, ".git/HEAD"));
    execFileSync("ln", ["-s", "config", join(project, ".git/HEAD")]);
    execFileSync("ln", ["-s", "/etc/passwd", join(project, ".git/refs/heads/out")]);
    expect(audit(project, "--rev", "HEAD").code).toBe(2);
    expect(audit(project, "--rev", "out").stderr).toContain("the repository has no out");
    expect(audit(project, "--rev", "main").code).toBe(0);
  });
});

describe("what cannot be read of a commit is a gap", () => {
  test.each<[string, string, (project: string) => void]>([
    [
      "a file that a partial clone did not fetch",
      "missing-file",
      (project) => {
        const id = git(project, "rev-parse", "HEAD:requirements.txt");
        rmSync(join(project, `.git/objects/${id.slice(0, 2)}/${id.slice(2)}`));
      },
    ],
    [
      "a folder whose object is damaged",
      "unreadable",
      (project) => {
        const id = git(project, "rev-parse", "HEAD:api");
        const path = join(project, `.git/objects/${id.slice(0, 2)}/${id.slice(2)}`);
        chmodSync(path, 0o644);
        writeFileSync(path, "damaged");
      },
    ],
    [
      "a file in Git LFS",
      "unreadable",
      (project) => {
        const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 9\n`;
        writeFileSync(join(project, "uv.lock"), pointer);
        git(project, "add", "uv.lock");
        git(project, "commit", "-q", "-m", "lfs");
      },
    ],
  ])("%s: %s", (name, code, spoil) => {
    const project = repository(name.replaceAll(" ", "-"));
    spoil(project);
    const answer = audit(project, "--rev", "HEAD");
    expect(gapCodes(answer)).toEqual([code]);
    expect(answer.code).toBe(3);
  });

  test("a submodule is named in a note", () => {
    const project = repository("with-module");
    git(project, "update-index", "--add", "--cacheinfo", `160000,${"ab".repeat(20)},vendor`);
    git(project, "commit", "-q", "-m", "module");
    const answer = audit(project, "--rev", "HEAD");
    expect(answer.code).toBe(0);
    expect(JSON.parse(answer.stdout).notes).toEqual([
      `. was read as of commit ${git(project, "rev-parse", "HEAD")} (HEAD), not as it lies on the disk`,
      `the submodule vendor was not audited: its commit ${"ab".repeat(20)} is in another repository`,
    ]);
  });

  test("a shallow clone reads what it has", () => {
    const project = repository("deep");
    git(scratch, "clone", "-q", "--depth=1", `file://${project}`, "shallow");
    expect(audit(join(scratch, "shallow"), "--rev", "HEAD").code).toBe(0);
    expect(audit(join(scratch, "shallow"), "--rev", "HEAD~1").stderr).toContain("shallow clone");
  });
});
