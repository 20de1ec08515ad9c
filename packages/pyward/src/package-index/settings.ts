import { basic, takeLogin, type Login } from "../host/index.ts";
import { PywardError } from "../model/index.ts";
import type { NamedIndexes } from "./named-indexes.ts";
import { pipIndexes } from "./pip-indexes.ts";
import { uvIndexes } from "./uv-indexes.ts";

/** An index that the user named, or the default one. */
export interface PackageIndex {
  /** Ends with a slash; without user and password. */
  readonly url: URL;
  /** It is asked about nothing but what a file says comes from there. */
  readonly isExplicit: boolean;
  /** What its own origin is to be told; null: nothing. */
  readonly authorization: string | null;
}

export interface IndexSettings {
  readonly indexes: readonly PackageIndex[];
  /** `merged`: all are asked, and what they have is one (pip). `first`: the first that has the project counts (uv). */
  readonly order: "merged" | "first";
}

/** Where the user says which indexes to ask. Nothing of it lies in what is audited. */
export interface IndexSources {
  readonly indexUrl: string | null;
  readonly extraIndexUrls: readonly string[];
  /** Indexes that audited files may name: asked about what these say comes from there. */
  readonly trustedUrls: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Texts of pip's configuration, the strongest last. */
  readonly pip: readonly string[];
  /** Text of the user's uv.toml; null: there is none. */
  readonly uv: string | null;
  /** The user's logins, for an index whose address has none; absent: there are none. */
  readonly login?: (host: string) => Login | null;
  /** `--keyring-provider`; absent: as the settings say. */
  readonly keyring?: string | null;
  /** What the user's keyring has for an address, or a host, and a user; absent: there is nobody to ask. */
  readonly password?: (service: string, user: string) => string | null;
}

/**
 * The command line's, else uv's where any is set, else pip's; `usual` where these name no other in its place, as with the tools themselves. Null: none
 * is left. Throws PywardError `usage` for what is no address.
 */
export function readIndexSettings(sources: IndexSources, usual: string | null): IndexSettings | null {
  const { order, urls, explicit } = namedBy(sources, usual);
  const password = isKeyringAsked(sources) ? sources.password : undefined;
  const indexes = new Map<string, PackageIndex>();
  for (const [isExplicit, texts] of [
    [false, urls],
    [true, [...explicit, ...sources.trustedUrls]],
  ] as const) {
    for (const text of texts) {
      const index = indexAt(text, { login: sources.login, password });
      if (!indexes.has(index.url.href)) indexes.set(index.url.href, { ...index, isExplicit });
    }
  }
  return indexes.size === 0 ? null : { indexes: [...indexes.values()], order };
}

interface Named extends Pick<IndexSettings, "order"> {
  readonly urls: readonly string[];
  readonly explicit: readonly string[];
}

function namedBy(
  { indexUrl, extraIndexUrls, environment, uv, pip }: IndexSources,
  usual: string | null,
): Named {
  if (indexUrl !== null) return { order: "merged", urls: [indexUrl, ...extraIndexUrls], explicit: [] };
  const ofUv = uvIndexes(environment, uv);
  const { others, explicit } = ofUv;
  if (ofUv.isNone || ofUv.usual !== null || others.length + explicit.length > 0)
    return {
      order: ofUv.isMerged ? "merged" : "first",
      urls: [...extraIndexUrls, ...others, ...standing(ofUv, usual)],
      explicit,
    };
  const ofPip = pipIndexes(environment, pip);
  return {
    order: "merged",
    urls: [...standing(ofPip, usual), ...ofPip.others, ...extraIndexUrls],
    explicit: [],
  };
}

/** Only where the first who says anything names the program: neither `auto` nor `import` does. */
function isKeyringAsked({ keyring, environment, pip, uv }: IndexSources): boolean {
  const said = [keyring ?? null, pipIndexes(environment, pip).keyring, uvIndexes(environment, uv).keyring];
  return said.find((one) => one !== null) === "subprocess";
}

function standing(named: NamedIndexes, usual: string | null): readonly string[] {
  const url = named.isNone ? null : (named.usual ?? usual);
  return url === null ? [] : [url];
}

function indexAt(
  text: string,
  { login: known, password }: { readonly [Key in "login" | "password"]: IndexSources[Key] | undefined },
): Omit<PackageIndex, "isExplicit"> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new PywardError("usage", "the address of a package index is no http or https address", {
      hint: "It stands in --index-url, PIP_INDEX_URL, UV_INDEX, pip.conf or uv.toml, such as https://index.example/simple/",
    });
  const own = takeLogin(url);
  url.hash = "";
  const asNamed = url.href;
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  const stated = own ?? known?.(url.hostname) ?? null;
  const login = stated === null ? null : withPassword(stated, [asNamed, url.host], password);
  const isEmpty = login === null || login.user + login.password === "";
  return { url, authorization: isEmpty ? null : basic(login) };
}

/** An address with a user and no password: who keeps passwords is asked for the address, then for the host (pip and uv, "keyring"). */
function withPassword(login: Login, services: readonly string[], password: IndexSources["password"]): Login {
  if (login.user === "" || login.password !== "" || password === undefined) return login;
  for (const service of services) {
    const kept = password(service, login.user);
    if (kept !== null) return { user: login.user, password: kept };
  }
  return login;
}
