import { isLetterOrDigit, isSeparator } from "./ascii.ts";

declare const packageNameBrand: unique symbol;

/** A name normalised as PEP 503 has it: compare with `===`. Only `normalizeName` makes one. */
export type PackageName = string & { readonly [packageNameBrand]: true };

/**
 * PEP 503, "Normalized Names": runs of `-`, `_` and `.` become one `-`, letters become small. Never fails: a
 * text that is no name (see `isValidName`) is normalised all the same, as the reference implementation does.
 * Extras (PEP 685) and dependency groups (PEP 735) follow the same rule.
 */
export function normalizeName(text: string): PackageName {
  if (isNormalized(text)) return text as PackageName;
  return text.replaceAll(/[-_.]+/g, "-").toLowerCase() as PackageName;
}

/** Small letters, digits and lone `-`: the common case, which needs no copy. */
function isNormalized(text: string): boolean {
  let previous = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isPlain = (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
    if (!isPlain && (code !== 0x2d || previous === 0x2d)) return false;
    previous = code;
  }
  return true;
}

/** PEP 508, "Names": ASCII letters, digits, `-`, `_` and `.`; a letter or digit at both ends. */
export function isValidName(text: string): boolean {
  if (text.length === 0) return false;
  if (!isLetterOrDigit(text.charCodeAt(0)) || !isLetterOrDigit(text.charCodeAt(text.length - 1)))
    return false;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (!isLetterOrDigit(code) && !isSeparator(code)) return false;
  }
  return true;
}
