import type { Span } from "../../model/index.ts";
import { parseVersion, satisfies, type Requirement, type SpecifierSet } from "../../python/index.ts";
import { NOTHING_ELSE, type Asked } from "./asked.ts";
import { urlSource, versionOfUrl } from "./direct-url.ts";

/** What a requirement of PEP 508 asks for. `text` is what it was parsed from. */
export function askFor(requirement: Requirement, text: string): Asked {
  const { name, extras, marker, specifiers, url } = requirement;
  const common = { ...NOTHING_ELSE, name, extras, marker };
  if (url !== null)
    return { ...common, pin: "url", version: versionOfUrl(url, name), source: urlSource(url) };
  if (specifiers.specifiers.length === 0) return { ...common, pin: "unpinned" };
  const version = exactVersion(specifiers);
  if (version !== null) return { ...common, pin: "exact", version };
  const { start, end } = writtenSpan(text);
  return { ...common, pin: "range", specifiers: text.slice(start, end) };
}

/** The one version that a set leaves: a single `==` without `.*`, or `===`, that the rest allows. As written. */
export function exactVersion(set: SpecifierSet): string | null {
  const named = new Set(
    set.specifiers
      .filter(({ operator, isPrefix }) => operator === "===" || (operator === "==" && !isPrefix))
      .map(({ version }) => version),
  );
  const [only] = named;
  if (only === undefined || only === "" || named.size > 1) return null;
  const parsed = parseVersion(only);
  const isAllowed =
    set.specifiers.length === 1 || !parsed.ok || satisfies(parsed.value, set, { prereleases: true });
  return isAllowed ? only : null;
}

/** What an edit replaces: the specifiers, else all before the marker. */
export function writtenSpan(text: string): Span {
  const space = (at: number): boolean => " \t\r\n()".includes(text.charAt(at));
  let start = 0;
  while (start < text.length && /[\sA-Za-z0-9._-]/.test(text.charAt(start))) start++;
  if (text.charAt(start) === "[") start = text.indexOf("]", start) + 1;
  while (start < text.length && space(start)) start++;
  const semicolon = text.indexOf(";", start);
  let end = semicolon === -1 ? text.length : semicolon;
  if (start >= end || text.charAt(start) === "@") start = 0;
  while (start < end && space(start)) start++;
  while (end > start && space(end - 1)) end--;
  return { start, end };
}
