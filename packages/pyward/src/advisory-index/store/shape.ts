/**
 * Reads the JSON inside a database as what it must be. A wrong shape throws a TypeError; each caller turns it into
 * PywardError `bad-database` with the part that it was reading.
 */
export function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError("not a list");
  return value;
}

export function fields(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError("not an object");
  return new Map(Object.entries(value));
}

export function text(value: unknown): string {
  if (typeof value !== "string") throw new TypeError("not a text");
  return value;
}

/** The list itself, not a copy: a database has tens of thousands of them. */
export function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value) || !value.every(isText)) throw new TypeError("not a list of texts");
  return value;
}

export function numbers(value: unknown): readonly number[] {
  if (!Array.isArray(value) || !value.every(isNumber)) throw new TypeError("not a list of numbers");
  return value;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): value is number {
  return typeof value === "number";
}

export function number(value: unknown): number {
  if (typeof value !== "number") throw new TypeError("not a number");
  return value;
}

export function textOrNull(value: unknown): string | null {
  return value === null ? null : text(value);
}

export function numberOrNull(value: unknown): number | null {
  return value === null ? null : number(value);
}
