import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packZip } from "../../../../test/laws/pack-zip.ts";
import { loopbackIndex, type LoopbackIndex } from "../../../../test/loopback-index.ts";
import { makeTar } from "../archive/tar/make-tar.ts";
import { KEEPS_NOTHING, type KeptBytes } from "../host/index.ts";
import { nodeHttp } from "../host/node/http.ts";
import { normalizeName } from "../python/index.ts";
import { openIndexes, USUAL } from "./open-indexes.ts";

const WHEEL = "brick-1.0-py3-none-any.whl";
const METADATA =
  "Metadata-Version: 2.1\nName: brick\nVersion: 1.0\nRequires-Python: >=3.8\nRequires-Dist: sand>=2\n";
const sha = (bytes: Uint8Array | string): object => ({
  sha256: createHash("sha256").update(bytes).digest("hex"),
});
let index: LoopbackIndex;

beforeEach(async () => {
  index = await loopbackIndex();
});
afterEach(() => index.close());

type Answers = (
  request: { readonly headers: { readonly range?: string | undefined } },
  response: ServerResponse,
) => void;
const bytesAnswer =
  (bytes: Uint8Array, hasRanges: boolean): Answers =>
  ({ headers }, response) => {
    const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? "") ?? [];
    if (!hasRanges || headers.range === undefined) return void response.writeHead(200).end(bytes);
    const from = first === "" ? Math.max(0, bytes.length - Number(last)) : Number(first);
    const to = first === "" ? bytes.length - 1 : Number(last);
    response
      .writeHead(206, { "content-range": `bytes ${from}-${to}/${bytes.length}` })
      .end(bytes.subarray(from, to + 1));
  };

async function ask(filename: string, more: object, kept: KeptBytes = KEEPS_NOTHING) {
  index.set("/simple/brick/", { files: [{ filename, url: `/files/${filename}`, ...more }] });
  const settings = {
    indexes: [{ url: new URL(index.url), authorization: null, isExplicit: false }],
    order: "merged",
  } as const;
  const access = { http: nodeHttp({}), kept, now: new Date(0), isOffline: false };
  const indexes = openIndexes(settings, access, null);
  const found = await indexes.project(normalizeName("brick"), USUAL);
  const file = found.kind === "found" ? found.pages[0]?.files[0] : undefined;
  if (file === undefined) throw new Error("no file");
  return indexes.metadata(file);
}

const RIGHT = { kind: "metadata", metadata: { requirements: ["sand>=2"], requiresPython: ">=3.8" } };
const paths = (): readonly string[] => index.requests.slice(1).map(({ path }) => path);

describe("the metadata of a wheel", () => {
  it("is the one beside it, where its hash fits", async () => {
    index.set(`/files/${WHEEL}.metadata`, bytesAnswer(Buffer.from(METADATA), false));
    expect(await ask(WHEEL, { "core-metadata": sha(METADATA) })).toMatchObject(RIGHT);
    expect(await ask(WHEEL, { "core-metadata": sha("other") })).toMatchObject({ kind: "invalid" });
  });

  it.each([
    ["by one range, where it lies at the end", true, 1],
    ["by two, where it lies at the start", true, 2],
    ["whole, where the server knows none", false, 1],
  ])("is read %s", async (_, hasRanges, count) => {
    const noise = createHash("shake256", { outputLength: 300_000 }).update("x").digest("hex");
    const files = Object.entries({ "brick-1.0.dist-info/METADATA": METADATA, "brick/noise": noise });
    const bytes = await packZip(Object.fromEntries(count === 1 ? files.toReversed() : files), { level: 0 });
    index.set(`/files/${WHEEL}`, bytesAnswer(bytes, hasRanges));
    expect(await ask(WHEEL, { "core-metadata": true, hashes: sha(bytes) })).toMatchObject(RIGHT);
    expect(paths()[0]).toBe(`/files/${WHEEL}.metadata`);
    const sizes = index.requests.map(({ headers }) => headers.range).filter(Boolean);
    expect(sizes).toHaveLength(count);
  });

  it("of a file with another hash, of another release, or without any is unusable", async () => {
    const bytes = await packZip({ "brick-1.0.dist-info/METADATA": METADATA.replace("1.0", "2.0") });
    index.set(`/files/${WHEEL}`, bytesAnswer(bytes, false));
    expect(await ask(WHEEL, { hashes: sha("other") })).toMatchObject({
      reason: expect.stringContaining("hash"),
    });
    expect(await ask(WHEEL, { hashes: sha(bytes) })).toMatchObject({
      reason: expect.stringContaining("another release"),
    });
    index.set(
      `/files/${WHEEL}`,
      bytesAnswer(await packZip({ "evil-1.0.dist-info/METADATA": METADATA }), true),
    );
    expect(await ask(WHEEL, {})).toMatchObject({ kind: "invalid" });
    index.set(`/files/${WHEEL}`, bytesAnswer(Buffer.from("no zip"), true));
    expect(await ask(WHEEL, {})).toMatchObject({ kind: "invalid" });
  });

  it("is kept by its hash, and fetched no second time", async () => {
    const store = new Map<string, Uint8Array>();
    const kept = {
      get: (key: string) => store.get(key) ?? null,
      put: (key: string, bytes: Uint8Array) => void store.set(key, bytes),
    };
    index.set(`/files/${WHEEL}.metadata`, bytesAnswer(Buffer.from(METADATA), false));
    await ask(WHEEL, { "core-metadata": sha(METADATA) }, kept);
    expect(await ask(WHEEL, { "core-metadata": sha(METADATA) }, kept)).toMatchObject(RIGHT);
    expect(index.requests.filter(({ path }) => path.endsWith(".metadata"))).toHaveLength(1);
  });
});

describe("the metadata of a source distribution", () => {
  it.each([
    ["2.2", "", "metadata"],
    ["2.2", "Dynamic: Requires-Dist\n", "dynamic"],
    ["2.1", "", "dynamic"],
  ])("of version %s with %j is %s", async (version, more, kind) => {
    const content = METADATA.replace("2.1", version) + more;
    const bytes = gzipSync(
      makeTar([
        { path: "brick-1.0/setup.py", content: "raise" },
        { path: "brick-1.0/PKG-INFO", content },
      ]),
    );
    index.set("/files/brick-1.0.tar.gz", bytesAnswer(bytes, false));
    expect(await ask("brick-1.0.tar.gz", { hashes: sha(bytes) })).toMatchObject({ kind });
    expect(await ask("brick-1.0.tar.gz", { hashes: sha("x") })).toMatchObject({ kind: "invalid" });
  });

  const sdistOf = async (pyproject: string, info = METADATA) => {
    const bytes = gzipSync(
      makeTar([
        { path: "brick-1.0/PKG-INFO", content: info },
        { path: "brick-1.0/pyproject.toml", content: pyproject },
        { path: "brick-1.0/sub/pyproject.toml", content: "broken" },
      ]),
    );
    index.set("/files/brick-1.0.tar.gz", bytesAnswer(bytes, false));
    return ask("brick-1.0.tar.gz", { hashes: sha(bytes) });
  };

  it("is that of its pyproject.toml, where its own is not static", async () => {
    const pyproject = `[project]\nname = "brick"\ndynamic = ["version"]\nrequires-python = ">=3.9"
      dependencies = ["sand[fine] >=2 ; python_version < '3.12'", "clay @ https://files.example/clay.zip"]
      [project.optional-dependencies]\nKiln = ["fire>1; os_name == 'nt' or os_name == 'posix'", "wood"]`;
    expect(await sdistOf(pyproject)).toMatchObject({
      kind: "metadata",
      metadata: {
        version: "1.0",
        requiresPython: ">=3.9",
        extras: ["Kiln"],
        requirements: [
          'sand[fine]>=2 ; python_version < "3.12"',
          "clay @ https://files.example/clay.zip",
          'fire>1 ; (os_name == "nt" or os_name == "posix") and extra == "Kiln"',
          'wood ; extra == "Kiln"',
        ],
      },
    });
    expect(await sdistOf(pyproject, METADATA.replace("2.1", "2.2"))).toMatchObject(RIGHT);
  });

  it.each([
    `[project]\nname = "brick"\ndynamic = ["dependencies"]`,
    `[project]\nname = "brick"\ndynamic = ["optional-dependencies", "version"]`,
    `[project]\nname = "brick"\nversion = "1.0"\ndependencies = ["no requirement"]`,
    `[project]\nname = "brick"\nversion = "1.0"\ndependencies = [7]`,
    `[project]\nname = "brick"\nversion = "1.0"\nrequires-python = "x"`,
    `[project]\nname = "brick\\nRequires-Dist: evil"\nversion = "1.0"`,
    "[tool.poetry]\nname = 'brick'",
    "[project",
  ])("is dynamic with %j", async (pyproject) => {
    expect(await sdistOf(pyproject)).toMatchObject({ kind: "dynamic" });
  });

  it("of what is no archive is unusable", async () => {
    for (const bytes of [Buffer.from("no tar"), gzipSync("no tar"), gzipSync(Buffer.alloc(50_000_000))]) {
      index.set("/files/brick-1.0.tar.gz", bytesAnswer(bytes, false));
      expect(await ask("brick-1.0.tar.gz", {})).toMatchObject({ kind: "invalid" });
    }
  });
});
