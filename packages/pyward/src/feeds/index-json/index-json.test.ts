import { afterEach, beforeEach, expect, it } from "vitest";
import { loopbackIndex, type LoopbackIndex } from "../../../../../test/loopback-index.ts";
import { nodeHttp } from "../../host/node/http.ts";
import { normalizeName } from "../../python/index.ts";
import type { FeedAnswers } from "../shared/asked-feed.ts";
import { indexJson } from "./ask.ts";

let [one, other]: LoopbackIndex[] = [];

beforeEach(async () => {
  [one, other] = [await loopbackIndex(), await loopbackIndex()];
});
afterEach(async () => {
  await Promise.all([one?.close(), other?.close()]);
});

function listing(id: string, fixedIn: readonly string[], more: object = {}): object {
  return {
    id,
    aliases: ["CVE-2020-1"],
    details: "d",
    summary: null,
    withdrawn: null,
    fixed_in: fixedIn,
    ...more,
  };
}

function release(
  index: LoopbackIndex | undefined,
  path: string,
  ...vulnerabilities: readonly object[]
): void {
  index?.set(`/pypi/${path}/json`, { info: {}, urls: [], vulnerabilities });
}

function ask(releases: readonly string[], indexes = [one]): Promise<FeedAnswers> {
  const { send } = nodeHttp({});
  const feed = indexJson({
    indexes: indexes.flatMap((index) =>
      index === undefined ? [] : [{ url: new URL("/", index.url), authorization: "Basic canary" }],
    ),
    http: { send, pause: () => Promise.resolve() },
    onProgress: () => undefined,
  });
  return feed.ask(releases.map(releaseOf));
}

function releaseOf(text: string) {
  const [name = "", version = ""] = text.split(" ");
  return { name: normalizeName(name), version };
}

const asked = (index: LoopbackIndex | undefined): unknown => index?.requests.map(({ path }) => path);

it("makes records of what is listed, and asks about the releases that fix it", async () => {
  release(one, "brick/1.0", listing("PYSEC-1", ["2.0", "1.4"]), listing("PYSEC-2", ["0.9"]));
  release(one, "brick/1.4", listing("PYSEC-3", ["1.5"], { link: "https://osv.example/PYSEC-3" }));
  release(one, "brick/1.5");
  release(one, "sand/1.0");
  const answers = await ask(["brick 1.0", "sand 1.0"]);
  expect(asked(one)).toEqual([
    "/pypi/brick/1.0/json",
    "/pypi/sand/1.0/json",
    "/pypi/brick/1.4/json",
    "/pypi/brick/1.5/json",
  ]);
  const brick = { ecosystem: "PyPI", name: "brick" };
  const range = (introduced: string, fixed: string) => [
    { type: "ECOSYSTEM", events: [{ introduced }, { fixed }] },
  ];
  const common = { aliases: ["CVE-2020-1"], details: "d" };
  expect(answers.records.map((record) => record.kind === "record" && record.value)).toEqual([
    {
      ...common,
      id: "PYSEC-1",
      affected: [{ package: brick, versions: ["1.0"], ranges: range("1.0", "1.4") }],
    },
    { ...common, id: "PYSEC-2", affected: [{ package: brick, versions: ["1.0"] }] },
    {
      ...common,
      id: "PYSEC-3",
      references: [{ type: "WEB", url: "https://osv.example/PYSEC-3" }],
      affected: [{ package: brick, versions: ["1.4"], ranges: range("1.4", "1.5") }],
    },
  ]);
  expect([answers.lackOf(releaseOf("brick 1.0")), answers.lackOf(releaseOf("sand 1.0"))]).toEqual([
    null,
    null,
  ]);
});

it("one id is one record, however many releases it is listed for", async () => {
  release(one, "brick/1.0", listing("PYSEC-1", ["2.0"]));
  release(one, "brick/1.1", listing("PYSEC-1", ["2.0"]));
  release(one, "brick/2.0");
  const { records } = await ask(["brick 1.1", "brick 1.0"]);
  expect(records.map(({ file }) => file)).toEqual(["PYSEC-1"]);
  expect(JSON.stringify(records)).toMatch(/"versions":\["1\.0"\].*"versions":\["1\.1"\]/);
});

it("of several indexes the first that has the release counts", async () => {
  release(other, "brick/1.0", listing("PYSEC-1", []));
  const answers = await ask(["brick 1.0", "sand 1.0"], [one, other]);
  expect(answers.records.map(({ file }) => file)).toEqual(["PYSEC-1"]);
  expect(answers.lackOf(releaseOf("sand 1.0"))).toBe("it does not have the release");
});

it.each([
  ["no list", { info: {} }, "its answer has no list of vulnerabilities"],
  ["a list that is none", { vulnerabilities: {} }, "its answer has no list of vulnerabilities"],
  [
    "an entry without an id",
    { vulnerabilities: [{ aliases: [] }] },
    "its answer has no list of vulnerabilities",
  ],
])("never takes %s for an empty one", async (_, page, lack) => {
  one?.set("/pypi/brick/1.0/json", page);
  const answers = await ask(["brick 1.0"]);
  expect(answers.lackOf(releaseOf("brick 1.0"))).toBe(lack);
});

it("an index that fails leaves it open, and is not asked for ever", async () => {
  const releases = Array.from({ length: 60 }, (_, at) => `p${at} 1.0`);
  for (const text of releases)
    one?.set(`/pypi/${text.replace(" ", "/")}/json`, (__, response) => void response.writeHead(403).end());
  release(other, "p0/1.0");
  const answers = await ask(releases, [one, other]);
  expect(answers.lackOf(releaseOf("p0 1.0"))).toBe("it answers with status 403");
  expect(answers.lackOf(releaseOf("p59 1.0"))).toBe("it failed too often");
  expect(one?.requests.length).toBeLessThan(20);
  expect(other?.requests).toEqual([]);
});
