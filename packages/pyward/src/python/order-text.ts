import type { Version, VersionNumber } from "./version.ts";

/**
 * A text for each version, such that texts compare (`<`) as the versions do (PEP 440, "Summary of permitted suffixes and
 * relative ordering"), and no text starts with that of another version. `upTo` leaves out what comes later: all texts
 * that start with that one are of versions that agree so far. One byte a character, so that comparing is cheap.
 */
export function orderText(version: Version, upTo: "pre" | "public" | "local" = "local"): string {
  const { epoch, release, pre, post, dev, local } = version;
  let text = numberText(epoch);
  let length = release.length;
  while (length > 0 && release[length - 1] === 0) length--;
  for (let at = 0; at < length; at++) text += numberText(release[at] ?? 0);
  text += END + preText(version);
  if (pre !== null) text += numberText(pre.number);
  if (upTo === "pre") return text;
  text += (post === null ? END : numberText(post)) + (dev === null ? LATE : numberText(dev));
  if (upTo === "public") return text;
  for (const part of local ?? [])
    text += typeof part === "string" ? `${WORD}${part}${END}` : numberText(part);
  return text + END;
}

/** Before everything: a part that is not there. */
const END = "\u0000";
/** Words of local versions come before numbers. */
const WORD = "\u0001";
/** No dev release comes after all dev releases. */
const LATE = "\u00fe";

/** Numbers with more digits are told by a second length, of four digits: CPython has none longer. */
const MANY_DIGITS = 200;

function numberText(number: VersionNumber): string {
  if (typeof number === "number" && number < 10) return DIGITS[number] ?? "";
  const digits = String(number);
  const { length } = digits;
  if (length <= MANY_DIGITS) return String.fromCharCode(length + 1) + digits;
  return String.fromCharCode(MANY_DIGITS + 2) + String(length).padStart(4, "0") + digits;
}

const DIGITS: readonly string[] = Array.from({ length: 10 }, (_, digit) => `\u0002${digit}`);

/** 1.0.dev1 < 1.0a1 < 1.0b1 < 1.0rc1 < 1.0. */
function preText({ pre, post, dev }: Version): string {
  if (pre === null) return post === null && dev !== null ? "0" : "4";
  if (pre.letter === "a") return "1";
  return pre.letter === "b" ? "2" : "3";
}
