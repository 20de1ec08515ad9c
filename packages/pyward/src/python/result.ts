/** Why a text was refused. A closed list: the code decides, the message explains. */
export type ParseErrorCode =
  | "invalid-version"
  | "number-too-long"
  | "invalid-specifier"
  | "invalid-requirement"
  | "invalid-marker"
  | "nesting-too-deep"
  | "invalid-wheel-filename"
  | "invalid-sdist-filename"
  | "invalid-purl";

/** `offset` counts UTF-16 units from the start of the text that was given to the parser. */
export interface ParseError {
  readonly code: ParseErrorCode;
  readonly message: string;
  readonly offset: number;
}

export interface Failure {
  readonly ok: false;
  readonly error: ParseError;
}

/** What every parser of this layer gives back: it never throws on bad text. */
export type Result<T> = { readonly ok: true; readonly value: T } | Failure;

export function success<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failure(code: ParseErrorCode, message: string, offset: number): Failure {
  return { ok: false, error: { code, message, offset } };
}
