import { describe, expect, test } from "vitest";
import { answerRequest } from "./answer-request.ts";
import { get, post, record, serve, stateOf } from "./example-served.ts";
import type { Served } from "./served.ts";

const RECORDS = [
  record({ id: "PYSEC-2026-2", events: [{ introduced: "1.0" }, { fixed: "2.0" }], aliases: ["CVE-2026-9"] }),
  record({ id: "GHSA-aaaa-bbbb-cccc", events: [{ introduced: "1.5" }, { last_affected: "1.7" }] }),
  record({ id: "PYSEC-2026-3", withdrawn: "2026-07-02T00:00:00Z" }),
  record({ id: "PYSEC-2026-1", events: [{ introduced: "9" }], versions: ["3.0", "2012-b"] }),
  record({ id: "PYSEC-2026-4", package: "other" }),
];
const served = await serve(RECORDS);

function ask(body: unknown, path = "/v1/query", from: Served = served) {
  const { status, parts } = answerRequest(post(path, body), stateOf(from));
  return { status, body: JSON.parse(Buffer.concat(parts).toString()) };
}

function ids(body: unknown): readonly string[] {
  const answer = ask(body);
  expect(answer.status).toBe(200);
  return (answer.body.vulns ?? []).map(({ id }: { id: string }) => id);
}

const FOO = { name: "foo-bar", ecosystem: "PyPI" };

describe("POST /v1/query", () => {
  test.each([
    ["1.0", ["PYSEC-2026-2"]],
    ["1.5.0", ["GHSA-aaaa-bbbb-cccc", "PYSEC-2026-2"]],
    ["v1.7", ["GHSA-aaaa-bbbb-cccc", "PYSEC-2026-2"]],
    ["1.7.post1", ["PYSEC-2026-2"]],
    ["2.0", []],
    ["2.0rc1", ["PYSEC-2026-2"]],
    ["3.0.0", ["PYSEC-2026-1"]],
    ["2012-b", ["PYSEC-2026-1"]],
    ["no version", ["GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1", "PYSEC-2026-2"]],
  ])("version %s", (version, wanted) => {
    expect(ids({ package: FOO, version })).toEqual(wanted);
    expect(ids({ package: { purl: `pkg:pypi/Foo_Bar@${encodeURIComponent(version)}` } })).toEqual(wanted);
    expect(ids({ package: { purl: "pkg:pypi/foo.bar" }, version })).toEqual(wanted);
    expect(ids({ package: { name: "FOO--bar" }, version })).toEqual(wanted);
  });

  test.each(["0.1", "2.6.0", "3", "2012-b"])(
    "a record that decides nothing is given for version %s",
    async (version) => {
      const from = await serve([
        record({ id: "PYSEC-2026-5", events: [{ introduced: "0" }, { last_affected: "2.6.0-cu124" }] }),
        record({ id: "PYSEC-2026-6", events: [{ introduced: "5" }, { fixed: "6" }] }),
        record({ id: "PYSEC-2026-7", events: [{ introduced: "5" }], versions: ["2012-b"] }),
      ]);
      const { body } = ask({ package: FOO, version }, "/v1/query", from);
      const wanted = version === "2012-b" ? ["PYSEC-2026-5", "PYSEC-2026-7"] : ["PYSEC-2026-5"];
      expect(body.vulns.map(({ id }: { id: string }) => id)).toEqual(wanted);
    },
  );

  test("without a version every live record, the records as they are", () => {
    const { body } = ask({ package: FOO });
    expect(body).toEqual({ vulns: [RECORDS[1], RECORDS[3], RECORDS[0]] });
  });

  test.each([
    [{ commit: "6879efc2c1596d11a6a6ad296f80063b558d5e0f" }],
    [{ package: { name: "foo-bar", ecosystem: "npm" } }],
    [{ package: { name: "foo-bar", ecosystem: "Debian:12" }, version: "1.5" }],
    [{ package: { purl: "pkg:npm/foo-bar@1.5" } }],
    [{ package: { name: "unknown", ecosystem: "PyPI" }, version: "1" }],
  ])("%j has nothing", (query) => {
    expect(ask(query)).toEqual({ status: 200, body: {} });
  });

  test.each([
    ["not JSON", "Invalid query: the body is not JSON."],
    ["\ud800", "Invalid query: the body is not JSON."],
    [[], "Invalid query."],
    [{}, "Invalid query."],
    ["null", "Invalid query."],
    [{ package: {} }, "Invalid query."],
    [{ package: { ecosystem: "PyPI" } }, "Invalid query."],
    [{ package: { name: "foo", ecosystem: "PiPY" } }, "Invalid ecosystem."],
    [{ package: { name: 1 } }, "Invalid query: the package's name, ecosystem and purl are texts."],
    [{ package: "foo" }, "Invalid query: the package's name, ecosystem and purl are texts."],
    [{ package: FOO, version: 1 }, "Invalid query: commit, version and page_token are texts."],
    [{ package: FOO, version: "1".repeat(501) }, "Invalid query: commit, version and page_token are texts."],
    [{ commit: "xyz" }, "Invalid hash."],
    [{ commit: "abc" }, "Invalid hash."],
    [{ commit: "ab", version: "1" }, "Invalid query: either commit or version."],
    [{ package: { purl: "pkg:pypi/a", name: "a" } }, "name specified in a PURL query"],
    [{ package: { purl: "pkg:pypi/a", ecosystem: "PyPI" } }, "ecosystem specified in a PURL query"],
    [{ package: { purl: "pkg:pypi/a@1" }, version: "1" }, "version specified in params and PURL query"],
    [{ package: { purl: "nothing" } }, "Invalid Package URL: does not begin with pkg:."],
    [{ package: FOO, page_token: "AAAA" }, "Invalid page token."],
  ])("%j is refused", (query, message) => {
    expect(ask(query)).toEqual({ status: 400, body: { code: 3, message } });
  });

  test("another method", () => {
    const { status, headers } = answerRequest(get("/v1/query"), stateOf(served));
    expect([status, headers["allow"]]).toEqual([405, "POST"]);
  });

  test("no database", () => {
    expect(answerRequest(post("/v1/query", { package: FOO }), stateOf(null)).status).toBe(503);
  });
});

describe("pages", () => {
  const many = Array.from({ length: 2500 }, (_, at) =>
    record({ id: `PYSEC-2026-${String(at).padStart(5, "0")}`, package: "many" }),
  );
  const query = { package: { name: "many", ecosystem: "PyPI" }, version: "1" };

  test("a thousand records each, none lost, none twice", async () => {
    const from = await serve(many);
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let token = ""; ;) {
      const { body } = ask({ ...query, page_token: token }, "/v1/query", from);
      seen.push(...body.vulns.map(({ id }: { id: string }) => id));
      sizes.push(body.vulns.length);
      if (body.next_page_token === undefined) break;
      token = body.next_page_token;
    }
    expect(sizes).toEqual([1000, 1000, 500]);
    expect(seen).toEqual(many.map((one) => ("id" in one ? one.id : null)));
  });

  test("in a batch by each query, and few where much was given already", async () => {
    const from = await serve(many);
    const { body } = ask({ queries: [query, query, query, query, query] }, "/v1/querybatch", from);
    const sizes = body.results.map(({ vulns }: { vulns: unknown[] }) => vulns.length);
    expect(sizes).toEqual([1000, 1000, 1000, 1000, 5]);
    const { body: next } = ask(
      { queries: [{ ...query, page_token: body.results[4].next_page_token }] },
      "/v1/querybatch",
      from,
    );
    expect(next.results[0].vulns[0].id).toBe("PYSEC-2026-00005");
  });

  test("large records make short pages", async () => {
    const large = Array.from({ length: 40 }, (_, at) => ({
      ...record({ id: `PYSEC-2026-${at + 10}`, package: "large" }),
      details: "x".repeat(1024 * 1024),
    }));
    const from = await serve(large);
    const ask2 = (token: string) =>
      ask({ package: { name: "large" }, version: "1", page_token: token }, "/v1/query", from).body;
    const first = ask2("");
    const second = ask2(first.next_page_token);
    expect([first.vulns.length, second.vulns.length, second.next_page_token]).toEqual([23, 17, undefined]);
  });
});

describe("POST /v1/querybatch", () => {
  test("id and modified, in the order of the queries", () => {
    const queries = [
      { package: FOO, version: "1.6" },
      { commit: "ab" },
      { package: { name: "other", ecosystem: "PyPI" } },
    ];
    const modified = "2026-07-01T10:00:00.123456Z";
    expect(ask({ queries }, "/v1/querybatch").body).toEqual({
      results: [
        {
          vulns: [
            { id: "GHSA-aaaa-bbbb-cccc", modified },
            { id: "PYSEC-2026-2", modified },
          ],
        },
        {},
        { vulns: [{ id: "PYSEC-2026-4", modified }] },
      ],
    });
  });

  test("as many as a thousand", () => {
    const queries = Array.from({ length: 1000 }, () => ({ package: FOO, version: "1" }));
    expect(ask({ queries }, "/v1/querybatch").body.results).toHaveLength(1000);
    expect(ask({ queries: [...queries, {}] }, "/v1/querybatch")).toEqual({
      status: 400,
      body: { code: 3, message: "Too many queries." },
    });
  });

  test.each([
    [{ queries: [{ package: FOO }, {}] }, "Invalid query at index: 1."],
    [{ queries: [{ package: FOO, page_token: "x" }] }, "Invalid page token at index: 0."],
    [{ queries: "x" }, "Invalid query: queries is a list."],
    [[], "Invalid query: queries is a list."],
  ])("%j is refused", (body, message) => {
    expect(ask(body, "/v1/querybatch")).toEqual({ status: 400, body: { code: 3, message } });
  });

  test("no queries", () => {
    expect(ask({}, "/v1/querybatch").body).toEqual({ results: [] });
  });
});
