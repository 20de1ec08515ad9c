/** What a user can act on. Anything else that is thrown is a defect of pyward. */
export type ErrorCode =
  | "usage" // wrong command line: exit 2
  | "bad-configuration" // a configuration file is wrong: exit 2
  | "missing-path" // a path given on the command line does not exist: exit 2
  | "no-engine" // an image of a container engine is named, and there is none to ask: exit 2
  | "unknown-revision" // `--rev` names no commit that can be read: exit 2
  | "bad-report" // a saved report cannot be read: exit 2
  | "bad-database" // an advisory database is missing, damaged or of another version: exit 3
  | "cannot-fetch" // a supplier of advisories did not give its data: exit 3
  | "cannot-write"; // an output or the stored database cannot be written: exit 2

interface Options {
  readonly hint?: string;
  readonly cause?: unknown;
}

/** An error with a closed code, what happened, and what to do next. */
export class PywardError extends Error {
  readonly code: ErrorCode;
  /** What the user can do about it; null where the message says it all. */
  readonly hint: string | null;

  /** The command line lies in two files with a copy of this class each (tools/build/bundle.ts): they are one kind of error. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "PywardError";
  }

  constructor(code: ErrorCode, message: string, options: Options = {}) {
    super(message, { cause: options.cause });
    this.name = "PywardError";
    this.code = code;
    this.hint = options.hint ?? null;
  }
}
