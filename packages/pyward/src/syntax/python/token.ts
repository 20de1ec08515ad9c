/** `newline`: the end of a logical line. Comments, blank lines and line ends inside brackets are no tokens. */
export type TokenKind = "name" | "number" | "string" | "operator" | "newline";

/** Offsets are UTF-16 code units of the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Name or operator as written; the letters before the quote of a string; "" for the others. */
  readonly text: string;
  /** White space before the first token of a logical line, a tab going to the next multiple of eight; -1 for the others. */
  readonly indent: number;
  /** Index of the bracket that closes or opens this one; -1 for what is no bracket. */
  readonly partner: number;
}

export type Tokens =
  | { readonly ok: true; readonly tokens: readonly Token[] }
  | { readonly ok: false; readonly offset: number; readonly message: string };
