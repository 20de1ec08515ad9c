// The action as GitHub starts it: its bundle, in a process of its own, against a fake of GitHub's API on the loopback.
import { load } from "js-yaml";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listenOnLoopback, stopServer } from "./loopback.ts";
import { git } from "./pull-requests/repository.ts";

const ROOT = join(import.meta.dirname, "..");
const ADVISORIES = join(import.meta.dirname, "transcripts/advisories");

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: Readonly<Record<string, unknown>>;
}

let folder: string;
let base: string;
let server: Server;
let host: string;
let asked: Asked[];
/** What the API answers to GET, by path. */
let answers: Record<string, unknown>;
let status: number;

beforeEach(async () => {
  [asked, answers, status] = [[], {}, 200];
  folder = mkdtempSync(join(tmpdir(), "pyward-action-"));
  git(folder, "init", "-q", "-b", "main");
  base = commit("brick==1.1\n");
  commit("brick==1.1\nmortar==3.1\n");
  server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => (text += part.toString()));
    request.on("end", () => {
      const [path = ""] = (request.url ?? "").split("?");
      const { method = "", headers } = request;
      asked.push({
        method,
        path,
        token: headers.authorization ?? "",
        body: text === "" ? {} : JSON.parse(text),
      });
      response.statusCode = status;
      response.end(JSON.stringify(method === "GET" ? (answers[path] ?? []) : {}));
    });
  });
  host = await listenOnLoopback(server);
});

afterEach(async () => {
  await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
});

function commit(text: string): string {
  writeFileSync(join(folder, "requirements.txt"), text);
  git(folder, "add", "requirements.txt");
  git(folder, "commit", "-q", "-m", "change");
  return git(folder, "rev-parse", "HEAD").trim();
}

const temporary = (name: string): string => join(folder, ".git", name);

/** Runs the action for an event; its exit code and output. */
async function act(name: string, event: unknown, inputs: Readonly<Record<string, string>> = {}) {
  writeFileSync(temporary("event.json"), JSON.stringify(event));
  const child = spawn(process.execPath, [join(ROOT, "action/dist/main.cjs")], {
    env: {
      HOME: temporary("home"),
      PYWARD_NOW: "2026-11-24T00:00:00Z",
      GITHUB_API_URL: `http://${host}`,
      GITHUB_REPOSITORY: "o/r",
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: temporary("event.json"),
      GITHUB_STEP_SUMMARY: temporary("summary.md"),
      GITHUB_WORKSPACE: folder,
      GITHUB_SHA: "1".repeat(40),
      GITHUB_REF: "refs/heads/main",
      RUNNER_TEMP: temporary(""),
      INPUT_TOKEN: "secret",
      INPUT_DATABASE: ADVISORIES,
      ...inputs,
    },
  });
  let out = "";
  child.stdout.on("data", (part: Buffer) => (out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (out += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out };
}

const pullOf = (repository: string | null) => ({
  pull_request: {
    number: 7,
    base: { sha: base },
    head: { repo: repository === null ? null : { full_name: repository } },
  },
});

const calls = (): readonly string[] => asked.map(({ method, path }) => `${method} ${path}`);
const COMMENTS = "/repos/o/r/issues/7/comments";

test("a push: everything, annotated, summed up and uploaded", async () => {
  const { code, out } = await act("push", {});
  expect(code).toBe(1);
  expect(out).toMatch(/^::error .*file=requirements\.txt,line=1/mu);
  expect(out).not.toContain("secret");
  expect(readFileSync(temporary("summary.md"), "utf8")).toContain("brick");
  expect(calls()).toEqual(["POST /repos/o/r/code-scanning/sarifs"]);
  expect(asked[0]?.token).toBe("Bearer secret");
  const { sarif, ...rest } = asked[0]?.body ?? {};
  expect(rest).toEqual({ commit_sha: "1".repeat(40), ref: "refs/heads/main", tool_name: "pyward" });
  const text = gunzipSync(Buffer.from(String(sarif), "base64")).toString();
  expect(JSON.parse(text)).toMatchObject({ version: "2.1.0" });
});

test("a pull request: only what it brings fails, one comment", async () => {
  const { code, out } = await act("pull_request", pullOf("o/r"));
  expect(code).toBe(1);
  expect(out).toMatch(/^::.* .*line=2/mu);
  expect(out).not.toMatch(/^::error .*line=1/mu);
  expect(calls()).toEqual([`GET ${COMMENTS}`, `POST ${COMMENTS}`, "POST /repos/o/r/code-scanning/sarifs"]);
  expect(asked[1]?.body["body"]).toContain("mortar");
});

test("the comment is kept up to date, and only a bot's is taken for it", async () => {
  await act("pull_request", pullOf("o/r"), { INPUT_SARIF: "false" });
  const body = asked[1]?.body["body"];
  asked = [];
  answers[COMMENTS] = [
    { id: 1, user: { type: "User" }, body },
    { id: 2, user: { type: "Bot" }, body },
  ];
  await act("pull_request", pullOf("o/r"), { INPUT_SARIF: "false" });
  expect(calls()).toEqual([`GET ${COMMENTS}`, "PATCH /repos/o/r/issues/comments/2"]);
});

test.each(["stranger/r", null])("a pull request from the fork %s: annotations only", async (repository) => {
  const { code, out } = await act("pull_request", pullOf(repository));
  expect(code).toBe(1);
  expect(out).toMatch(/^::.* .*line=2/mu);
  expect(asked).toEqual([]);
});

test("a schedule: an issue for each finding that has none", async () => {
  const { code } = await act("schedule", {}, { INPUT_SARIF: "false" });
  expect(code).toBe(1);
  expect(calls()).toEqual(["GET /repos/o/r/issues", "POST /repos/o/r/issues", "POST /repos/o/r/issues"]);
  answers["/repos/o/r/issues"] = asked.slice(1).map(({ body }) => body);
  asked = [];
  await act("schedule", {}, { INPUT_SARIF: "false" });
  expect(calls()).toEqual(["GET /repos/o/r/issues"]);
});

test("what GitHub refuses is said; the verdict stands, and an issue that nobody sees makes the run incomplete", async () => {
  status = 403;
  const push = await act("push", {});
  expect(push.code).toBe(1);
  expect(push.out).toContain("::warning::the upload to code scanning failed: GitHub answers 403");
  writeFileSync(join(folder, "requirements.txt"), "gravel==1.0\n");
  const clean = await act("schedule", {}, { INPUT_SARIF: "false" });
  expect(clean.code).toBe(3);
  expect(clean.out).toContain("::error::not every new finding has an issue");
});

test("pull_request_target: refused before anything is read", async () => {
  const { code, out } = await act("pull_request_target", pullOf("stranger/r"));
  expect(code).toBe(2);
  expect(out).toMatch(/^::error::pyward does not run on pull_request_target/mu);
  expect(asked).toEqual([]);
  expect(existsSync(temporary("pyward.json"))).toBe(false);
});

test("action.yml names what is built and the inputs that are read", () => {
  expect(load(readFileSync(join(ROOT, "action.yml"), "utf8"))).toMatchObject({
    runs: { using: "node24", main: "action/dist/main.cjs" },
    inputs: { token: {}, path: {}, database: {}, comment: {}, sarif: {}, issues: {} },
  });
});
