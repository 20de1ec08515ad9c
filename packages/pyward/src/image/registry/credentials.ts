import { isObject, parseObject } from "../../model/index.ts";

/** What a registry, or the server of its tokens, may be told. */
export type Credentials =
  | { readonly kind: "password"; readonly user: string; readonly password: string }
  /** What `docker login` got in place of a password: it is exchanged for tokens (OAuth 2, refresh token). */
  | { readonly kind: "identity-token"; readonly token: string };

export type FoundCredentials =
  | { readonly kind: "found"; readonly credentials: Credentials }
  | { readonly kind: "none" }
  /** Only a program that pyward does not run knows them: its name, as `docker-credential-NAME`. */
  | { readonly kind: "helper"; readonly helper: string }
  /** A file is there and says nothing that can be used. */
  | { readonly kind: "damaged" };

/**
 * The credentials for an image in the configurations of Docker and Podman, given as texts: the first of them that knows the registry
 * counts. As Podman has it, an entry for a part of the name (`HOST/team`) goes before one for the whole registry.
 */
export function findCredentials(
  configs: readonly string[],
  { host, name }: { readonly host: string; readonly name: string },
): FoundCredentials {
  let otherwise: FoundCredentials = { kind: "none" };
  for (const text of configs) {
    const config = parseObject(text);
    const found: FoundCredentials = config === null ? { kind: "damaged" } : inConfig(config, host, name);
    if (found.kind === "found") return found;
    if (otherwise.kind === "none") otherwise = found;
  }
  return otherwise;
}

function inConfig(
  { auths, credHelpers, credsStore }: Readonly<Record<string, unknown>>,
  host: string,
  name: string,
): FoundCredentials {
  const helpers = isObject(credHelpers) ? credHelpers : {};
  const own = Object.keys(helpers).find((key) => hostOf(key) === host);
  if (own !== undefined) return { kind: "helper", helper: String(helpers[own]) };
  const entries = isObject(auths) ? Object.entries(auths) : [];
  const parts = name.split("/");
  const candidates = [...parts.map((_, at) => [host, ...parts.slice(0, parts.length - at)].join("/")), host];
  for (const candidate of candidates) {
    const entry = entries.find(([key]) => key === candidate || (candidate === host && hostOf(key) === host));
    if (entry === undefined) continue;
    const credentials = credentialsOf(entry[1]);
    if (credentials !== null) return { kind: "found", credentials };
    // With a store, Docker leaves an empty entry to say that the store knows it.
    if (typeof credsStore === "string") return { kind: "helper", helper: credsStore };
    return { kind: "damaged" };
  }
  return typeof credsStore === "string" ? { kind: "helper", helper: credsStore } : { kind: "none" };
}

/** Docker has written `https://HOST/v1/` at times. */
function hostOf(key: string): string {
  return key
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/\/(?:v[12]\/?)?$/, "");
}

function credentialsOf(entry: unknown): Credentials | null {
  if (!isObject(entry)) return null;
  const { auth, username, password, identitytoken: token } = entry;
  if (typeof token === "string" && token !== "") return { kind: "identity-token", token };
  if (typeof auth === "string" && auth !== "") {
    const [, user, word] = /^([^:]+):([^]*)$/.exec(Buffer.from(auth, "base64").toString("utf8")) ?? [];
    // Docker has padded passwords with zeros.
    return user === undefined || word === undefined
      ? null
      : { kind: "password", user, password: word.replace(/\0+$/, "") };
  }
  const isPair = typeof username === "string" && typeof password === "string" && username !== "";
  return isPair ? { kind: "password", user: username, password } : null;
}
