import { isObject } from "../../model/index.ts";

/**
 * A description of one JSON value that reads it: gives the value with only the described fields, in the described
 * order, or throws a `ShapeError`. Fields that are not described are left out, so that additions do no harm.
 */
export type Shape<T> = (value: unknown) => T;

/** Where a value differs from its shape. Internal to the readers of reports, which turn it into their own error. */
export class ShapeError extends Error {
  /** Keys and indexes from the outermost value to the wrong one. */
  readonly path: readonly (string | number)[];
  /** What should be there. */
  readonly expected: string;

  constructor(path: readonly (string | number)[], expected: string) {
    super(`${path.join(".")}: expected ${expected}`);
    this.path = path;
    this.expected = expected;
  }
}

export const text: Shape<string> = (value) => {
  if (typeof value === "string") return value;
  throw new ShapeError([], "a text");
};

export const flag: Shape<boolean> = (value) => {
  if (typeof value === "boolean") return value;
  throw new ShapeError([], "true or false");
};

export const number: Shape<number> = (value) => {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new ShapeError([], "a number");
};

export const whole: Shape<number> = (value) => {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new ShapeError([], "a whole number");
};

/** One of a closed list of texts; written as an object so that the compiler sees that none is missing. */
export function choice<T extends string>(choices: Readonly<Record<T, true>>): Shape<T> {
  const isChoice = (value: unknown): value is T => typeof value === "string" && Object.hasOwn(choices, value);
  return (value) => {
    if (isChoice(value)) return value;
    throw new ShapeError([], `one of ${Object.keys(choices).join(", ")}`);
  };
}

/** A text that `accepts` takes. */
export function textLike<T extends string>(
  accepts: (value: string) => value is T,
  expected: string,
): Shape<T> {
  return (value) => {
    if (typeof value === "string" && accepts(value)) return value;
    throw new ShapeError([], expected);
  };
}

/** The value or null. A missing field reads as null: how a report from before the field's time is read. */
export function nullable<T>(shape: Shape<T>): Shape<T | null> {
  return (value) => (value === null || value === undefined ? null : shape(value));
}

/** A field that came later, with what its absence means. */
export function sinceLater<T>(shape: Shape<T>, missing: T): Shape<T> {
  return (value) => (value === undefined ? missing : shape(value));
}

/** A field that is there only where it says something. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value) => (value === undefined ? undefined : shape(value));
}

export function list<T>(shape: Shape<T>): Shape<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new ShapeError([], "a list");
    return value.map((item: unknown, index) => at(index, shape, item));
  };
}

/** An object with these fields, read in this order. */
export function record<T extends object>(fields: { readonly [K in keyof T]-?: Shape<T[K]> }): Shape<T> {
  const entries = Object.entries<Shape<unknown>>(fields);
  return (value) => {
    if (!isObject(value)) throw new ShapeError([], "an object");
    const read: Record<string, unknown> = {};
    for (const [key, shape] of entries) {
      const field = at(key, shape, Object.hasOwn(value, key) ? value[key] : undefined);
      if (field !== undefined) read[key] = field;
    }
    // The one constructor of T: every key of T has been read by the shape of its own type.
    return read as T;
  };
}

function at<T>(key: string | number, shape: Shape<T>, value: unknown): T {
  try {
    return shape(value);
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError([key, ...error.path], error.expected);
    throw error;
  }
}
