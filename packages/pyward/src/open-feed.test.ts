import { afterEach, beforeEach, expect, it } from "vitest";
import { loopbackOsv, type LoopbackOsv } from "../../../test/loopback-osv.ts";
import { KEEPS_NOTHING, SILENT } from "./host/index.ts";
import { nodeHttp } from "./host/node/http.ts";
import { PywardError } from "./model/index.ts";
import { openIndexJson, openOsvService } from "./open-feed.ts";
import { normalizeName } from "./python/index.ts";

let service: LoopbackOsv;
beforeEach(async () => {
  service = await loopbackOsv([]);
});
afterEach(() => service.close());

const MINE = { user: "me", password: "canary:ä" };
const basic = (text: string): string => `Basic ${Buffer.from(text).toString("base64")}`;

function access(login: typeof MINE | null = null) {
  return {
    http: { ...nodeHttp({}), pause: () => Promise.resolve() },
    kept: KEEPS_NOTHING,
    patience: { budget: 60_000, elapsed: () => 0, random: () => 0 },
    progress: SILENT,
    login: (host: string) => (host === "127.0.0.1" ? login : null),
  };
}

const releases = [{ name: normalizeName("brick"), version: "1.0" }];
const toldLogin = (): unknown => service.requests.map(({ headers }) => headers.authorization);

it("tells the service the login of netrc, or the one of its address", async () => {
  await openOsvService(service.url, access(MINE)).ask(releases);
  expect(toldLogin()).toEqual([basic("me:canary:ä")]);
  service.requests.length = 0;
  await openOsvService(service.url.replace("//", "//you:s%2Fx@"), access(MINE)).ask(releases);
  expect(toldLogin()).toEqual([basic("you:s/x")]);
  service.requests.length = 0;
  await openOsvService(service.url, access()).ask(releases);
  expect(toldLogin()).toEqual([undefined]);
});

it("never shows a login", () => {
  const feed = openOsvService("https://me:canary@osv.example/base", access());
  expect(JSON.stringify(feed)).not.toContain("canary");
  expect(feed.host).toBe("osv.example");
});

it.each(["ftp://me:canary@osv.example/", "me:canary@osv.example", "http://me:canary@osv.example/", "canary"])(
  "refuses %s without repeating it",
  (text) => {
    const open = (): unknown => openOsvService(text, access());
    expect(open).toThrow(PywardError);
    expect(open).not.toThrow(/canary/);
  },
);

it("asks below the path of an address", async () => {
  await openOsvService(`${service.url}team/osv?x#y`, access()).ask(releases);
  expect(service.requests.map(({ path }) => path)).toEqual(["/team/osv/v1/querybatch"]);
});

it.each([
  ["simple/", "pypi/"],
  ["api/pypi/all/simple", "api/pypi/all/pypi/"],
  ["root/dev/+simple/", "root/dev/pypi/"],
  ["packages/", "packages/pypi/"],
])("the JSON API of an index at %s is at %s", async (path, below) => {
  const sources = {
    indexUrl: `${service.url}${path}`,
    extraIndexUrls: [],
    trustedUrls: [],
    environment: {},
    pip: [],
    uv: null,
  };
  await openIndexJson(sources, access()).ask(releases);
  expect(service.requests.map((one) => one.path)).toEqual([`/${below}brick/1.0/json`]);
});
