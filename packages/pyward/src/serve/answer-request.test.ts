import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readZip } from "../archive/zip/read-zip.ts";
import { sizeOf, type ServedRequest } from "./answer.ts";
import { answerRequest } from "./answer-request.ts";
import { get, NOW, post, record, serve, stateOf } from "./example-served.ts";

const MALICIOUS = { ...record({ id: "MAL-2026-1", package: "bad" }), withdrawn: "2026-07-02T00:00:00Z" };
const BOTH = {
  ...record({ id: "GHSA-aaaa-bbbb-cccc", modified: "2026-07-03T00:00:00Z" }),
  affected: [
    { package: { ecosystem: "PyPI", name: "foo" }, versions: ["1"] },
    { package: { ecosystem: "npm", name: "foo" }, versions: ["1"] },
  ],
};
const RECORDS = [
  record({ id: "PYSEC-2026-2", aliases: ["CVE-2026-9", "GHSA-aaaa-bbbb-cccc"] }),
  MALICIOUS,
  BOTH,
  record({ id: "../../etc/passwd" }),
];
const served = await serve(RECORDS);

function ask(request: ServedRequest, state = stateOf(served)) {
  const answer = answerRequest(request, state);
  return { ...answer, body: Buffer.concat(answer.parts) };
}

function json(request: ServedRequest) {
  const { status, body } = ask(request);
  return { status, body: JSON.parse(body.toString()) };
}

async function membersOf(bytes: Uint8Array): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  const limits = { maxEntries: 100_000, maxFile: 1e6, maxTotal: 1e9 };
  for await (const member of readZip(bytes, () => true, limits))
    found[member.path] =
      member.kind === "file" ? JSON.parse(Buffer.from(member.bytes).toString()) : member.reason;
  return found;
}

describe("GET /v1/vulns/{id}", () => {
  test("a record as it is, withdrawn ones too", () => {
    expect(json(get("/v1/vulns/PYSEC-2026-2"))).toEqual({ status: 200, body: RECORDS[0] });
    expect(json(get("/v1/vulns/MAL-2026-1"))).toEqual({ status: 200, body: MALICIOUS });
  });

  test.each([
    ["CVE-2026-9", "Vulnerability not found, but the following aliases were: PYSEC-2026-2"],
    ["pysec-2026-2", "Vulnerability not found, but the following aliases were: PYSEC-2026-2"],
    [
      "ghsa-AAAA-bbbb-cccc",
      "Vulnerability not found, but the following aliases were: GHSA-aaaa-bbbb-cccc PYSEC-2026-2",
    ],
    ["CVE-2026-1", "Vulnerability not found."],
    ["..%2F..%2Fetc%2Fpasswd", "Vulnerability not found."],
  ])("%s is not found", (id, message) => {
    expect(json(get(`/v1/vulns/${id}`))).toEqual({ status: 404, body: { code: 5, message } });
  });

  test("an id that is too long", () => {
    expect(json(get(`/v1/vulns/${"x".repeat(101)}`)).body).toEqual({ code: 3, message: "ID too long" });
  });
});

describe("the files of the bucket", () => {
  test.each(["", "/osv-vulnerabilities"])("%s/PyPI/all.zip", async (prefix) => {
    const { status, headers, body } = ask(get(`${prefix}/PyPI/all.zip`));
    expect([status, headers["content-type"], headers["accept-ranges"]]).toEqual([
      200,
      "application/zip",
      "bytes",
    ]);
    expect(await membersOf(body)).toEqual({
      "GHSA-aaaa-bbbb-cccc.json": BOTH,
      "MAL-2026-1.json": MALICIOUS,
      "PYSEC-2026-2.json": RECORDS[0],
    });
  });

  test("of each ecosystem, and of all", async () => {
    expect(ask(get("/ecosystems.txt")).body.toString()).toBe("PyPI\nnpm\n");
    expect(Object.keys(await membersOf(ask(get("/npm/all.zip")).body))).toEqual(["GHSA-aaaa-bbbb-cccc.json"]);
    expect(Object.keys(await membersOf(ask(get("/all.zip")).body))).toHaveLength(3);
    expect(ask(get("/Go/all.zip")).status).toBe(404);
  });

  test("modified_id.csv is newest first", () => {
    expect(ask(get("/PyPI/modified_id.csv")).body.toString()).toBe(
      "2026-07-03T00:00:00Z,GHSA-aaaa-bbbb-cccc\n" +
        "2026-07-01T10:00:00.123456Z,MAL-2026-1\n2026-07-01T10:00:00.123456Z,PYSEC-2026-2\n",
    );
    expect(ask(get("/modified_id.csv")).body.toString().split("\n").slice(0, 2)).toEqual([
      "2026-07-03T00:00:00Z,PyPI/GHSA-aaaa-bbbb-cccc",
      "2026-07-03T00:00:00Z,npm/GHSA-aaaa-bbbb-cccc",
    ]);
  });

  test("one record", () => {
    expect(json(get("/PyPI/PYSEC-2026-2.json"))).toEqual({ status: 200, body: RECORDS[0] });
    expect(json(get("/npm/PYSEC-2026-2.json")).status).toBe(404);
    expect(json(get("/PyPI/..%2F..%2Fetc%2Fpasswd.json")).status).toBe(404);
  });

  test("what Google's storage says of a file", () => {
    expect(ask(get("/PyPI/all.zip")).headers["x-goog-hash"]).toMatch(
      /^crc32c=[A-Za-z0-9+/]{6}==, md5=[A-Za-z0-9+/]{22}==$/,
    );
  });
});

describe("what HTTP makes of it", () => {
  const zip = ask(get("/PyPI/all.zip"));
  const size = zip.body.length;

  test("HEAD", () => {
    const head = ask({ ...get("/PyPI/all.zip"), method: "HEAD" });
    expect(head.headers).toEqual(zip.headers);
    expect([head.status, head.body.length, head.headers["content-length"]]).toEqual([200, 0, String(size)]);
  });

  test.each(["/PyPI/all.zip", "/v1/vulns/PYSEC-2026-2", "/PyPI/modified_id.csv"])("304 of %s", (path) => {
    const { headers } = ask(get(path));
    const etag = headers["etag"] ?? "";
    for (const known of [etag, `"other", W/${etag}`, "*", etag.replace(/"$/, '-gzip"')]) {
      const again = ask(get(path, { "if-none-match": known }));
      expect([again.status, again.body.length, again.headers["etag"]]).toEqual([304, 0, etag]);
    }
    expect(ask(get(path, { "if-none-match": '"other"' })).status).toBe(200);
  });

  test.each([
    ["bytes=0-3", "0-3", 0, 4],
    ["bytes=10-", `10-${size - 1}`, 10, size],
    ["bytes=-5", `${size - 5}-${size - 1}`, size - 5, size],
    ["bytes=5-99999999", `5-${size - 1}`, 5, size],
  ])("range %s", (range, shown, start, end) => {
    const cut = ask(get("/PyPI/all.zip", { range }));
    expect([cut.status, cut.headers["content-range"]]).toEqual([206, `bytes ${shown}/${size}`]);
    expect(cut.body.equals(zip.body.subarray(start, end))).toBe(true);
    expect(cut.headers["content-length"]).toBe(String(end - start));
  });

  test("ranges that are none", () => {
    expect(ask(get("/PyPI/all.zip", { range: `bytes=${size}-` })).status).toBe(416);
    for (const range of ["bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=-", "bytes=0-1,3-4"])
      expect(ask(get("/PyPI/all.zip", { range })).status).toBe(200);
    expect(ask(get("/PyPI/all.zip", { range: "bytes=0-3", "if-range": '"old"' })).status).toBe(200);
    expect(ask(get("/v1/vulns/PYSEC-2026-2", { range: "bytes=0-3" })).status).toBe(200);
  });

  test("gzip where it is asked for", async () => {
    const many = await serve(Array.from({ length: 100 }, (_, at) => record({ id: `PYSEC-2026-${at}` })));
    const state = stateOf(many);
    const plain = ask(get("/PyPI/modified_id.csv"), state);
    const packed = ask(get("/PyPI/modified_id.csv", { "accept-encoding": "br, gzip;q=0.5" }), state);
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers["vary"]).toBe("accept-encoding");
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(packed.headers["etag"]).not.toBe(plain.headers["etag"]);
    expect(packed.headers["content-length"]).toBe(String(packed.body.length));
    for (const encoding of ["gzip;q=0", "br", "gzip; q=0.00"])
      expect(
        ask(get("/PyPI/modified_id.csv", { "accept-encoding": encoding }), state).headers["content-encoding"],
      ).toBe(undefined);
  });

  test.each([
    ["GET", "/v1/querybatch", 405],
    ["DELETE", "/v1/vulns/PYSEC-2026-2", 405],
    ["POST", "/health", 405],
    ["GET", "/v1/determineversion", 501],
    ["GET", "/v2/query", 404],
    ["GET", "/v1/vulns/", 404],
    ["GET", "/%zz", 404],
    ["GET", "*", 404],
    ["GET", "http://mirror.example/v1/vulns/PYSEC-2026-2?x=1", 200],
    ["GET", "/", 200],
  ])("%s %s: %i", (method, target, status) => {
    expect(ask({ ...get(target), method }).status).toBe(status);
  });
});

describe("/health and /metrics", () => {
  test("what is served", () => {
    expect(json(get("/health"))).toMatchObject({
      status: 200,
      body: {
        status: "ok",
        reason: null,
        server: "pyward/1.2.3",
        database: {
          id: served.index.info.id,
          origin: "file",
          modified: "2026-07-03T00:00:00Z",
          ageDays: 21,
          advisories: 4,
          withdrawn: 1,
          holds: "records",
          leftOut: 1,
        },
      },
    });
  });

  test("503 where it is too old, or not there", () => {
    const old = ask(get("/health"), { ...stateOf(served), maxAge: 20 });
    expect([old.status, JSON.parse(old.body.toString()).reason]).toEqual([
      503,
      "the database is 21 days old",
    ]);
    const none = ask(get("/health"), { ...stateOf(null), failure: "damaged" });
    expect([none.status, JSON.parse(none.body.toString()).failure]).toEqual([503, "damaged"]);
    expect(ask(get("/health"), { ...stateOf(served), maxAge: 21 }).status).toBe(200);
  });

  test("metrics are Prometheus' text", () => {
    const { headers, body } = ask(get("/metrics"), { ...stateOf(served), now: NOW });
    expect(headers["content-type"]).toBe("text/plain; version=0.0.4; charset=utf-8");
    const lines = body.toString().trimEnd().split("\n");
    expect(lines).toContain("pyward_database_age_days 21");
    expect(lines).toContain("pyward_up 1");
    for (const line of lines)
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) [a-z_]+ .+|[a-z_]+(?:\{[^{}]*\})? -?[0-9.e+-]+)$/);
  });
});

test("a request has as many answers as it likes, all the same", () => {
  const request = post("/v1/query", { package: { name: "foo.bar" } });
  expect(sizeOf(ask(request))).toBeGreaterThan(0);
  expect(ask(request)).toEqual(ask(request));
});
