/** A name or message from outside in a sentence of ours: no control characters, no page of text. */
export function harmless(text: string): string {
  return text.slice(0, 200).replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "?");
}
