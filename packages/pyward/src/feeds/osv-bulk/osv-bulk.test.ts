import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { HttpFailure, SILENT, type Http, type HttpResponse } from "../../host/index.ts";
import type { FeedState } from "../../model/index.ts";
import type { PullRequest, PullResult } from "../shared/pull.ts";
import { osvBulk } from "./index.ts";
import { changedIn, parseModifiedIds } from "./modified-ids.ts";

const NOW = new Date("2026-07-24T12:00:00Z");
const STATE: FeedState = {
  feed: "osv-bulk",
  url: "https://osv.example/",
  etag: '"old"',
  lastReconcile: "2026-07-23T00:00:00Z",
  lastUpdate: "2026-07-23T00:00:00Z",
};

type Answer = {
  status?: number;
  body?: Uint8Array | string;
  breaksAt?: number;
  headers?: Record<string, string>;
};

/** Answers in turn by path; remembers what it was asked. */
function server(answers: Readonly<Record<string, readonly Answer[]>>) {
  const asked: string[] = [];
  const left = new Map(Object.entries(answers).map(([path, list]) => [path, [...list]]));
  const http: Http = {
    send: async ({ url, headers }): Promise<HttpResponse> => {
      asked.push([url.pathname, headers["range"] ?? headers["if-none-match"] ?? ""].join(" ").trim());
      const list = left.get(url.pathname) ?? [];
      const answer = (list.length > 1 ? list.shift() : list[0]) ?? { status: 404 };
      const body = Buffer.from(answer.body ?? "");
      const header = (name: string): string | null => answer.headers?.[name] ?? null;
      const { breaksAt } = answer;
      const pieces = async function* (): AsyncGenerator<Uint8Array> {
        yield body.subarray(0, breaksAt ?? body.length);
        if (breaksAt !== undefined) throw new HttpFailure("the connection was broken off", true);
      };
      return { status: answer.status ?? 200, header, body: pieces(), discard: () => undefined };
    },
    pause: async () => undefined,
  };
  return { http, asked };
}

function pull(http: Http, more: Partial<PullRequest> = {}): Promise<PullResult> {
  const known = new Map([
    ["A-1", "2026-01-01T00:00:00Z"],
    ["A-2", "2027-05-05T00:00:00Z"],
  ]);
  const url = new URL("https://osv.example/");
  const rest = { authorization: null, known, now: NOW, isFull: false, progress: SILENT };
  return osvBulk.pull({ http, url, state: STATE, ...rest, ...more });
}

async function zipOf(records: readonly object[]): Promise<Buffer> {
  const { ZipWriter, Uint8ArrayWriter, TextReader, configure } = await import("@zip.js/zip.js");
  configure({ useWebWorkers: false });
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [at, record] of records.entries())
    await writer.add(`${at}.json`, new TextReader(JSON.stringify(record)));
  return Buffer.from(await writer.close());
}

const LIST = "/PyPI/modified_id.csv";
const ZIP = "/PyPI/all.zip";
/** What `known` has. */
const LISTED = "2026-01-01T00:00:00Z,A-1\n2027-05-05T00:00:00Z,A-2\n";

describe("an increment", () => {
  it("compares every time, be it earlier, later or in the future", async () => {
    const { http, asked } = server({
      [LIST]: [
        { body: "2027-05-05T00:00:00.5Z,A-2\n2025-01-01T00:00:00Z,A-1\n2025-01-01T00:00:00Z,MAL-3\n" },
      ],
      "/PyPI/A-1.json": [{ body: '{"id":"A-1"}' }],
      "/PyPI/MAL-3.json": [{ body: '{"id":"MAL-3"}' }],
    });
    const pulled = await pull(http);
    expect(pulled.kind === "changes" && pulled.records.map(({ listed }) => listed)).toEqual([
      "2025-01-01T00:00:00Z",
      "2025-01-01T00:00:00Z",
    ]);
    expect(asked.toSorted()).toEqual(["/PyPI/A-1.json", "/PyPI/MAL-3.json", LIST]);
    expect(pulled.state).toMatchObject({
      lastUpdate: "2026-07-24T12:00:00Z",
      lastReconcile: STATE.lastReconcile,
    });
  });

  it.each([
    ["a page", "<html>log in</html>"],
    ["a line that was cut off", "2026-01-01T00:00:00Z,A-1\n2026-01-01T00:00"],
    ["a path for an id", "2026-01-01T00:00:00Z,../../A-1\n"],
    ["nothing", ""],
  ])("refuses %s for a list", async (_, body) => {
    await expect(pull(server({ [LIST]: [{ body }] }).http)).rejects.toMatchObject({ code: "cannot-fetch" });
  });

  it("fails as a whole where one record is another or missing", async () => {
    const list = { [LIST]: [{ body: "2026-01-01T00:00:00Z,A-1\n2026-01-01T00:00:00Z,A-2\n" }] };
    const wrong = server({ ...list, "/PyPI/A-2.json": [{ body: '{"id":"A-1"}' }] });
    await expect(pull(wrong.http)).rejects.toMatchObject({ code: "cannot-fetch" });
    await expect(pull(server(list).http)).rejects.toMatchObject({ code: "cannot-fetch" });
  });

  it("does not believe a list of a few of the records", async () => {
    const known = new Map(Array.from({ length: 10 }, (_, at) => [`A-${at}`, "2026-01-01T00:00:00Z"]));
    const { http } = server({ [LIST]: [{ body: "2026-01-01T00:00:00Z,A-1\n" }] });
    await expect(pull(http, { known })).rejects.toMatchObject({ code: "cannot-fetch" });
  });
});

describe("everything", () => {
  it.each([
    ["a week has passed", { now: new Date("2026-07-30T00:00:00Z") }],
    ["the last one lies in the future", { now: new Date("2026-07-01T00:00:00Z") }],
    ["it is asked for", { isFull: true }],
    ["there is no state", { state: null }],
  ])("is fetched where %s", async (_, more) => {
    const { http } = server({ [ZIP]: [{ body: await zipOf([{ id: "A-1" }, { id: "A-2" }]) }] });
    const pulled = await pull(http, more);
    expect(pulled.kind).toBe("whole");
    if (pulled.kind !== "whole") return;
    const files: string[] = [];
    for await (const { raw } of pulled.records) files.push(raw.file);
    expect(files).toEqual(["0.json", "1.json"]);
  });

  it("is not sent again where it is the same; then the list says what is new besides", async () => {
    const same = { [ZIP]: [{ status: 304 }], [LIST]: [{ body: LISTED }] };
    const state = { etag: '"old"', lastReconcile: "2026-07-24T12:00:00Z" };
    const nothing = server(same);
    expect(await pull(nothing.http, { isFull: true })).toMatchObject({ kind: "unchanged", state });
    expect(nothing.asked).toEqual([`${ZIP} "old"`, LIST]);
    const news = server({
      ...same,
      [LIST]: [{ body: `${LISTED}2026-07-24T00:00:00Z,A-3\n` }],
      "/PyPI/A-3.json": [{ body: '{"id":"A-3"}' }],
    });
    const later = new Date("2026-08-24T12:00:00Z");
    expect(await pull(news.http, { now: later })).toMatchObject({
      kind: "changes",
      records: [{ listed: "2026-07-24T00:00:00Z" }],
    });
    const cut = server({ ...same, [LIST]: [{ body: "2026-01-01" }] });
    await expect(pull(cut.http, { isFull: true })).rejects.toMatchObject({ code: "cannot-fetch" });
  });

  it("goes on where it broke off, if it is still the same", async () => {
    const body = await zipOf([{ id: "A-1" }]);
    const md5 = createHash("md5").update(body).digest("base64");
    const headers = {
      etag: '"e"',
      "x-goog-hash": `crc32c=AAAAAA==, md5=${md5}`,
      "content-length": `${body.length}`,
    };
    const rest = {
      status: 206,
      body: body.subarray(20),
      headers: { etag: '"e"', "content-range": `bytes 20-${body.length - 1}/${body.length}` },
    };
    const good = server({ [ZIP]: [{ body, headers, breaksAt: 20 }, rest] });
    expect((await pull(good.http, { isFull: true })).kind).toBe("whole");
    expect(good.asked[1]).toBe(`${ZIP} bytes=20-`);
    const changed = server({
      [ZIP]: [
        { body, headers, breaksAt: 20 },
        { body, headers },
      ],
    });
    await expect(pull(changed.http, { isFull: true })).rejects.toMatchObject({ code: "cannot-fetch" });
  });

  it("is refused where its digest or length does not fit, or it is no zip", async () => {
    const body = await zipOf([{ id: "A-1" }]);
    for (const headers of [{ "x-goog-hash": "md5=AAAAAAAAAAAAAAAAAAAAAA==" }, { "content-length": "7" }])
      await expect(pull(server({ [ZIP]: [{ body, headers }] }).http, { isFull: true })).rejects.toMatchObject(
        {
          code: "cannot-fetch",
        },
      );
    await expect(
      pull(server({ [ZIP]: [{ body: "<html></html>" }] }).http, { isFull: true }),
    ).rejects.toMatchObject({
      code: "cannot-fetch",
    });
  });
});

describe("the list of changes", () => {
  it("knows both forms of a line, and gives changes in the order of ids", () => {
    const listed = parseModifiedIds("2026-01-02T00:00:00.123456Z,PyPI/B-1\r\n2026-01-01T00:00:00Z,A-1\n");
    expect([...(listed ?? [])]).toEqual([
      ["B-1", "2026-01-02T00:00:00Z"],
      ["A-1", "2026-01-01T00:00:00Z"],
    ]);
    expect(changedIn(listed ?? new Map(), new Map()).map(({ id }) => id)).toEqual(["A-1", "B-1"]);
  });
});
