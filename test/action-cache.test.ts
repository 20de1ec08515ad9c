// The action with a database of its own: a fake of osv.dev's archive, of the runner's cache service and of its store, on the loopback.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packZip } from "./laws/pack-zip.ts";
import { listenOnLoopback, stopServer } from "./loopback.ts";
import { git } from "./pull-requests/repository.ts";

const ROOT = join(import.meta.dirname, "..");
const ADVISORIES = join(import.meta.dirname, "transcripts/advisories");
const SERVICE = "/twirp/github.actions.results.api.v1.CacheService/";

let folder: string;
let base: string;
let server: Server;
let host: string;
let asked: string[];
/** What the store holds, by key. */
let stored: Map<string, Buffer>;
let isSupplierDown: boolean;
let archive: Uint8Array;

beforeEach(async () => {
  [asked, stored, isSupplierDown] = [[], new Map(), false];
  const names = readdirSync(ADVISORIES).filter((name) => name.endsWith(".json"));
  archive = await packZip(
    Object.fromEntries(names.map((name) => [name, readFileSync(join(ADVISORIES, name))])),
  );
  folder = mkdtempSync(join(tmpdir(), "pyward-action-cache-"));
  git(folder, "init", "-q", "-b", "main");
  writeFileSync(join(folder, "requirements.txt"), "brick==1.1\n");
  git(folder, "add", "requirements.txt");
  git(folder, "commit", "-q", "-m", "base");
  base = git(folder, "rev-parse", "HEAD").trim();
  server = createServer((request, response) => void answer(request, response));
  host = await listenOnLoopback(server);
});
afterEach(async () => {
  await stopServer(server);
  rmSync(folder, { recursive: true, force: true });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const url = new URL(request.url ?? "", "http://a");
  const path = url.pathname;
  asked.push(`${request.method} ${path.replace(SERVICE, "")}`);
  if (path.startsWith(SERVICE))
    response.end(JSON.stringify(cacheAnswer(path.slice(SERVICE.length), body.toString())));
  else if (path.startsWith("/store/")) storeAnswer(url, { request, response, body });
  else if (isSupplierDown) response.writeHead(500).end();
  else if (path === "/PyPI/all.zip") response.end(archive);
  else response.writeHead(404).end();
}

function cacheAnswer(method: string, text: string): object {
  const { key = "", restore_keys: prefixes = [] } = JSON.parse(text) as {
    key?: string;
    restore_keys?: string[];
  };
  const address = (name: string): string => `http://${host}/store/${name}?sig=s`;
  if (method === "CreateCacheEntry") return { ok: true, signed_upload_url: address(key) };
  if (method === "FinalizeCacheEntryUpload") return { ok: true, entry_id: "1" };
  const found = [...stored.keys()].find(
    (one) => one === key || prefixes.some((prefix) => one.startsWith(prefix)),
  );
  return found === undefined
    ? { ok: false }
    : { ok: true, signed_download_url: address(found), matched_key: found };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
}

/** As much of Azure's blob store as one small blob needs. */
function storeAnswer({ pathname, searchParams }: URL, { request, response, body }: Exchange): void {
  const key = decodeURIComponent(pathname.slice("/store/".length));
  if (request.method === "PUT") {
    if (searchParams.get("comp") !== "blocklist") stored.set(key, body);
    response.writeHead(201, { "x-ms-request-server-encrypted": "true" }).end();
    return;
  }
  const bytes = stored.get(key) ?? Buffer.of();
  response.writeHead(200, { "content-length": bytes.length, etag: '"1"', "x-ms-blob-type": "BlockBlob" });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** Runs the action on a fresh runner; its exit code and output. */
async function act(name: string, run: string, event: unknown = {}) {
  const runner = join(folder, ".git/runner");
  rmSync(runner, { recursive: true, force: true });
  mkdirSync(runner);
  writeFileSync(join(runner, "event.json"), JSON.stringify(event));
  const child = spawn(process.execPath, [join(ROOT, "action/dist/main.cjs")], {
    env: {
      PATH: process.env["PATH"],
      HOME: join(runner, "home"),
      PYWARD_NOW: "2026-11-24T00:00:00Z",
      PYWARD_OSV_URL: `http://${host}/`,
      // Nobody answers there.
      PYWARD_KEV_URL: "http://127.0.0.1:1/kev.json",
      PYWARD_EPSS_URL: "http://127.0.0.1:1/epss.csv",
      ACTIONS_CACHE_SERVICE_V2: "true",
      ACTIONS_RESULTS_URL: `http://${host}/`,
      ACTIONS_RUNTIME_TOKEN: "secret",
      GITHUB_API_URL: `http://${host}/api`,
      GITHUB_REPOSITORY: "o/r",
      GITHUB_RUN_ID: run,
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: join(runner, "event.json"),
      GITHUB_WORKSPACE: folder,
      RUNNER_TEMP: runner,
      INPUT_SARIF: "false",
      INPUT_COMMENT: "false",
    },
  });
  let out = "";
  child.stdout.on("data", (part: Buffer) => (out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (out += part.toString()));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out };
}

const pull = () => ({
  pull_request: { number: 7, base: { sha: base }, head: { repo: { full_name: "o/r" } } },
});

test("a push fetches, audits by it and keeps it; a pull request reads it and keeps nothing", async () => {
  const first = await act("push", "1");
  expect(first.out).not.toContain("secret");
  expect(first.out).toContain("brick");
  expect(first.code).toBe(1);
  // Signals are missing, advisories are not.
  expect(first.out).toContain("::warning::a part of the advisories could not be updated");
  expect([...stored.keys()]).toEqual(["pyward-advisories-1-1"]);
  expect(asked).toContain("GET /PyPI/all.zip");

  [asked, isSupplierDown] = [[], true];
  writeFileSync(join(folder, "requirements.txt"), "brick==1.1\nmortar==3.1\n");
  git(folder, "commit", "-q", "-a", "-m", "change");
  const second = await act("pull_request", "2", pull());
  // mortar is vulnerable by what the cache holds alone.
  expect(second.out).toContain("mortar");
  expect(second.code).toBe(1);
  expect(second.out).toContain("::warning::the advisories could not be updated");
  expect([...stored.keys()]).toEqual(["pyward-advisories-1-1"]);
  expect(asked.filter((one) => /Create|Finalize|^PUT/u.test(one))).toEqual([]);
}, 60_000);

test("without a cache and without a supplier the advisories of the release are used, and it is said", async () => {
  isSupplierDown = true;
  const { out, code } = await act("push", "1");
  expect(out).toContain("::warning::the advisories could not be updated");
  expect(code).toBe(0);
  expect(stored.size).toBe(0);
}, 60_000);
