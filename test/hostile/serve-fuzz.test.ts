// 2,000 hostile requests from a seed: no 500, no crash, no memory that stays. `SEED=n` asks others.
import { connect } from "node:net";
import { afterAll, expect, test } from "vitest";
import { ADVISORIES, remove, scratchFolder } from "./run-pyward.ts";
import { startServe, type Serving } from "./start-serve.ts";

const scratch = scratchFolder();
let serving: Serving | null = null;
afterAll(() => {
  serving?.child.kill("SIGKILL");
  remove(scratch);
});

/** A linear congruential generator (Numerical Recipes' constants): the same everywhere. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const SEED = Number(process.env["SEED"] ?? 20_261_124);
const roll = dice(SEED);

function one<T>(items: readonly T[]): T {
  return items[roll(items.length)] as T;
}

function bytes(most: number): Buffer {
  return Buffer.from(Array.from({ length: roll(most) }, () => roll(256)));
}

const WORDS = [
  "brick",
  "PyPI",
  "1.0",
  "",
  "../../etc/passwd",
  "%00",
  "\u0000",
  "\ud800",
  "1".repeat(600),
  "__proto__",
  "constructor",
  "é",
  "\u202e",
  "1!1.0+a.b",
  "pkg:pypi/brick@1.0",
  "pkg:",
  "pkg:pypi/%",
  "commit",
  "PYSEC-2024-7",
  "pyward1:x",
  "cHl3YXJkMTpQWVNFQy0yMDI0LTc",
  "v1.0.post99999999999999999999",
] as const;
const KEYS = [
  "package",
  "version",
  "commit",
  "page_token",
  "queries",
  "name",
  "ecosystem",
  "purl",
  "__proto__",
  "toString",
  "x",
] as const;

function value(depth: number): unknown {
  const kind = roll(depth > 4 ? 6 : 10);
  if (kind < 3) return one(WORDS);
  if (kind === 3) return one([0, -1, 1e308, 1.5, true, false, null]);
  if (kind === 4) return bytes(40).toString("latin1");
  if (kind === 5) return roll(2) === 0 ? {} : [];
  if (kind < 8)
    return Object.fromEntries(Array.from({ length: 1 + roll(4) }, () => [one(KEYS), value(depth + 1)]));
  return Array.from({ length: roll(4) }, () => value(depth + 1));
}

function near(): unknown {
  const query = () => ({
    package: { name: one(WORDS), ecosystem: one(["PyPI", "npm", one(WORDS)]) },
    version: one(WORDS),
    [one(KEYS)]: value(3),
  });
  return roll(2) === 0 ? query() : { queries: Array.from({ length: roll(40) }, query) };
}

function body(): Buffer {
  switch (roll(6)) {
    case 0:
      return bytes(2000);
    case 1:
      return Buffer.from("[".repeat(1 + roll(200_000)));
    case 2:
      return Buffer.from(`{"package":${'{"package":'.repeat(roll(50_000))}`);
    case 3:
      return Buffer.from(JSON.stringify(value(0)));
    default:
      return Buffer.from(JSON.stringify(near()));
  }
}

const PATHS = [
  "/v1/query",
  "/v1/querybatch",
  "/v1/vulns/PYSEC-2024-7",
  "/v1/vulns/",
  "/PyPI/all.zip",
  "/all.zip",
  "/PyPI/modified_id.csv",
  "/modified_id.csv",
  "/PyPI/PYSEC-2024-7.json",
  "/PyPI/../../x.json",
  "/osv-vulnerabilities/PyPI/all.zip",
  "/ecosystems.txt",
  "/health",
  "/metrics",
  "/",
  "//",
  "/%",
  "/%2e%2e/%2e%2e",
  "*",
  "http://other.example/v1/query",
  "/v1/determineversion",
  "/v1experimental/importfindings/x",
] as const;
const METHODS = [
  "GET",
  "POST",
  "HEAD",
  "PUT",
  "DELETE",
  "OPTIONS",
  "PATCH",
  "TRACE",
  "CONNECT",
  "GARBAGE",
] as const;
const HEADERS = [
  "range: bytes=0-0,5-9",
  "range: bytes=-99999999999999999999",
  "range: bytes=5-1",
  "range: bytes=0-3",
  "if-none-match: *",
  'if-range: "x"',
  "accept-encoding: gzip;q=0.5, *;q=0",
  "accept-encoding: gzip",
  "content-encoding: gzip",
  "expect: 100-continue",
  "expect: x",
  "upgrade: websocket\r\nconnection: upgrade",
  "x-forwarded-for: 1.2.3.4",
  `x: ${"y".repeat(9000)}`,
  "content-type: text/html",
  "cookie: a=b",
] as const;

/** What goes over the wire: now and then no HTTP at all. */
function hostile(): Buffer {
  if (roll(8) === 0) return Buffer.concat([bytes(400), Buffer.from("\r\n\r\n")]);
  const target =
    roll(6) === 0 ? `${one(PATHS)}${encodeURIComponent(bytes(60).toString("latin1"))}` : one(PATHS);
  const payload = roll(3) === 0 ? Buffer.alloc(0) : body();
  const length = roll(20) === 0 ? one(["-1", "99999999999", "abc", "1", "0, 5"]) : String(payload.length);
  const framing = roll(20) === 0 ? "transfer-encoding: chunked" : `content-length: ${length}`;
  const extra = Array.from({ length: roll(3) }, () => `${one(HEADERS)}\r\n`).join("");
  const method = target.startsWith("/v1/query") && roll(4) > 0 ? "POST" : one(METHODS);
  const head = `${method} ${target} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n${framing}\r\n${extra}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), payload]);
}

/** The status, or "" where the connection was closed without one. What waits for more is ended from here. */
async function send(port: number, request: Buffer): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let first = "";
    socket.setTimeout(500, () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      if (first.length < 20) first += chunk.toString("latin1").slice(0, 20);
    });
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? ""));
    socket.end(request);
  });
}

async function residentBytes(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^pyward_resident_bytes (\d+)$/m.exec(text)?.[1]);
}

test(`2,000 hostile requests of seed ${SEED}`, { timeout: 180_000 }, async () => {
  serving = await startServe(["--database", ADVISORIES, "--rate-limit", "0"], scratch);
  const { url, port, child, said } = serving;
  const statuses = new Map<string, number>();
  const before = await residentBytes(url);
  for (let at = 0; at < 2000; at += 20) {
    const requests = Array.from({ length: 20 }, hostile);
    for (const status of await Promise.all(requests.map(async (request) => await send(port, request))))
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(child.exitCode).toBeNull();
  expect(said()).toBe("");
  expect(statuses.get("500") ?? 0).toBe(0);
  // Each kind of answer was reached, so the requests were not all refused at the door.
  expect([...statuses.keys()]).toEqual(expect.arrayContaining(["200", "400", "404", "405"]));
  expect((await residentBytes(url)) - before).toBeLessThan(150e6);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});
