import { afterEach, beforeEach, expect, it } from "vitest";
import { createHash } from "node:crypto";
import { listedSdist, loopbackIndex, type LoopbackIndex } from "../../../test/loopback-index.ts";
import { packZip } from "../../../test/laws/pack-zip.ts";
import { KEEPS_NOTHING } from "./host/index.ts";
import { nodeHttp } from "./host/node/http.ts";
import { indexMetadata } from "./index-metadata.ts";
import { openPackageIndexes } from "./open-package-indexes.ts";
import { normalizeName, parseVersion, type Version } from "./python/index.ts";

const BRICK = normalizeName("brick");
const METADATA = "Metadata-Version: 2.1\nName: brick\nVersion: 1.0\nRequires-Dist: sand>=2\n\n";
let index: LoopbackIndex;

beforeEach(async () => {
  index = await loopbackIndex();
});

afterEach(() => index.close());

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function metadata(mayFetch = false, sourceOf: () => string | null = () => null) {
  const sources = {
    indexUrl: index.url,
    extraIndexUrls: [],
    trustedUrls: [],
    environment: {},
    pip: [],
    uv: null,
  };
  const access = { http: nodeHttp({}), kept: KEEPS_NOTHING, now: new Date(0), isOffline: false };
  const indexes = openPackageIndexes(sources, access, null);
  if (indexes === null) throw new Error("no index");
  return indexMetadata(indexes, { sourceOf, mayFetch: () => mayFetch });
}

const wheel = (text: string): string => `brick-${text}-py3-none-any.whl`;
const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

it("a version with metadata that cannot be used is invalid, and others are not", async () => {
  const files = ["1.0", "2.0", "3.0"].map((text) => ({
    filename: wheel(text),
    url: `/files/${wheel(text)}`,
    "core-metadata": { sha256: sha256(METADATA.replace("1.0", text)) },
  }));
  index.set("/simple/brick/", { files: [...files, listedSdist("brick", "4.0")] });
  index.set(`/files/${wheel("1.0")}.metadata`, (_, response) => void response.writeHead(200).end(METADATA));
  index.set(`/files/${wheel("2.0")}.metadata`, (_, response) => void response.writeHead(200).end("changed"));
  const packages = metadata();
  packages.prefetch?.({ names: [BRICK], candidates: [{ name: BRICK, version: version("1.0") }] });
  const found = await packages.versions(BRICK);
  expect(found.kind === "versions" ? found.versions.length : found).toBe(4);
  const kindOf = async (text: string) => (await packages.dependencies(BRICK, version(text))).kind;
  expect(await kindOf("1.0")).toBe("dependencies");
  expect(await kindOf("2.0")).toBe("invalid");
  expect(await kindOf("3.0")).toBe("failed"); // Neither metadata nor wheel is there.
  expect(await kindOf("5.0")).toBe("invalid");
  expect(index.requests.filter(({ path }) => path === "/simple/brick/")).toHaveLength(1);
  expect(index.requests.filter(({ path }) => path.includes("1.0"))).toHaveLength(1);
});

it("a package of an index that the user does not name is not asked about", async () => {
  const packages = metadata(false, () => "https://index.example/simple");
  expect(await packages.versions(BRICK)).toMatchObject({ kind: "failed" });
  expect(index.requests).toEqual([]);
});

it("what lies at an address is fetched where the user says so, with the hash that the address has", async () => {
  const bytes = await packZip({ "brick-1.0.dist-info/METADATA": METADATA });
  index.set(`/files/${wheel("1.0")}`, (_, response) => void response.writeHead(200).end(bytes));
  const url = new URL(`/files/${wheel("1.0")}`, index.url).href;
  const shy = metadata();
  expect(await shy.direct(BRICK, url)).toMatchObject({ kind: "dynamic", version: version("1.0") });
  expect(await shy.direct(BRICK, "./brick")).toMatchObject({ kind: "dynamic", version: null });
  expect(await shy.direct(BRICK, url.replace("brick-", "other-"))).toMatchObject({ version: null });
  expect(index.requests).toEqual([]);
  const packages = metadata(true);
  const hash = sha256(bytes);
  expect(await packages.direct(BRICK, `${url}#egg=brick&sha256=${hash}`)).toMatchObject({
    kind: "direct",
    requires: [{ name: "sand" }],
  });
  expect(await packages.direct(BRICK, `${url}#sha256=${sha256("x")}`)).toMatchObject({ kind: "dynamic" });
});

it("lets answers come in while a resolver makes one choice after another", async () => {
  const packages = metadata();
  let hasHappened = false;
  setImmediate(() => (hasHappened = true));
  const rests = Array.from({ length: 8 }, () => packages.rest?.() ?? null);
  expect(rests.map((rest) => rest === null)).toEqual([true, true, true, true, true, true, true, false]);
  expect(hasHappened).toBe(false);
  await rests.at(-1);
  expect(hasHappened).toBe(true);
});
