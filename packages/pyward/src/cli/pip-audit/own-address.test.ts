import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listenOnLoopback, stopServer } from "../../../../../test/loopback.ts";
import { OSV_ADDRESS } from "../../open-feed.ts";
import { runExample } from "../example-run.ts";

let top: string;
let proxy: Server;
let host: string;
/** Whom the proxy was asked to connect with. */
let wanted: (string | undefined)[];

beforeEach(async () => {
  top = mkdtempSync(join(tmpdir(), "pyward-own-address-"));
  writeFileSync(join(top, "requirements.txt"), "brick==1.0\n");
  wanted = [];
  proxy = createServer();
  proxy.on("connect", ({ url }, socket) => {
    wanted.push(url);
    socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  host = await listenOnLoopback(proxy);
});
afterEach(async () => {
  await stopServer(proxy);
  rmSync(top, { recursive: true, force: true });
});

async function asked(words: readonly string[], environment: Record<string, string> = {}) {
  const { code, err } = await runExample(
    ["pip-audit", "-r", "requirements.txt", "--no-deps", "--disable-pip", ...words],
    {
      cwd: top,
      environment: { HOME: top, PYWARD_HOME: top, HTTPS_PROXY: `http://${host}/`, ...environment },
    },
  );
  expect([code, err.includes("No known vulnerabilities found")]).toEqual([1, false]);
  return [...new Set(wanted)];
}

it("-s osv alone asks OSV's own address", async () => {
  expect(await asked(["-s", "osv"])).toEqual([`${new URL(OSV_ADDRESS).host}:443`]);
});

it("the user's own one, where there is one, and what is named before both", async () => {
  const own = { PYWARD_OSV_SERVICE: "https://own.example/" };
  expect(await asked(["-s", "osv"], own)).toEqual(["own.example:443"]);
  wanted = [];
  const variable = { ...own, PIP_AUDIT_OSV_URL: "https://osv.example/v1/query" };
  expect(await asked(["-s", "osv"], variable)).toEqual(["osv.example:443"]);
  wanted = [];
  const typed = ["--osv-url", "https://typed.example/osv/v1/query"];
  expect(await asked(typed, variable)).toEqual(["typed.example:443"]);
});

it("an own service that is an index is none of OSV's API", async () => {
  expect(await asked(["-s", "osv"], { PYWARD_OSV_SERVICE: "index" })).toEqual([
    `${new URL(OSV_ADDRESS).host}:443`,
  ]);
});
