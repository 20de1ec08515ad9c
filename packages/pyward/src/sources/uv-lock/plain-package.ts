import type { PackageName } from "../../python/index.ts";
import { QUOTED, REFERENCE } from "./expressions.ts";
import { hashesIn } from "./files.ts";
import { sourceOf, type LockSource } from "./lock-source.ts";
import type { LockPackage, Reference } from "./lock.ts";

/** Gives the packages of matches of `PLAIN_PACKAGE`. Nearly all of a lock are of one index: its source is made once. */
export function plainPackages(): (match: RegExpExecArray) => LockPackage {
  let last = sourceOf("registry", "");
  return (match) => {
    const index = match[3] ?? "";
    if (last.location !== index) last = sourceOf("registry", index);
    return plainPackage(match, last);
  };
}

function plainPackage(match: RegExpExecArray, source: LockSource): LockPackage {
  // By their numbers: taking a match apart as a list costs as much as all the rest here.
  const name = match[1] ?? "";
  const version = match[2] ?? "";
  const forks = match[4];
  const dependencies = match[5];
  const lineEnd = match[0].startsWith("\r", "[[package]]".length) ? 2 : 1;
  const at = match.index + "[[package]]".length + lineEnd;
  const start = at + 'name = ""'.length + name.length + lineEnd + 'version = "'.length;
  return {
    // Normalising again would cost a tenth of all the reading.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the expression takes normalised names only
    name: name as PackageName,
    version,
    source,
    dependencies: dependencies === undefined ? NONE : referencesIn(dependencies),
    extras: NO_LISTS,
    groups: NO_LISTS,
    hashes: hashesIn(match[6] ?? ""),
    forks: forks === undefined ? NONE : quoted(forks),
    at,
    versionSpan: { start, end: start + version.length },
  };
}

const NONE: readonly never[] = [];
const NO_LISTS: LockPackage["extras"] = new Map();

/** Of a text of references as uv writes them. Most are a name and no more, which takes no expression to read. */
export function referencesIn(text: string): readonly Reference[] {
  const found: Reference[] = [];
  for (let at = text.indexOf(BEFORE_NAME); at !== -1; at = text.indexOf(BEFORE_NAME, at)) {
    const start = at + BEFORE_NAME.length;
    const end = text.indexOf('"', start);
    const isBare = text.startsWith(" }", end + 1);
    found.push(isBare ? bare(text.slice(start, end)) : readReference(text, at));
    at = end;
  }
  // A copy has room for these and no more.
  return found.slice();
}

/** No string can hold it: its quote would be escaped. */
const BEFORE_NAME = '{ name = "';

function bare(name: string): Reference {
  return { name, version: null, source: null, extras: NONE, marker: null };
}

function readReference(text: string, at: number): Reference {
  REFERENCE.lastIndex = at;
  const [, name = "", version = null, index, extras, marker = null] = REFERENCE.exec(text) ?? [];
  return {
    name,
    version,
    source: index === undefined ? null : sourceOf("registry", index).identity,
    extras: extras === undefined ? NONE : quoted(extras),
    marker,
  };
}

function quoted(text: string): readonly string[] {
  return [...text.matchAll(QUOTED)].map(([, value = ""]) => value);
}
