import { afterEach, describe, expect, it } from "vitest";
import { CHANGED, CHANGED_FOUND, found, gaps, type Read } from "../../../test/laws/images.ts";
import {
  answerFrom,
  impatient,
  readFrom,
  registryOf,
  serve,
  sha256,
  startedServers,
  topOf,
  type Asking,
  type Meddle,
} from "../../../test/laws/registry.ts";
import { layoutOf, type Parts } from "./image/make-image.ts";

const PARTS = layoutOf([CHANGED]);
const { started, stopAll } = startedServers();

afterEach(stopAll);

const audited = async (parts: Parts, meddle?: Meddle, asking?: Asking): Promise<Read> =>
  await readFrom(await started(registryOf(parts, meddle)), asking);

/** Path of the blob that is the highest layer. */
const LAYER =
  Object.keys(PARTS)
    .slice(-1)
    .map((path) => `/v2/team/app/${path.replace(/^blobs\/sha256\//, "blobs/sha256:")}`)[0] ?? "";
const LAYER_BYTES = Object.values(PARTS).slice(-1)[0] ?? Buffer.alloc(0);

describe("an image in a registry", () => {
  it("is read like the layout that it is, and says what it is", async () => {
    const server = await started(registryOf(PARTS));
    const result = await readFrom(server);
    expect(found(result).toSorted()).toEqual(CHANGED_FOUND);
    expect(gaps(result)).toEqual([]);
    const { digest } = topOf(PARTS);
    expect(result.notes[0]).toBe(`${server.host}/team/app:1 was read as ${digest}`);
    expect(result.images[0]?.facts).toMatchObject({ name: `${server.host}/team/app:1`, digest });
    expect(new Set(server.seen.map(({ path }) => path)).size).toBe(server.seen.length);
  });

  it("is read by its digest, with zstd", async () => {
    const parts = layoutOf([{ layers: CHANGED.layers.map((layer) => ({ ...layer, packing: "zstd" })) }]);
    const result = await audited(parts, undefined, { reference: `team/app@${topOf(parts).digest}` });
    expect([found(result).toSorted(), gaps(result)]).toEqual([CHANGED_FOUND, []]);
  });

  it("of several platforms only the chosen one is fetched", async () => {
    const arm = { ...CHANGED, layers: CHANGED.layers.slice(0, 1), platform: "linux/arm64" };
    const server = await started(registryOf(layoutOf([arm, { ...CHANGED, platform: "linux/amd64" }])));
    const result = await readFrom(server);
    expect(found(result).toSorted()).toEqual(CHANGED_FOUND);
    expect(server.seen.map(({ path }) => path.split("/")[4])).toEqual([
      "manifests",
      "manifests",
      "blobs",
      "blobs",
      "blobs",
    ]);
    const other = await readFrom(server, { platforms: ["linux/arm64"] });
    expect(found(other)).toHaveLength(3);
    expect(gaps(await readFrom(server, { platforms: ["windows"] }))).toEqual([
      expect.stringMatching(/^nothing-to-audit: there is no image for windows/),
    ]);
  });

  it("that is not there, denied or no image is a gap", async () => {
    const status = async (code: number): Promise<readonly string[]> =>
      gaps(await audited(PARTS, (_, answer) => Boolean(answer.writeHead(code).end())));
    expect(await status(404)).toEqual([
      expect.stringMatching(/^unreachable: .*: it has no image of this name$/),
    ]);
    expect(await status(403)).toEqual([expect.stringMatching(/^unreachable: .*: it denies access$/)]);
    expect(await status(500)).toEqual([expect.stringMatching(/^unreachable: .* answers with status 500$/)]);
    const html: Meddle = (_, answer) =>
      Boolean(answer.writeHead(200, { "content-type": "text/html; x" }).end("<html>login</html>"));
    expect(gaps(await audited(PARTS, html))).toEqual([
      expect.stringMatching(/^unreachable: .*no manifest \(text\/html\): is this the host of a registry\?$/),
    ]);
    const old: Meddle = (_, answer) =>
      Boolean(answer.writeHead(200).end('{"schemaVersion":1,"fsLayers":[]}'));
    expect(gaps(await audited(PARTS, old))).toEqual([
      expect.stringMatching(/^unsupported-format: .*schema 1/),
    ]);
    const huge: Meddle = (_, answer) => Boolean(answer.writeHead(200).end(Buffer.alloc(5_000_000, "{")));
    expect(gaps(await audited(PARTS, huge))).toEqual([
      expect.stringMatching(/^unreachable: .*more than \d+ bytes$/),
    ]);
  });

  it("whose index leads to indexes without end is a gap after some of them", async () => {
    const type = "application/vnd.oci.image.index.v1+json";
    const entries = (from: number): string =>
      JSON.stringify({
        schemaVersion: 2,
        manifests: Array.from({ length: 300 }, (_, at) => ({
          mediaType: type,
          digest: sha256(Buffer.from(`${from + at}`)),
          size: 1,
        })),
      });
    const server = await started(
      registryOf(PARTS, ({ path }, answer) => Boolean(answer.end(entries(path.length * 1000)))),
    );
    const told = gaps(await readFrom(server));
    expect(told.filter((gap) => gap.includes("more than 100 manifests would have"))).not.toEqual([]);
    expect(server.seen).toHaveLength(100);
  });

  it("of another digest than the asked one is read, and a gap", async () => {
    const wanted = sha256(Buffer.from("another"));
    const lie: Meddle = ({ path }, answer) => {
      if (!path.endsWith(wanted)) return false;
      answer.end(PARTS[`blobs/${topOf(PARTS).digest.replace(":", "/")}`]);
      return true;
    };
    const result = await audited(PARTS, lie, { reference: `team/app@${wanted}` });
    expect(found(result)).toHaveLength(3);
    expect(gaps(result)).toEqual([
      expect.stringMatching(/^unreadable: the manifest .*does not have the digest/),
    ]);
    expect(result.notes).toEqual([]);
  });
});

describe("a layer", () => {
  const onLayer =
    (act: (answer: Parameters<Meddle>[1], times: number) => boolean): Meddle =>
    ({ path }, answer, times) =>
      path === LAYER && act(answer, times);

  it("that breaks off is taken up again where it was", async () => {
    const server = await started(
      registryOf(
        PARTS,
        onLayer((answer, times) => {
          if (times > 0) return false;
          answer.writeHead(200, { "content-length": LAYER_BYTES.length }).write(LAYER_BYTES.subarray(0, 100));
          setTimeout(() => answer.destroy(), 20);
          return true;
        }),
      ),
    );
    const result = await readFrom(server);
    expect([found(result).toSorted(), gaps(result)]).toEqual([CHANGED_FOUND, []]);
    expect(server.seen.filter(({ path }) => path === LAYER).map(({ range }) => range)).toEqual([
      null,
      "bytes=100-",
    ]);
  });

  it("that always breaks off or stops is a gap", async () => {
    const cut = onLayer((answer) => {
      answer.writeHead(200, { "content-length": LAYER_BYTES.length }).write(LAYER_BYTES.subarray(0, 1));
      setTimeout(() => answer.destroy(), 5);
      return true;
    });
    expect(gaps(await audited(PARTS, cut))).toEqual([
      expect.stringMatching(/^unreadable: layer 2 of 2 .*broken off/),
    ]);
    const stops = onLayer((answer) => answer.writeHead(200).write(LAYER_BYTES.subarray(0, 50)));
    expect(gaps(await audited(PARTS, stops, { http: impatient([], { idle: 100 }) }))).toEqual([
      expect.stringMatching(/^unreadable: layer 2 of 2 .*it stopped sending/),
    ]);
  });

  it("that is larger than announced is cut, one that is shorter a gap", async () => {
    let sent = 0;
    const endless = onLayer((answer) => {
      const more = (): void => {
        if (answer.destroyed || sent > 50_000_000) return;
        sent += 65_536;
        answer.write(Buffer.alloc(65_536), more);
      };
      answer.writeHead(200);
      answer.write(LAYER_BYTES, more);
      return true;
    });
    expect(gaps(await audited(PARTS, endless))).toEqual([
      expect.stringMatching(/^unreadable: layer 2 of 2 .*goes on behind the \d+ bytes/),
    ]);
    expect(sent).toBeLessThan(50_000_000);
    const short = onLayer((answer) => Boolean(answer.writeHead(200).end(LAYER_BYTES.subarray(0, 60))));
    expect(gaps(await audited(PARTS, short))).toEqual([expect.stringMatching(/^unreadable: layer 2 of 2/)]);
  });

  it("that is not there or is another one is a gap", async () => {
    const missing = onLayer((answer) => Boolean(answer.writeHead(404).end()));
    expect(gaps(await audited(PARTS, missing))).toEqual([
      expect.stringMatching(/^missing-file: layer 2 of 2/),
    ]);
    const other = Object.values(layoutOf([{ layers: CHANGED.layers.slice(0, 1) }])).slice(-1)[0];
    const swapped = onLayer((answer) =>
      Boolean(answer.writeHead(200).end(other?.subarray(0, LAYER_BYTES.length))),
    );
    expect(gaps(await audited(PARTS, swapped)).join()).toMatch(/unreadable: layer 2 of 2/);
  });
});

describe("a registry that is slow, busy or restless", () => {
  it("is asked again after a while where it has no time", async () => {
    const pauses: number[] = [];
    const busy: Meddle = (_, answer, times) =>
      times < 2 && Boolean(answer.writeHead(times === 0 ? 429 : 503, { "retry-after": "7" }).end());
    const result = await audited(PARTS, busy, { http: impatient(pauses) });
    expect([found(result).length, gaps(result)]).toEqual([3, []]);
    expect(pauses.slice(0, 4)).toEqual([7000, 500, 7000, 1000]);
  });

  it("is given up where it asks for too much time, never has any, or says nothing", async () => {
    const pauses: number[] = [];
    const long: Meddle = (_, answer) => Boolean(answer.writeHead(429, { "retry-after": "3600" }).end());
    expect(gaps(await audited(PARTS, long, { http: impatient(pauses) }))).toEqual([
      expect.stringMatching(/^unreachable: .*no time for it \(status 429\)/),
    ]);
    expect(pauses).toEqual([]);
    const never: Meddle = (_, answer) => Boolean(answer.writeHead(503).end());
    const server = await started(registryOf(PARTS, never));
    expect(gaps(await readFrom(server))).toEqual([expect.stringMatching(/status 503/)]);
    expect(server.seen).toHaveLength(4);
    expect(gaps(await audited(PARTS, () => true, { http: impatient([], { answer: 100 }) }))).toEqual([
      expect.stringMatching(/did not answer in time$/),
    ]);
  });

  it("that nobody is at is a gap", async () => {
    const server = await registryOf(PARTS);
    await server.close();
    expect(gaps(await readFrom(server))).toEqual([`unreachable: ${server.host}: nothing listens there`]);
  });

  it("is followed to another server, without the login, and not in circles", async () => {
    const store = await started(serve((asked, answer) => answerFrom(PARTS, asked, answer)));
    const login = `Basic ${Buffer.from("me:secret").toString("base64")}`;
    const meddle: Meddle = ({ path, authorization }, answer) => {
      if (authorization !== login) {
        answer.writeHead(401, { "www-authenticate": 'Basic realm="x"' }).end();
        return true;
      }
      if (!path.includes("/blobs/")) return false;
      answer.writeHead(307, { location: `http://${store.host}${path}` }).end();
      return true;
    };
    const server = await started(registryOf(PARTS, meddle));
    const configs = [JSON.stringify({ auths: { [server.host]: { auth: login.slice(6) } } })];
    const result = await readFrom(server, { configs });
    expect([found(result).length, gaps(result)]).toEqual([3, []]);
    expect(store.seen.map(({ authorization }) => authorization)).toEqual([null, null, null]);
    const circle: Meddle = ({ path }, answer) => Boolean(answer.writeHead(302, { location: path }).end());
    const round = await started(registryOf(PARTS, circle));
    expect(gaps(await readFrom(round))).toEqual([expect.stringMatching(/redirects too often$/)]);
    expect(round.seen).toHaveLength(6);
  });
});
