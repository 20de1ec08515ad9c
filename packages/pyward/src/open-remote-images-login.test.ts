import { afterEach, describe, expect, it } from "vitest";
import { CHANGED, found, gaps } from "../../../test/laws/images.ts";
import {
  readFrom,
  registryOf,
  serve,
  startedServers,
  type Meddle,
  type Seen,
  type TestServer,
} from "../../../test/laws/registry.ts";
import { layoutOf } from "./image/make-image.ts";

const { started, stopAll } = startedServers();

afterEach(stopAll);

const PARTS = layoutOf([CHANGED]);
const SECRET = "pa:ss/word";
const BASIC = `Basic ${Buffer.from(`me:${SECRET}`).toString("base64")}`;

const configFor = (host: string, entry: unknown = { auth: BASIC.slice(6) }): string =>
  JSON.stringify({ auths: { "other.example": { auth: "eDp5" }, [host]: entry } });

/** Lets in who has the authorization that it wants. */
const behindLogin =
  (challenge: () => string, isWelcome: (authorization: string | null) => boolean): Meddle =>
  ({ authorization }, answer) =>
    !isWelcome(authorization) &&
    Boolean(answer.writeHead(401, { "www-authenticate": challenge() }).end('{"errors":[]}'));

/** A server of tokens for who asks as it wants, and a registry that takes its tokens. */
async function withTokens(
  isKnown: (asked: Seen) => boolean,
  isWelcome = (authorization: string | null): boolean => authorization === "Bearer t-1",
): Promise<{ tokens: TestServer; registry: TestServer }> {
  const tokens = await started(
    serve((asked, answer) => {
      if (isKnown(asked)) answer.writeHead(200).end('{"token":"t-1","expires_in":60}');
      else answer.writeHead(401).end(`{"details":"not ${asked.authorization}"}`);
    }),
  );
  const challenge = (): string =>
    `Bearer realm="http://${tokens.host}/token",service="registry.example",scope="repository:all:push,pull"`;
  return { tokens, registry: await started(registryOf(PARTS, behindLogin(challenge, isWelcome))) };
}

describe("a registry with tokens", () => {
  it("gives one to everybody, for reading this image", async () => {
    const { tokens, registry } = await withTokens(({ authorization }) => authorization === null);
    const result = await readFrom(registry);
    expect([found(result).length, gaps(result)]).toEqual([3, []]);
    expect(tokens.seen.map(({ path }) => path)).toEqual([
      "/token?service=registry.example&scope=repository%3Ateam%2Fapp%3Apull",
    ]);
    expect(registry.seen[0]?.authorization).toBeNull();
  });

  it("gives one for the login of Docker's configuration, which the registry itself never sees", async () => {
    const { tokens, registry } = await withTokens(({ authorization }) => authorization === BASIC);
    const result = await readFrom(registry, { configs: [configFor(registry.host)] });
    expect([found(result).length, gaps(result)]).toEqual([3, []]);
    expect(tokens.seen.map(({ authorization }) => authorization)).toEqual([BASIC]);
    expect(registry.seen.some(({ authorization }) => authorization?.startsWith("Basic"))).toBe(false);
  });

  it("gives one for an identity token, which is sent in a body", async () => {
    const { tokens, registry } = await withTokens(({ method }) => method === "POST");
    const configs = [configFor(registry.host, { auth: "", identitytoken: "refresh me" })];
    expect(gaps(await readFrom(registry, { configs }))).toEqual([]);
    expect(Object.fromEntries(new URLSearchParams(tokens.seen[0]?.body))).toEqual({
      grant_type: "refresh_token",
      refresh_token: "refresh me",
      client_id: "pyward",
      service: "registry.example",
      scope: "repository:team/app:pull",
    });
    expect(tokens.seen[0]?.path).toBe("/token");
  });

  it("is asked for a new one where one runs out on the way", async () => {
    let uses = 0;
    let given = 0;
    const { tokens, registry } = await withTokens(
      () => {
        given += 1;
        uses = 0;
        return true;
      },
      (authorization) => authorization !== null && (uses += 1) <= 2,
    );
    expect(gaps(await readFrom(registry))).toEqual([]);
    expect([tokens.seen.length, given]).toEqual([2, 2]);
  });

  it("that takes none of its tokens is asked twice, not for ever", async () => {
    const { tokens, registry } = await withTokens(
      () => true,
      () => false,
    );
    expect(gaps(await readFrom(registry))).toEqual([
      expect.stringMatching(/^unreachable: .*denies access without a login, or .*`docker login 127/),
    ]);
    expect([registry.seen.length, tokens.seen.length]).toEqual([2, 1]);
  });

  it("never shows a login, a token or what a server says of them", async () => {
    const { registry } = await withTokens(() => false);
    const result = await readFrom(registry, { configs: [configFor(registry.host)] });
    expect(gaps(result)).toEqual([
      expect.stringMatching(/denies access with the login that the configuration/),
    ]);
    const shown = JSON.stringify(result);
    expect([SECRET, BASIC.slice(6), "t-1"].filter((secret) => shown.includes(secret))).toEqual([]);
  });

  it.each([
    ['Bearer realm="ftp://127.0.0.1/x"', /sends to no address for a token/],
    ['Bearer service="x"', /denies access in a way that pyward has no answer to/],
    ["Negotiate", /denies access in a way that pyward has no answer to/],
    [
      'Bearer realm="http://elsewhere.example/"',
      /its name (?:is not known|could not be looked up)|no way|failed with/,
    ],
  ])("that says %s is a gap", async (challenge, reason) => {
    const registry = await started(
      registryOf(
        PARTS,
        behindLogin(
          () => challenge,
          () => false,
        ),
      ),
    );
    expect(gaps(await readFrom(registry))).toEqual([expect.stringMatching(reason)]);
  });

  it.each([
    ["<html>", /gives none/],
    ['{"token":1}', /gives none/],
    ['{"token":"a\\r\\nb"}', /gives none/],
    ["x".repeat(300_000), /more than \d+ bytes/],
  ])("whose server of tokens says %.20s is a gap", async (text, reason) => {
    const tokens = await started(serve((_, answer) => void answer.writeHead(200).end(text)));
    const challenge = (): string => `Bearer realm="http://${tokens.host}/"`;
    const registry = await started(
      registryOf(
        PARTS,
        behindLogin(challenge, () => false),
      ),
    );
    expect(gaps(await readFrom(registry))).toEqual([expect.stringMatching(reason)]);
  });
});

describe("a registry with a password", () => {
  const challenge = (): string => 'Basic realm="Registry"';
  const strict = async (): Promise<TestServer> =>
    await started(
      registryOf(
        PARTS,
        behindLogin(challenge, (authorization) => authorization === BASIC),
      ),
    );

  it("is told it after it has asked", async () => {
    const registry = await strict();
    const configs = ["not JSON", configFor(registry.host)];
    const result = await readFrom(registry, { configs });
    expect([found(result).length, gaps(result)]).toEqual([3, []]);
    expect(registry.seen.slice(0, 2).map(({ authorization }) => authorization)).toEqual([null, BASIC]);
  });

  it.each([
    ["no login", [], /denies access without a login, or .*`docker login/],
    ["a wrong login", [{ auth: "eDp5" }], /denies access with the login/],
    ["a damaged login", [{ auth: "?" }], /holds none that can be read/],
  ])("denies access for %s, asked twice at most", async (_, entries, reason) => {
    const registry = await strict();
    const configs = entries.map((entry) => configFor(registry.host, entry));
    expect(gaps(await readFrom(registry, { configs }))).toEqual([expect.stringMatching(reason)]);
    expect(registry.seen.length).toBeLessThan(3);
  });

  it("whose login only a helper knows says which, and what to do", async () => {
    const registry = await strict();
    const configs = [JSON.stringify({ auths: { [registry.host]: {} }, credsStore: "desktop" })];
    expect(gaps(await readFrom(registry, { configs }))).toEqual([
      expect.stringMatching(
        /docker-credential-desktop knows one, which pyward does not run: .*DOCKER_CONFIG$/,
      ),
    ]);
  });
});
