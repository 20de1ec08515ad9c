/**
 * What Python's `str.strip()` and the `\s` of its `re` take for white space. It is not JavaScript's: U+001C–1F
 * and U+0085 count, U+FEFF does not.
 */
export function isPythonSpace(code: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d) || (code >= 0x1c && code <= 0x1f);
  return (
    code === 0x85 ||
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}

/** The first index from `at` that holds no white space. */
export function skipPythonSpace(text: string, at: number): number {
  let index = at;
  while (index < text.length && isPythonSpace(text.charCodeAt(index))) index++;
  return index;
}

/** `str.strip()`. */
export function stripPythonSpace(text: string): string {
  const start = skipPythonSpace(text, 0);
  let end = text.length;
  while (end > start && isPythonSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}
