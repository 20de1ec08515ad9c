// The GitHub Action, bundled as action/dist/main.cjs. Its only network is GitHub's API and the runner's cache, by the tokens that it is given; it
// starts only the pyward of its own checkout, and that without them.
import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { runAction, type Runner } from "./run-action.ts";

const ROOT = join(import.meta.dirname, "../..");
const { INPUT_TOKEN: token = "", ...given } = process.env;
const home = join(given["RUNNER_TEMP"] ?? ".", "pyward-advisories");
const environment: NodeJS.ProcessEnv = { ...withoutRunnerTokens(given), PYWARD_HOME: home };
const run = `${given["GITHUB_RUN_ID"] ?? ""}-${given["GITHUB_RUN_ATTEMPT"] ?? ""}`;
const TEMPLATES = join(ROOT, "packages/pyward/templates");

const runner: Runner = {
  environment,
  event: JSON.parse(readFileSync(environment["GITHUB_EVENT_PATH"] ?? "", "utf8")),
  pyward: (argv) => start([join(ROOT, "packages/pyward/bin/pyward.js"), ...argv], environment, null),
  restoreDatabase: async () => (await import("./cache.ts")).restoreDatabase(home, run),
  saveDatabase: async () => (await import("./cache.ts")).saveDatabase(home, run),
  databaseMark: () => {
    const { mtimeMs, size } = statSync(join(home, "advisories.pyward"), { throwIfNoEntry: false }) ?? {};
    return size === undefined ? null : `${mtimeMs} ${size}`;
  },
  openIssues: (report) => {
    const script = ["issues-github.mjs.txt", "issues.mjs.txt"].map((name) =>
      readFileSync(join(TEMPLATES, name), "utf8"),
    );
    const withToken = { ...environment, GITHUB_TOKEN: token };
    return start(["--input-type=module", "-", report], withToken, script.join(""));
  },
  read: (path) => (existsSync(path) ? readFileSync(path, "utf8") : null),
  appendSummary: (text) => {
    const file = environment["GITHUB_STEP_SUMMARY"];
    if (file !== undefined) appendFileSync(file, `${text}\n`);
  },
  ask: async (method, path, body) => {
    const address = `${environment["GITHUB_API_URL"]}/repos/${environment["GITHUB_REPOSITORY"]}${path}`;
    const headers = {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "user-agent": "pyward",
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(address, { method, headers, ...sent });
    if (!answer.ok) throw new Error(`GitHub answers ${answer.status} to ${method} ${path}`);
    return answer.json();
  },
  say: (line) => void process.stdout.write(`${line}\n`),
};

/** What the runner lets an action ask of its own services is not for what the action starts. */
function withoutRunnerTokens(all: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith("ACTIONS_")));
}

function start(argv: readonly string[], env: NodeJS.ProcessEnv, stdin: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, {
      cwd: environment["GITHUB_WORKSPACE"] ?? ".",
      env,
      stdio: [stdin === null ? "ignore" : "pipe", "inherit", "inherit"],
    });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 70));
    child.stdin?.end(stdin ?? "");
  });
}

runAction(runner).then(
  (code) => void (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 70;
  },
);
