import { neutralise } from "./neutralise.ts";

/** A document on its way to be written: what JSON can hold; a member that is undefined is left out. */
export type Json = string | number | boolean | readonly Json[] | JsonMembers;

export interface JsonMembers {
  readonly [name: string]: Json | undefined;
}

/** Members that may have several lines. */
const PROSE = new Set(["comment", "detail", "description", "recommendation"]);

/**
 * The document with every text made harmless, whoever shows it later: what a reader of the format takes out of it has no control
 * character, nothing invisible and no command of a build service. Printable ASCII stays as it is and whole, for it holds ids.
 */
export function cleaned(members: JsonMembers): JsonMembers {
  return Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, value === undefined ? value : clean(value, name)]),
  );
}

function clean(value: Json, name: string): Json {
  if (typeof value === "string") return cleanText(value, PROSE.has(name));
  if (isList(value)) return value.map((item) => clean(item, name));
  return isMembers(value) ? cleaned(value) : value;
}

export function cleanText(text: string, isProse = false): string {
  if (isProse && text.includes("\n")) return text.split("\n").slice(0, MAX_LINES).map(neutralise).join("\n");
  return /^[\x20-\x7e]*$/.test(text) && !/::|##/.test(text) ? text : neutralise(text);
}

const MAX_LINES = 500;

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isMembers(value: Json): value is JsonMembers {
  return typeof value === "object" && !isList(value);
}

/** An absolute URL of the web in its normal form (RFC 3986); undefined for what is none. */
export function webUrl(url: string | null): string | undefined {
  if (url === null || url.length > MAX_URL || !/^https?:/i.test(url) || !URL.canParse(url)) return undefined;
  const { href } = new URL(url);
  // What the URL standard lets stand and RFC 3986 does not.
  return href.replaceAll(/[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})/g, encodeURIComponent);
}

const MAX_URL = 2_000;
