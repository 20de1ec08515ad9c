/** A text without control characters as a basic string of TOML or a string of JSON. */
export function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', String.raw`\"`)}"`;
}

/** Text that `quoted` may write: nothing in it needs another escape, or could be taken for something else. */
export function isQuotable(text: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Surrogate}\u2028\u2029]/u.test(text);
}
