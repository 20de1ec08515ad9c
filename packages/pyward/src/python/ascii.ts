/** The PEPs mean ASCII where they say letter and digit: no Unicode folding, no other digits. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

export function isLetterOrDigit(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);
}

/** A letter of `A`–`Z` becomes small; every other unit stays as it is (`ſ`, `ı` and the Kelvin sign too). */
export function lowerLetter(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

/** `.`, `-` and `_`: what separates the parts of names and versions. */
export function isSeparator(code: number): boolean {
  return code === 0x2e || code === 0x2d || code === 0x5f;
}
