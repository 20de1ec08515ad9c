import { compareText } from "../../model/index.ts";
import type { Version } from "../../python/index.ts";
import { compareVersions, parseVersion } from "../../python/index.ts";

/** A published version and what PEP 440 makes of it. */
export interface Bound {
  /** As published; without its `-NA` where repaired. */
  readonly text: string;
  readonly version: Version;
  readonly repaired: boolean;
}

/** Longer than any real version; past it a text is not worth parsing. */
const MAX_VERSION = 200;
const NOT_APPLICABLE = /-NA$/i;

/** Parses each distinct text once: a big build names 589,000 versions and 40,000 distinct ones. */
export interface VersionReader {
  /** Null where the text is not PEP 440. */
  read(text: string): Bound | null;
  /**
   * The same, and `X-NA` read as X, `repaired`: exporters of CVE records write the missing
   * update field of a CPE as `NA`, so `2.6.0-NA` is the release 2.6.0 itself.
   */
  readBound(text: string): Bound | null;
}

export function createVersionReader(): VersionReader {
  const known = new Map<string, Bound | null>();
  const read = (text: string): Bound | null => {
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const parsed = text.length > MAX_VERSION ? null : parseVersion(text);
    const bound = parsed?.ok === true ? { text: text.trim(), version: parsed.value, repaired: false } : null;
    known.set(text, bound);
    return bound;
  };
  const readBound = (text: string): Bound | null => {
    const bound = read(text);
    if (bound !== null || !NOT_APPLICABLE.test(text)) return bound;
    const release = read(text.replace(NOT_APPLICABLE, ""));
    return release === null ? null : { ...release, repaired: true };
  };
  return { read, readBound };
}

/** By PEP 440; equal versions by length, then code units, so that the order of the input never shows. */
export function compareBounds(a: Bound, b: Bound): number {
  return (
    compareVersions(a.version, b.version) || a.text.length - b.text.length || compareText(a.text, b.text)
  );
}
