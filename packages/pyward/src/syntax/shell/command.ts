import type { ShellVariables } from "./variables.ts";

/** A script, and what is known where it runs. */
export interface ShellText {
  readonly text: string;
  readonly variables: ShellVariables;
  /** What takes the meaning from the next character: a backslash, or the grave accent of a Dockerfile for Windows. */
  readonly escape?: "`";
}

/** A word after quotes are taken off and what is known is put in. Offsets are UTF-16 code units in the script. */
export interface ShellWord {
  /** Of a computed word: what is known of it, and what computes the rest as it is written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** A variable that is not known, the output of a command, arithmetic. */
  readonly isComputed: boolean;
}

/** What stands between `<<END` and `END`, which the command reads. */
export interface HereDocument {
  readonly text: string;
  readonly start: number;
}

/** One simple command (POSIX 2.9.1) without its redirections. Reserved words and assignments are words here. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  readonly input: HereDocument | null;
}
