import { afterEach, beforeEach, expect, it } from "vitest";
import { loopbackOsv, type LoopbackOsv, type OsvRecord } from "../../../../../test/loopback-osv.ts";
import { patient, type Http, type KeptBytes } from "../../host/index.ts";
import { nodeHttp } from "../../host/node/http.ts";
import { normalizeName } from "../../python/index.ts";
import type { FeedAnswers } from "../shared/asked-feed.ts";
import { osvService } from "./ask.ts";

const brick = record("PYSEC-2020-1", "brick", ["1.0", "1.1"]);
const newer = record("PYSEC-2024-7", "brick", ["1.3"]);
const mortar = record("GHSA-aaaa-bbbb-cccc", "mortar", ["2.0"]);

function record(id: string, name: string, listedFor: readonly string[]): OsvRecord {
  return { id, modified: "2025-01-02T03:04:05.123456Z", affected: [{ package: { name } }], listedFor };
}

let service: LoopbackOsv;
let pauses: number[];
let kept: Map<string, Uint8Array>;

beforeEach(async () => {
  service = await loopbackOsv([brick, newer, mortar]);
  pauses = [];
  kept = new Map();
});
afterEach(() => service.close());

interface Settings {
  readonly batch?: number;
  readonly authorization?: string;
  readonly budget?: number;
  readonly kept?: KeptBytes;
}

/** With the real network, and a clock that only pauses move. */
function ask(releases: readonly string[], settings: Settings = {}): Promise<FeedAnswers> {
  const { send } = nodeHttp({});
  const http: Http = { send, pause: async (time) => void pauses.push(time) };
  const elapsed = (): number => pauses.reduce((sum, pause) => sum + pause, 0);
  const feed = osvService({
    url: new URL(service.url),
    authorization: settings.authorization ?? null,
    http: patient(http, { budget: settings.budget ?? 60_000, elapsed, random: () => 0.5 }),
    kept: settings.kept ?? {
      get: (key) => kept.get(key) ?? null,
      put: (key, bytes) => void kept.set(key, bytes),
    },
    batch: settings.batch ?? 1000,
    onProgress: () => undefined,
  });
  return feed.ask(releases.map(releaseOf));
}

function releaseOf(text: string) {
  const [name = "", version = ""] = text.split(" ");
  return { name: normalizeName(name), version };
}

const idsOf = ({ records }: FeedAnswers): string[] => records.map(({ file }) => file);
const paths = (): string[] => service.requests.map(({ path }) => path);

it("asks about releases, then about the packages that something was listed for, and for each record once", async () => {
  const answers = await ask(["brick 1.0", "sand 3.0", "brick 1.1"]);
  expect(service.told()).toEqual(["brick 1.0", "sand 3.0", "brick 1.1", "brick"]);
  expect(idsOf(answers)).toEqual(["PYSEC-2020-1", "PYSEC-2024-7"]);
  expect(answers.lackOf(releaseOf("brick 1.0"))).toBeNull();
  expect(answers.lackOf(releaseOf("sand 3.0"))).toBeNull();
  expect(answers.lackOf(releaseOf("sand 4.0"))).toBe("it was not asked");
  expect(paths().slice(2)).toEqual(["/v1/vulns/PYSEC-2020-1", "/v1/vulns/PYSEC-2024-7"]);
});

it("splits into batches and follows pages", async () => {
  service.page = 1;
  service.records = ["1", "2", "3", "4"].map((end) => record(`PYSEC-2020-${end}`, "brick", ["1.0"]));
  const answers = await ask(["a 1", "b 1", "brick 1.0", "c 1", "d 1"], { batch: 2 });
  const queries = service.requests.filter(({ path }) => path === "/v1/querybatch");
  expect(queries.map(({ body }) => body.split("ecosystem").length - 1)).toEqual([
    2, 2, 1, 1, 1, 1, 1, 1, 1, 1,
  ]);
  expect(idsOf(answers)).toEqual(["PYSEC-2020-1", "PYSEC-2020-2", "PYSEC-2020-3", "PYSEC-2020-4"]);
});

it("asks for no record again that is kept and unchanged", async () => {
  await ask(["brick 1.0", "mortar 2.0"]);
  service.requests.length = 0;
  service.records = [brick, { ...newer, modified: "2026-01-01T00:00:00Z" }, mortar];
  const answers = await ask(["brick 1.0", "mortar 2.0"]);
  expect(paths().filter((path) => path.includes("vulns"))).toEqual(["/v1/vulns/PYSEC-2024-7"]);
  expect(idsOf(answers)).toHaveLength(3);
});

it("takes nothing kept that was changed, cut off or is of another record", async () => {
  await ask(["mortar 2.0"]);
  const [[key, bytes] = ["", new Uint8Array()]] = kept;
  for (const bad of [bytes.subarray(0, 90), Buffer.from(`${"0".repeat(64)}\n{"id":"X"}`), Buffer.alloc(0)]) {
    kept.set(key, bad);
    service.requests.length = 0;
    expect(idsOf(await ask(["mortar 2.0"]))).toEqual([mortar.id]);
    expect(paths()).toContain(`/v1/vulns/${mortar.id}`);
  }
});

it("a cache that keeps nothing costs only time", async () => {
  const answers = await ask(["mortar 2.0"], { kept: { get: () => null, put: () => undefined } });
  expect(idsOf(answers)).toEqual([mortar.id]);
});

it.each([429, 500, 502, 503, 504])(
  "tries again after %i, later each time, with pauses by chance",
  async (status) => {
    let left = 2;
    service.instead = (_, response) => left-- > 0 && Boolean(response.writeHead(status).end());
    const answers = await ask(["mortar 2.0"]);
    expect(answers.lackOf(releaseOf("mortar 2.0"))).toBeNull();
    expect(pauses).toEqual([625, 1250]);
  },
);

it("waits as long as it is asked to, in seconds or until a moment of the service's clock", async () => {
  const date = "Tue, 24 Nov 2026 00:00:00 GMT";
  const asked = [{ "retry-after": "7" }, { "retry-after": "Tue, 24 Nov 2026 00:00:20 GMT", date }];
  service.instead = (_, response) => {
    const headers = asked.shift();
    return headers !== undefined && Boolean(response.writeHead(429, headers).end());
  };
  await ask(["sand 1.0"]);
  expect(pauses).toEqual([8750, 625, 25_000, 1250]);
});

it("gives up when its time is over, and says so of every release", async () => {
  service.instead = (_, response) => Boolean(response.writeHead(503).end());
  const answers = await ask(["mortar 2.0", "sand 1.0"], { budget: 2000 });
  expect(answers.lackOf(releaseOf("sand 1.0"))).toBe("it took longer than the 2 seconds that it is given");
  expect(idsOf(answers)).toEqual([]);
});

it("tries again where an answer breaks off", async () => {
  let left = 2;
  service.instead = (request, response) => {
    if (!request.path.includes("vulns") || left-- <= 0) return false;
    response.writeHead(200, { "content-length": "4000" }).write('{"id":');
    setTimeout(() => response.destroy(), 5);
    return true;
  };
  const answers = await ask(["mortar 2.0"]);
  expect(idsOf(answers)).toEqual([mortar.id]);
});

it.each([
  ["HTML with status 200", "<html>login</html>"],
  ["too few results", '{"results":[]}'],
  ["no results", "{}"],
  ["a result that is none", '{"results":[null]}'],
  ["a list that is none", '{"results":[{"vulns":"none"}]}'],
  ["an id that is a path", '{"results":[{"vulns":[{"id":"../../admin"}]}]}'],
  ["pages without end", '{"results":[{"next_page_token":"x"}]}'],
])("never takes %s for an empty answer", async (_, text) => {
  service.instead = (__, response) => Boolean(response.writeHead(200).end(text));
  const answers = await ask(["mortar 2.0"]);
  expect(answers.lackOf(releaseOf("mortar 2.0"))).toMatch(/^its (?:answer|pages)/);
  expect(service.requests.length).toBeLessThan(4);
});

it("a query that is refused costs only itself", async () => {
  service.instead = ({ body }, response) =>
    body.includes("grout") && Boolean(response.writeHead(400).end('{"code":3}'));
  const answers = await ask(["mortar 2.0", "grout 1.0", "sand 1.0", "brick 1.0"]);
  const lacks = ["mortar 2.0", "grout 1.0", "sand 1.0", "brick 1.0"].map((one) =>
    answers.lackOf(releaseOf(one)),
  );
  expect(lacks).toEqual([null, "it does not understand the query", null, null]);
});

it.each([
  [404, "it lists GHSA-aaaa-bbbb-cccc and does not have it"],
  [403, "it denies access without a login"],
])("a record that is answered with %i is missing, and its package is not clean", async (status, reason) => {
  service.instead = ({ path }, response) =>
    path.includes("GHSA") && Boolean(response.writeHead(status).end());
  const answers = await ask(["mortar 2.0", "brick 1.0"]);
  expect(answers.lackOf(releaseOf("mortar 2.0"))).toBe(reason);
  expect(answers.lackOf(releaseOf("brick 1.0"))).toBeNull();
});

it("a record of another id is none", async () => {
  service.instead = ({ path }, response) =>
    path.includes("GHSA") && Boolean(response.writeHead(200).end('{"id":"PYSEC-1"}'));
  const answers = await ask(["mortar 2.0"]);
  expect(answers.lackOf(releaseOf("mortar 2.0"))).toBe("its record of GHSA-aaaa-bbbb-cccc cannot be read");
});

it("tells names to no place that it is sent to", async () => {
  const other = await loopbackOsv([]);
  service.instead = (_, response) =>
    Boolean(response.writeHead(307, { location: `${other.url}v1/querybatch` }).end());
  const answers = await ask(["mortar 2.0"], { authorization: "Basic canary" });
  expect(other.requests).toEqual([]);
  expect(answers.lackOf(releaseOf("mortar 2.0"))).toMatch(/^it redirects elsewhere/);
  await other.close();
});

it("asks for all records where a version is none by PEP 440", async () => {
  await ask(["brick 1.0-custom+x+y"]);
  expect(service.told()).toEqual(["brick"]);
});

it("sends its login, and stops asking for records after ten failures", async () => {
  service.records = Array.from({ length: 40 }, (_, at) => record(`PYSEC-2020-${at}`, "brick", ["1.0"]));
  service.instead = ({ path }, response) => path.includes("vulns") && Boolean(response.writeHead(401).end());
  const answers = await ask(["brick 1.0"], { authorization: "Basic canary" });
  expect(service.requests.map(({ headers }) => headers.authorization)).toContain("Basic canary");
  expect(service.requests.length).toBeLessThan(20);
  expect(answers.lackOf(releaseOf("brick 1.0"))).toBe(
    "it denies access with the login that is configured for it",
  );
});
