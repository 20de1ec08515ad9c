import { load } from "js-yaml";
import { spawn } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandLines, parsesAs } from "../../../../test/laws/command-lines.ts";
import { CI_NAMES } from "./ci-names.ts";
import { initProject, type InitOptions } from "./init-project.ts";
import type { Io } from "./io.ts";

const SERVERS: Readonly<Record<string, string>> = {
  github: ".github/workflows/pyward.yml",
  gitlab: ".gitlab/pyward.yml",
  azure: "azure-pipelines-pyward.yml",
  circleci: ".circleci/config.yml",
  jenkins: "Jenkinsfile.pyward",
  bitbucket: "bitbucket-pipelines.yml",
};

let folder: string;

beforeEach(() => {
  const parent = mkdtempSync(join(tmpdir(), "pyward-init-"));
  folder = join(parent, "brickyard");
  put("requirements.txt", "brick==1.1\n");
});

afterEach(() => rmSync(dirname(folder), { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const read = (path: string): string => readFileSync(join(folder, path), "utf8");

async function init(options: InitOptions): Promise<string> {
  let out = "";
  const stream = { isTerminal: false, columns: null, write: (text: string) => void (out += text) };
  const now = () => new Date("2026-11-24T00:00:00Z");
  const io: Io = { environment: {}, cwd: folder, platform: "linux", stdout: stream, stderr: stream, now };
  expect(await initProject(".", options, io)).toBe(0);
  return out;
}

const isYaml = (path: string): boolean => /\.ya?ml$/u.test(path);

describe.each(CI_NAMES)("--ci %s", (ci) => {
  test("every command line in it is one of this pyward, and it says no more than it fills in", async () => {
    await init({ ci });
    const written = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
      /pyward|gitlab|config\.yml|bitbucket|pre-commit|tox|nox|Makefile/u.test(path),
    );
    const texts = written.filter((path) => /[^/]\.|file|\.pre/iu.test(path)).map((path) => textAt(path));
    const lines = texts.flatMap((text) => commandLines(text));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(parsesAs(line), line).not.toBeNull();
    for (const text of texts) expect(text).not.toMatch(/(?<!\$)\{\{/u);
  });
});

function textAt(path: string): string {
  try {
    return read(path);
  } catch {
    return ""; // a folder
  }
}

describe.each(Object.entries(SERVERS))("--ci %s", (ci, path) => {
  test("audits a change against its base, and everything on a schedule", async () => {
    await init({ ci });
    const text = read(path);
    if (isYaml(path)) expect(load(text)).toBeTypeOf("object");
    const commands = new Set(commandLines(text).map((line) => parsesAs(line)));
    // Where the server has a cache, the advisories are updated in it; elsewhere a step fetches them.
    const updating = ci === "github" || ci === "gitlab" ? ["update"] : [];
    expect(commands).toEqual(new Set(["audit", "diff", ...updating]));
    expect(text).toMatch(/schedule|cron/iu);
  });

  test("names nothing that can move", async () => {
    await init({ ci });
    const text = read(path);
    for (const [, reference] of text.matchAll(/uses: \S+@(\S+)/gu))
      expect(reference).toMatch(/^[0-9a-f]{40}$/u);
    for (const [, tag] of text.matchAll(/image:? '?(?:cimg\/)?node:([^\s']+)/gu))
      expect(tag).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(text).not.toMatch(/pull_request_target|latest/u);
  });

  test("a file that is there is left as it is", async () => {
    put(path, "mine\n");
    const said = await init({ ci });
    expect(read(path)).toBe("mine\n");
    expect(said).toContain(`${path} is there already; add to it:`);
  });
});

test("GitHub: a pull request has no right but to read, the schedule is at an odd minute", async () => {
  await init({});
  const workflow = load(read(".github/workflows/pyward.yml"));
  expect(workflow).toMatchObject({
    on: { schedule: [{ cron: expect.stringMatching(/^\d*[13579] [1-4] \* \* \*$/u) }] },
    permissions: {},
    jobs: {
      change: { permissions: { contents: "read" } },
      audit: { permissions: { contents: "read", issues: "write" } },
    },
  });
});

test("the server in use is chosen, the default branch is the remote's, and twice is the same", async () => {
  put("azure-pipelines.yml", "");
  put(".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/trunk\n");
  const dry = await init({ dryRun: true });
  expect(dry).toContain('include: ["trunk"]');
  expect(await init({ dryRun: true })).toBe(dry);
  expect(readdirSync(folder).toSorted()).toEqual([".git", "azure-pipelines.yml", "requirements.txt"]);
  await init({});
  expect(load(read("azure-pipelines-pyward.yml"))).toMatchObject({ schedules: [{ always: true }] });
});

test("a branch's name that could be more than a name is not taken", async () => {
  put(".git/refs/remotes/origin/HEAD", 'ref: refs/remotes/origin/x"; rm -rf . #\n');
  expect(await init({ dryRun: true, ci: "circleci" })).toContain('"origin/main"');
});

test("a configuration that is there is left as it is, in either file", async () => {
  put("pyproject.toml", '[tool.pyward]\nfail-on = "high"\n');
  const said = await init({ dryRun: true });
  expect(said).toContain("pyproject.toml is the configuration here");
  expect(said).toContain("max-db-age = 7");
  put("pyproject.toml", "[tool.pyward]\nmax-db-age = 3\n");
  expect(await init({ dryRun: true })).not.toContain("max-db-age = 7");
});

test("a link that leads out of the project, or to nothing, is not followed", async () => {
  const outside = join(dirname(folder), "brickyard-other");
  mkdirSync(outside);
  symlinkSync(outside, join(folder, ".github"));
  await expect(init({})).rejects.toMatchObject({ code: "cannot-write" });
  expect(readdirSync(outside)).toEqual([]);
  symlinkSync(join(outside, "gone"), join(folder, "Makefile"));
  expect(await init({ ci: "make" })).toContain("Makefile is there already; add to it:");
  expect(readdirSync(outside)).toEqual([]);
});

describe("the issues", () => {
  interface Opened {
    readonly title: string;
    readonly body: string;
  }
  const opened: Opened[] = [];
  let server: Server;
  let address = "";

  beforeEach(async () => {
    opened.length = 0;
    server = createServer((request, response) => {
      let text = "";
      request.on("data", (part: Buffer) => (text += part.toString()));
      request.on("end", () => {
        response.setHeader("content-type", "application/json");
        if (request.method === "POST") opened.push(issueOf(text));
        response.end(request.method === "POST" ? "{}" : JSON.stringify(opened));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    address = typeof bound === "object" && bound !== null ? `http://127.0.0.1:${bound.port}` : "";
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  function issueOf(text: string): Opened {
    const { title, body, description }: { title: string; body?: string; description?: string } =
      JSON.parse(text);
    // GitLab's name for it; the fake answers with both.
    const whole = body ?? description ?? "";
    return Object.assign({ title, body: whole }, { description: whole });
  }

  /** Runs the script that stands in the file as the runner would; its output. */
  async function runScript(path: string): Promise<string> {
    const script = /<<'SCRIPT'\n([^]*?)\n\s*SCRIPT\n/u.exec(read(path))?.[1] ?? "";
    const child = spawn(process.execPath, ["--input-type=module", "-", join(folder, "pyward.json")], {
      env: {
        GITHUB_API_URL: address,
        GITHUB_REPOSITORY: "o/r",
        GITHUB_TOKEN: "t",
        CI_API_V4_URL: address,
        CI_PROJECT_ID: "7",
        PYWARD_TOKEN: "t",
      },
    });
    child.stdin.end(script);
    let out = "";
    child.stdout.on("data", (part: Buffer) => (out += part.toString()));
    child.stderr.on("data", (part: Buffer) => (out += part.toString()));
    await new Promise((resolve) => child.on("close", resolve));
    return out;
  }

  const finding = (digit: string, status: string, name = "brick") => ({
    fingerprint: `sha256:${digit.repeat(64)}`,
    id: `CVE-2026-000${digit}`,
    aliases: [],
    package: name,
    version: "1.1",
    fix: null,
    dependency: "p1:brick@1.1",
    verdict: { status },
  });

  test.each(["github", "gitlab"])(
    "%s: one for each finding that has none, whatever it is called",
    async (ci) => {
      await init({ ci });
      const path = SERVERS[ci] ?? "";
      const evil = "a`b\n@all <img> [x](y) <!-- pyward";
      const findings = [finding("1", "fail", evil), finding("2", "review"), finding("3", "waived")];
      const dependencies = [{ ref: "p1:brick@1.1", origins: [{ path: "`@org/team`", line: 2 }] }];
      put("pyward.json", JSON.stringify({ findings: [...findings, findings[0]], dependencies }));
      expect(await runScript(path)).toContain("2 issues opened, 0 left");
      expect(opened.map(({ title }) => title)).toEqual([
        "a?b??all ?img? ?x??y? ??-- pyward 1.1: CVE-2026-0001",
        "brick 1.1: CVE-2026-0002",
      ]);
      expect(opened[0]?.body).not.toMatch(/@|<img/u);
      expect(opened[0]?.body.match(/<!--/gu)).toHaveLength(1);
      put("pyward.json", JSON.stringify({ findings: [...findings, finding("4", "fail")], dependencies }));
      expect(await runScript(path)).toContain("1 issues opened");
      expect(opened).toHaveLength(3);
    },
  );
});
