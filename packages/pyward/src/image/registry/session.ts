import { basic, HttpFailure, isLoopback, type Http } from "../../host/index.ts";
import { parseObject } from "../../model/index.ts";
import { ask, askAgain, wholeOf, type Answer } from "../../host/ask.ts";
import { parseChallenge, type Challenge } from "./challenge.ts";
import { findCredentials, type Credentials, type FoundCredentials } from "./credentials.ts";
import type { ImageReference } from "./reference.ts";

/** A registry that is asked about one repository. */
export interface RegistrySession {
  /** What lies at a path below `/v2/NAME/`. Throws HttpFailure, also where access is denied. */
  get(path: string, headers: Readonly<Record<string, string>>): Promise<Answer>;
}

export interface RegistryAccess {
  readonly http: Http;
  readonly isPlain: boolean;
  /** The configurations of Docker and Podman, read when a registry wants a login. */
  readonly configs: () => readonly string[];
}

/**
 * Asks without a login first, and with one where the registry wants it. Logins and tokens travel over TLS or inside this machine only
 * (docs/decisions/0023-registries-and-engines.md).
 */
export function registrySession(
  reference: Pick<ImageReference, "host" | "name">,
  access: RegistryAccess,
): RegistrySession {
  const base = new URL(`${access.isPlain ? "http" : "https"}://${reference.host}/v2/${reference.name}/`);
  let authorization: string | null = null;
  let hasHelped = false;
  return {
    async get(path, headers) {
      for (;;) {
        const answer = await ask(access.http, { url: new URL(path, base), headers, authorization });
        if (answer.status !== 401 || answer.isElsewhere) {
          hasHelped ||= answer.status < 400;
          return answer;
        }
        answer.discard();
        const challenge = parseChallenge(answer.header("www-authenticate") ?? "");
        // A token that has helped before may have run out in the middle of a large image.
        if (authorization !== null && !hasHelped) throw denied(loginFor(base, access, reference), reference);
        authorization = await answerTo(challenge, base, { access, reference });
        hasHelped = false;
      }
    },
  };
}

interface Asked {
  readonly access: RegistryAccess;
  readonly reference: Pick<ImageReference, "host" | "name">;
}

/** The `Authorization` that a challenge wants. */
async function answerTo(
  challenge: Challenge | null,
  base: URL,
  { access, reference }: Asked,
): Promise<string> {
  if (challenge === null)
    throw new HttpFailure("it denies access in a way that pyward has no answer to", false);
  const known = loginFor(base, access, reference);
  if (challenge.kind === "basic") {
    if (known.kind !== "found" || known.credentials.kind !== "password") throw denied(known, reference);
    return basic(known.credentials);
  }
  const realm = realmOf(challenge, base);
  const login: Login = mayTell(realm, base) ? known : { kind: "untold" };
  const asked = { realm, service: challenge.service, scope: `repository:${reference.name}:pull` };
  const token = await tokenFrom(access.http, asked, login.kind === "found" ? login.credentials : null);
  if (token === null) throw denied(login, reference);
  return `Bearer ${token}`;
}

type Login = FoundCredentials | { readonly kind: "untold" };

function loginFor(base: URL, { configs }: RegistryAccess, reference: Asked["reference"]): Login {
  return mayTell(base, base) ? findCredentials(configs(), reference) : { kind: "untold" };
}

/** Over TLS, or from this machine to itself. */
function mayTell(url: URL, base: URL): boolean {
  return url.protocol === "https:" || (isLoopback(url.hostname) && isLoopback(base.hostname));
}

function realmOf({ realm }: Extract<Challenge, { kind: "bearer" }>, base: URL): URL {
  const url = URL.canParse(realm) ? new URL(realm) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new HttpFailure("it sends to no address for a token", false);
  if (url.protocol === "http:" && base.protocol === "https:")
    throw new HttpFailure("it sends to a server without TLS for a token", false);
  url.username = "";
  url.password = "";
  return url;
}

interface AskedToken {
  readonly realm: URL;
  readonly service: string | null;
  readonly scope: string;
}

const TOKEN_LIMIT = 256 * 1024;

/** Of the server of tokens ("Token Authentication Specification" of distribution); null where it denies one. */
async function tokenFrom(
  http: Http,
  { realm, service, scope }: AskedToken,
  credentials: Credentials | null,
): Promise<string | null> {
  const wanted = { ...(service === null ? {} : { service }), scope };
  let answer;
  if (credentials?.kind === "identity-token") {
    const form = { grant_type: "refresh_token", refresh_token: credentials.token, client_id: "pyward" };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const body = new URLSearchParams({ ...form, ...wanted }).toString();
    answer = await askAgain(http, { method: "POST", url: realm, headers, body });
  } else {
    const url = new URL(realm);
    Object.entries(wanted).forEach(([key, value]) => url.searchParams.set(key, value));
    answer = await ask(http, {
      url,
      headers: {},
      authorization: credentials === null ? null : basic(credentials),
    });
  }
  if (answer.status !== 200) {
    answer.discard();
    if ([400, 401, 403].includes(answer.status)) return null;
    throw new HttpFailure(`its server of tokens answers with status ${answer.status}`, false);
  }
  const json = parseObject((await wholeOf(answer, TOKEN_LIMIT)).toString("utf8"));
  const token = json?.["token"] ?? json?.["access_token"];
  if (typeof token !== "string" || !/^[\x21-\x7e]+$/.test(token))
    throw new HttpFailure("its server of tokens gives none", false);
  return token;
}

function denied(login: Login, { host }: { readonly host: string }): HttpFailure {
  return new HttpFailure(DENIED[login.kind](host, login.kind === "helper" ? login.helper : ""), false);
}

const DENIED: Readonly<Record<Login["kind"], (host: string, helper: string) => string>> = {
  found: () =>
    "it denies access with the login that the configuration of Docker or Podman has for it, or has no such image",
  none: (host) =>
    `it denies access without a login, or has no such image; \`docker login ${host}\` keeps a login`,
  helper: (_, helper) =>
    `it denies access without a login, and only the program docker-credential-${helper} knows one, which pyward does not run: write it to ` +
    "`auths` in the config.json of a folder, and name the folder by DOCKER_CONFIG",
  damaged: () =>
    "it denies access without a login, and the configuration of Docker or Podman holds none that can be read",
  untold: () => "it wants a login, which pyward sends over TLS only",
};
