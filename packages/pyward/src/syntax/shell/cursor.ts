/** The offset of the line feed that ends the line, or the text's end. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

/** The offset behind what closes at the same level; the text's end where nothing does. Quotes hide brackets. */
export function endOfBracket(text: string, at: number, pair: "()" | "{}"): number {
  let depth = 0;
  for (let next = at; next < text.length; next++) {
    const unit = text.charAt(next);
    if (unit === "\\") next++;
    else if (unit === "'" || unit === '"') next = endOfQuote(text, next + 1, unit);
    else if (unit === pair.charAt(0)) depth++;
    else if (unit === pair.charAt(1) && --depth === 0) return next + 1;
  }
  return text.length;
}

/** The offset of the quote that closes. */
export function endOfQuote(text: string, at: number, quote: string): number {
  for (let next = at; next < text.length; next++) {
    const unit = text.charAt(next);
    if (unit === "\\" && quote !== "'") next++;
    else if (unit === quote) return next;
  }
  return text.length;
}
