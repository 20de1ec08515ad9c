// Whom the client of package indexes asks, what it tells them, and what it keeps: over indexes on this machine.
import type { ServerResponse } from "node:http";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listedSdist, loopbackIndex, type LoopbackIndex } from "../../../test/loopback-index.ts";
import { KEEPS_NOTHING, type Http, type KeptBytes } from "./host/index.ts";
import { cacheDirectory } from "./host/node/cache-directory.ts";
import { nodeHttp, PATIENCE } from "./host/node/http.ts";
import type { AddressLookup } from "./host/node/public-only.ts";
import { PywardError } from "./model/index.ts";
import { openPackageIndexes } from "./open-package-indexes.ts";
import type { FoundProject } from "./package-index/open-indexes.ts";
import type { IndexSources } from "./package-index/settings.ts";
import { normalizeName } from "./python/index.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const BRICK = normalizeName("brick");
let one: LoopbackIndex;
let other: LoopbackIndex;
let folder: string;

beforeEach(async () => {
  [one, other] = [await loopbackIndex(), await loopbackIndex()];
  folder = mkdtempSync(join(tmpdir(), "pyward-index-"));
});

afterEach(async () => {
  await Promise.all([one.close(), other.close()]);
  rmSync(folder, { recursive: true });
});

interface Asking {
  readonly sources?: Partial<IndexSources>;
  readonly kept?: KeptBytes;
  readonly isOffline?: boolean;
  readonly now?: Date;
  readonly usual?: string | null;
  readonly source?: string | null;
  readonly http?: Http;
}

async function ask({
  sources,
  kept = KEEPS_NOTHING,
  isOffline = false,
  now = NOW,
  usual = null,
  source = null,
  http = { ...nodeHttp({}), pause: async () => undefined },
}: Asking = {}): Promise<FoundProject> {
  const named = {
    indexUrl: null,
    extraIndexUrls: [],
    trustedUrls: [],
    environment: {},
    pip: [],
    uv: null,
    ...sources,
  };
  const indexes = openPackageIndexes(named, { http, kept, now, isOffline }, usual);
  if (indexes === null) throw new Error("no index");
  const place = indexes.place(source);
  if (place === null) throw new Error("not asked");
  return indexes.project(BRICK, place);
}

const only = (index: LoopbackIndex): Partial<IndexSources> => ({ indexUrl: index.url });
const versionsOf = (found: FoundProject): unknown =>
  found.kind === "found" ? found.pages.map(({ versions }) => versions) : found;

describe("which indexes are asked", () => {
  beforeEach(() => {
    one.set("/simple/brick/", { files: [listedSdist("brick", "1.0")] });
    other.set("/simple/brick/", { files: [listedSdist("brick", "2.0")] });
  });

  it("pip's: all, the environment before its files", async () => {
    const pip = [`[global]\nindex-url = http://index.example/simple\nextra-index-url =\n    ${other.url}\n`];
    const environment = { PIP_INDEX_URL: one.url };
    expect(versionsOf(await ask({ sources: { pip, environment } }))).toEqual([["1.0"], ["2.0"]]);
  });

  it("uv's: the first that has it, the default one last", async () => {
    const environment = { UV_INDEX: `corp=${other.url}`, UV_DEFAULT_INDEX: one.url };
    expect(versionsOf(await ask({ sources: { environment } }))).toEqual([["2.0"]]);
    const uv = `[[index]]\nname = "a"\nurl = "${one.url}"\ndefault = true\n[[index]]\nname = "b"\nurl = "${other.url}"\nexplicit = true\n`;
    expect(versionsOf(await ask({ sources: { uv } }))).toEqual([["1.0"]]);
  });

  it("the default one, where nothing stands in its place", async () => {
    const asked = async (sources: Partial<IndexSources>): Promise<unknown> =>
      versionsOf(await ask({ sources, usual: one.url }));
    expect(await asked({})).toEqual([["1.0"]]);
    expect(await asked({ extraIndexUrls: [other.url] })).toEqual([["1.0"], ["2.0"]]);
    expect(await asked({ indexUrl: other.url })).toEqual([["2.0"]]);
    expect(await asked({ environment: { PIP_INDEX_URL: other.url } })).toEqual([["2.0"]]);
    expect(await asked({ pip: [`[global]\nextra-index-url = ${other.url}\n`] })).toEqual([["1.0"], ["2.0"]]);
    expect(await asked({ environment: { UV_INDEX: other.url } })).toEqual([["2.0"]]);
    expect(await asked({ uv: `index-url = "${other.url}"\n` })).toEqual([["2.0"]]);
    const none = [{ environment: { PIP_NO_INDEX: "1" } }, { uv: "no-index = true\n" }];
    for (const sources of [...none, { pip: ["[install]\nno-index = yes\n"] }])
      await expect(asked(sources)).rejects.toThrow("no index");
  });

  it("the one that a package comes from, alone: explicit and trusted ones are asked about nothing else", async () => {
    const uv = `[[index]]\nurl = "${other.url}"\nexplicit = true\n`;
    for (const sources of [{ ...only(one), trustedUrls: [other.url] }, { uv }]) {
      const from = async (source: string | null): Promise<unknown> => {
        const found = await ask({ sources, source, usual: one.url });
        return versionsOf(found);
      };
      expect(await from(null)).toEqual([["1.0"]]);
      expect(await from(other.url.slice(0, -1))).toEqual([["2.0"]]);
      // Its default index, for which the user's stands.
      expect(await from(new URL("/other/", one.url).href)).toEqual([["1.0"]]);
      for (const elsewhere of [`${other.url}?a=1`, `${other.url}../admin/`, "http://index.example/", "${A}"])
        await expect(from(elsewhere)).rejects.toThrow("not asked");
    }
  });

  it("those of the command line in place of all others", async () => {
    const environment = { PIP_INDEX_URL: "http://index.example/", UV_INDEX: "http://uv.example/" };
    expect(versionsOf(await ask({ sources: { ...only(one), environment } }))).toEqual([["1.0"]]);
    expect(other.requests).toEqual([]);
  });

  it("an address that is none is an error that does not repeat it", async () => {
    const failing = ask({ sources: { environment: { PIP_INDEX_URL: "me:secret@index" } } });
    await expect(failing).rejects.toThrow(PywardError);
    await expect(failing).rejects.not.toThrow(/secret/);
  });
});

describe("trust", () => {
  const to = (location: string) => (_: unknown, response: ServerResponse) =>
    void response.writeHead(302, { location }).end();

  it.each([
    ["localhost", (port: string) => `http://localhost:${port}/simple/brick/`],
    ["::ffff:127.0.0.1", (port: string) => `http://[::ffff:127.0.0.1]:${port}/simple/brick/`],
    ["2130706434", (port: string) => `http://2130706434:${port}/simple/brick/`],
    ["0177.0.0.2", (port: string) => `http://0177.0.0.2:${port}/simple/brick/`],
    ["169.254.169.254", () => "http://169.254.169.254/latest/meta-data/"],
  ])("a redirection to %s is not followed", async (_, address) => {
    other.set("/simple/brick/", { files: [] });
    one.set("/simple/brick/", to(address(new URL(other.url).port)));
    expect(await ask({ sources: only(one) })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("private network"),
    });
    expect(other.requests).toEqual([]);
  });

  it("nor one to a name that resolves to this machine", async () => {
    other.set("/simple/brick/", { files: [] });
    one.set("/simple/brick/", to(`http://files.example:${new URL(other.url).port}/simple/brick/`));
    const here: AddressLookup = (_, _options, callback) =>
      callback(null, [{ address: "127.0.0.1", family: 4 }]);
    const http = { ...nodeHttp({}, PATIENCE, here), pause: async () => undefined };
    expect(await ask({ sources: only(one), http })).toMatchObject({
      reason: expect.stringContaining("private network"),
    });
    expect(other.requests).toEqual([]);
  });

  it("no variable of an audited file is ever put into a request", async () => {
    // uv and pip expand them in their own settings; here they are what somebody wrote into a lock.
    process.env["PYWARD_CANARY"] = "canary";
    const written = ["${PYWARD_CANARY}", "$PYWARD_CANARY", "%PYWARD_CANARY%"];
    for (const text of written) {
      const trustedUrls = [`${one.url}${text}/`];
      const source = `${one.url.replace("//", `//${text}@`)}${text}`;
      await ask({ sources: { ...only(other), trustedUrls }, source });
    }
    delete process.env["PYWARD_CANARY"];
    expect(one.requests).toHaveLength(3);
    expect(JSON.stringify([one.requests, other.requests])).not.toContain("canary");
    expect(one.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it("nor to another scheme, nor for ever", async () => {
    one.set("/simple/brick/", to("file:///etc/passwd"));
    expect(await ask({ sources: only(one) })).toMatchObject({ kind: "failed" });
    one.set("/simple/brick/", to("/simple/brick/"));
    expect(await ask({ sources: only(one) })).toMatchObject({ reason: expect.stringContaining("too often") });
  });

  it("a login stays on its origin", async () => {
    const url = one.url.replace("//", "//me:s%2Fcret@");
    one.set("/simple/brick/", to(`${other.url}brick/`));
    other.set("/simple/brick/", { files: [] });
    await ask({ sources: { indexUrl: url } });
    const expected = `Basic ${Buffer.from("me:s/cret").toString("base64")}`;
    expect(one.requests.map(({ headers }) => headers.authorization)).toEqual([expected]);
    expect(other.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it("a login of netrc is for its host, where the address has none", async () => {
    const login = (host: string) => (host === "127.0.0.1" ? { user: "me", password: "p" } : null);
    await ask({ sources: { ...only(one), login } });
    await ask({ sources: { indexUrl: one.url.replace("//", "//you:q@"), login } });
    const sent = one.requests.map(({ headers }) => headers.authorization?.slice(6) ?? "");
    expect(sent.map((text) => Buffer.from(text, "base64").toString())).toEqual(["me:p", "you:q"]);
  });

  it("a login is in nothing that is shown or kept", async () => {
    one.set("/simple/brick/", { files: [listedSdist("brick", "1.0")] });
    const indexUrl = one.url.replace("//", "//me:canary@");
    const found = await ask({ sources: { indexUrl }, kept: cacheDirectory(folder) });
    expect(JSON.stringify(found)).not.toContain("canary");
    expect(
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), "utf8"))
        .join(""),
    ).not.toContain("canary");
  });
});

describe("hostile and broken answers", () => {
  it.each([
    ["a status", 500, "text/html", "no"],
    ["another type", 200, "text/plain", "{}"],
    ["no JSON", 200, "application/json", "{"],
    ["a packed bomb", 200, "text/html", gzipSync(Buffer.alloc(100_000_000))],
    ["what is not packed", 200, "text/html", Buffer.from([0x1f, 0x8b, 8, 1, 2])],
  ] as const)("%s is a failure", async (_, status, type, body) => {
    const packed = typeof body === "string" ? {} : { "content-encoding": "gzip" };
    one.set("/simple/brick/", (_request, response) =>
      response.writeHead(status, { "content-type": type, ...packed }).end(body),
    );
    expect(await ask({ sources: only(one) })).toMatchObject({ kind: "failed" });
  });

  it("a missing project is none, and an index that fails leaves it open", async () => {
    expect(await ask({ sources: only(one) })).toEqual({ kind: "not-found" });
    other.set("/simple/brick/", (_request, response) => response.writeHead(403).end());
    const sources = { indexUrl: one.url, extraIndexUrls: [other.url] };
    expect(await ask({ sources })).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("denies access"),
    });
  });
});

describe("what is kept", () => {
  it("is asked for again with its tag, used offline, and where nobody answers", async () => {
    const kept = cacheDirectory(folder);
    one.set("/simple/brick/", { files: [listedSdist("brick", "1.0")] });
    await ask({ sources: only(one), kept });
    one.set("/simple/brick/", (_request, response) => response.writeHead(304).end());
    expect(await ask({ sources: only(one), kept })).toMatchObject({ kind: "found", since: null });
    expect(one.requests.at(-1)?.headers["if-none-match"]).toBe('"1"');
    expect(await ask({ sources: only(one), kept, isOffline: true })).toMatchObject({
      since: NOW.toISOString(),
    });
    expect(one.requests).toHaveLength(2);
    one.set("/simple/brick/", (request) => void request);
    await one.close();
    expect(await ask({ sources: only(one), kept })).toMatchObject({
      kind: "found",
      since: NOW.toISOString(),
    });
    one = await loopbackIndex();
  });

  it("counts as none where it was changed, or nothing was", async () => {
    const kept = cacheDirectory(folder);
    one.set("/simple/brick/", { files: [listedSdist("brick", "1.0")] });
    await ask({ sources: only(one), kept });
    const [name = ""] = readdirSync(folder);
    const text = readFileSync(join(folder, name), "utf8");
    writeFileSync(join(folder, name), text.replace("1.0.tar", "6.6.tar"));
    expect(await ask({ sources: only(one), kept, isOffline: true })).toMatchObject({ kind: "failed" });
  });

  it("is also that a project is missing, until it is there", async () => {
    const kept = cacheDirectory(folder);
    for (const isOffline of [false, true])
      expect(await ask({ sources: only(one), kept, isOffline })).toEqual({ kind: "not-found" });
    expect(one.requests).toHaveLength(1);
    one.set("/simple/brick/", { files: [listedSdist("brick", "1.0")] });
    expect(await ask({ sources: only(one), kept })).toMatchObject({ kind: "found" });
    expect(one.requests[1]?.headers["if-none-match"]).toBe(undefined);
  });

  it("is new as long as the index says", async () => {
    const kept = cacheDirectory(folder);
    const headers = { "content-type": "text/html", "cache-control": "max-age=600" };
    one.set("/simple/brick/", (_request, response) =>
      response.writeHead(200, headers).end("<a href=brick-1.tar.gz>"),
    );
    for (const seconds of [0, 599, 601])
      await ask({ sources: only(one), kept, now: new Date(NOW.getTime() + seconds * 1000) });
    expect(one.requests).toHaveLength(2);
  });
});
