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
  // Small letters, digits and lone `-`: the common case, which needs no copy.
  if (/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text)) return text as PackageName;
  return text.replaceAll(/[-_.]+/g, "-").toLowerCase() as PackageName;
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
