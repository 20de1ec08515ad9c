import { normalizeName } from "../../python/index.ts";
import { REGISTRY, type Asked } from "./requirement.ts";

/**
 * The shortcut for what most lines are: `name==1.2.3`, with any number of `--hash=sha256:…` behind it. Null for every
 * other line, which is then read in full; both ways give the same.
 */
export function readPlainPin(text: string): Asked | null {
  const nameEnd = endOfName(text);
  if (nameEnd === 0 || nameEnd > 100 || !text.startsWith("==", nameEnd)) return null;
  const versionEnd = endOfRelease(text, nameEnd + 2);
  if (versionEnd === nameEnd + 2 || versionEnd > nameEnd + 60) return null;
  const hashes = readHashes(text, versionEnd);
  if (hashes === null) return null;
  return {
    name: normalizeName(text.slice(0, nameEnd)),
    version: text.slice(nameEnd + 2, versionEnd),
    pin: "exact",
    specifiers: null,
    specifierSet: null,
    extras: [],
    marker: null,
    hashes,
    source: REGISTRY,
    own: null,
    local: null,
    edit: { start: nameEnd, end: versionEnd },
  };
}

/** 0 where the text does not begin with a name of PEP 508. */
function endOfName(text: string): number {
  let index = 0;
  while (index < text.length && isNameCode(text.charCodeAt(index))) index++;
  if (index === 0 || !isAlphanumeric(text.charCodeAt(0)) || !isAlphanumeric(text.charCodeAt(index - 1)))
    return 0;
  return index;
}

/** Digits with single dots between them, from `start`; `start` where there are none. */
function endOfRelease(text: string, start: number): number {
  let index = start;
  let end = start;
  for (;;) {
    const part = index;
    while (index < text.length && isDigit(text.charCodeAt(index))) index++;
    if (index === part) return start;
    end = index;
    if (text.charCodeAt(index) !== 0x2e) return end;
    index++;
  }
}

const HASH = "--hash=sha256:";
const DIGEST_LENGTH = 64;

function readHashes(text: string, start: number): readonly string[] | null {
  if (start === text.length) return [];
  const hashes: string[] = [];
  let index = start;
  while (index < text.length) {
    if (text.charCodeAt(index) !== 0x20) return null;
    while (text.charCodeAt(index) === 0x20) index++;
    if (!text.startsWith(HASH, index)) return null;
    const digest = index + HASH.length;
    const end = digest + DIGEST_LENGTH;
    if (end > text.length || !isLowerHex(text, digest, end)) return null;
    hashes.push(`sha256:${text.slice(digest, end)}`);
    index = end;
  }
  return hashes;
}

function isLowerHex(text: string, start: number, end: number): boolean {
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (!isDigit(code) && (code < 0x61 || code > 0x66)) return false;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isAlphanumeric(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

function isNameCode(code: number): boolean {
  return isAlphanumeric(code) || code === 0x2d || code === 0x2e || code === 0x5f;
}
