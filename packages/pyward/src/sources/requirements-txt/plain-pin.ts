import { normalizeName } from "../../python/index.ts";
import { REGISTRY, type Asked } from "./requirement.ts";

/**
 * Name, version in normal form and hashes. No two parts share a character where they meet, so it never goes back far:
 * linear.
 */
const PLAIN =
  /^([A-Za-z0-9][A-Za-z0-9._-]{0,99})==([0-9]{1,20}(?:\.[0-9]{1,20}){0,9}(?:(?:a|b|rc)[0-9]{1,9})?(?:\.post[0-9]{1,9})?(?:\.dev[0-9]{1,9})?)((?: +--hash=sha256:[0-9a-f]{64})*)$/;

/**
 * The shortcut for what most lines are: `name==1.2.3`, `name==2.0rc1.post2`, with any number of `--hash=sha256:…`
 * behind it. Null for every other line, which is then read in full; both ways give the same.
 */
export function readPlainPin(text: string): Asked | null {
  const match = PLAIN.exec(text);
  if (match === null) return null;
  const { 1: name = "", 2: version = "", 3: hashes = "" } = match;
  if ("-_.".includes(name.charAt(name.length - 1))) return null;
  return {
    name: normalizeName(name),
    version,
    pin: "exact",
    specifiers: null,
    specifierSet: null,
    extras: [],
    marker: null,
    hashes:
      hashes === ""
        ? []
        : hashes
            .split("--hash=")
            .slice(1)
            .map((hash) => hash.trimEnd()),
    source: REGISTRY,
    own: null,
    local: null,
    edit: { start: name.length, end: name.length + 2 + version.length },
  };
}
