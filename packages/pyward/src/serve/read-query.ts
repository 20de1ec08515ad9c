import { isObject } from "../model/index.ts";
import { normalizeName, parsePurl, type PackageName } from "../python/index.ts";
import { isKnownEcosystem } from "./ecosystems.ts";
import { readPageToken } from "./page-token.ts";

/** One query of `/v1/query` or `/v1/querybatch`, as far as this database can answer it. */
export type Query =
  /** `version` null: every live record of the package. `after`: the id that the last page ended with. */
  | {
      readonly kind: "package";
      readonly name: PackageName;
      readonly version: string | null;
      readonly after: string | null;
    }
  /** A right question about what is not held: a commit, or a package of another ecosystem. */
  | { readonly kind: "nothing" }
  | { readonly kind: "invalid"; readonly message: string };

/** Longer than any name or version that exists; comparing costs more than its length. */
const MAX_TEXT = 500;

/** The fields of OSV's `Query`; null counts as absent, and unknown fields are passed over. The messages are those of the OSV API where it has one. */
export function readQuery(value: unknown): Query {
  if (!isObject(value)) return invalid("Invalid query.");
  const texts = readTexts(value, ["commit", "version", "page_token"]);
  if (texts === null) return invalid("Invalid query: commit, version and page_token are texts.");
  const { commit, version, page_token: token } = texts;
  if (commit !== "" && version !== "") return invalid("Invalid query: either commit or version.");
  const after = readPageToken(token ?? "");
  if (after === null) return invalid("Invalid page token.");
  if (commit !== "" && commit !== undefined)
    return /^(?:[0-9a-f]{2})+$/i.test(commit) ? { kind: "nothing" } : invalid("Invalid hash.");
  return readPackage(value["package"], version ?? "", after);
}

function readPackage(value: unknown, version: string, after: string): Query {
  if (value === undefined || value === null) return invalid("Invalid query.");
  const texts = isObject(value) ? readTexts(value, ["name", "ecosystem", "purl"]) : null;
  if (texts === null) return invalid("Invalid query: the package's name, ecosystem and purl are texts.");
  const { name = "", ecosystem = "", purl = "" } = texts;
  if (purl !== "") {
    if (name !== "") return invalid("name specified in a PURL query");
    if (ecosystem !== "") return invalid("ecosystem specified in a PURL query");
    return readPurl(purl, version, after);
  }
  if (ecosystem !== "" && !isKnownEcosystem(ecosystem)) return invalid("Invalid ecosystem.");
  if (name === "") return invalid("Invalid query.");
  return isOurs(ecosystem) ? packageQuery(name, version, after) : { kind: "nothing" };
}

function readPurl(text: string, version: string, after: string): Query {
  const parsed = parsePurl(text);
  if (!parsed.ok) return invalid(`Invalid Package URL: ${parsed.error.message}.`);
  const purl = parsed.value;
  if (purl.version !== null && version !== "") return invalid("version specified in params and PURL query");
  return purl.type === "pypi" ? packageQuery(purl.name, purl.version ?? version, after) : { kind: "nothing" };
}

function packageQuery(name: string, version: string, after: string): Query {
  return {
    kind: "package",
    name: normalizeName(name.trim()),
    version: version === "" ? null : version,
    after: after === "" ? null : after,
  };
}

/** Without an ecosystem the name is asked for in all of them, and this is one. */
function isOurs(ecosystem: string): boolean {
  return ecosystem === "" || /^pypi(?::|$)/i.test(ecosystem);
}

/** Null: one of them is no text, or none that could be meant. */
function readTexts<K extends string>(
  value: Readonly<Record<string, unknown>>,
  keys: readonly K[],
): Partial<Record<K, string>> | null {
  const texts: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const found = value[key] ?? "";
    if (typeof found !== "string" || found.length > MAX_TEXT) return null;
    texts[key] = found;
  }
  return texts;
}

function invalid(message: string): Query {
  return { kind: "invalid", message };
}
