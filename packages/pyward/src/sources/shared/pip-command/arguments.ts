import type { ShellWord } from "../../../syntax/shell/index.ts";
import type { ValueOptions } from "./options.ts";

/** One argument of a command. */
export type Argument =
  | { readonly kind: "word"; readonly word: ShellWord }
  /** `name`: the long one without dashes, or the letter. */
  | { readonly kind: "option"; readonly name: string; readonly value: string; readonly word: ShellWord };

/** The arguments of a command; options that take no value are left out. */
export function readArguments(words: readonly ShellWord[], options: ValueOptions): readonly Argument[] {
  const read: Argument[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (text === "--")
      return [...read, ...words.slice(at + 1).map((one) => ({ kind: "word" as const, word: one }))];
    if (!text.startsWith("-") || text === "-") {
      read.push({ kind: "word", word });
      continue;
    }
    const option = text.startsWith("--") ? longOption(text, options) : shortOption(text, options);
    if (option === null) continue;
    if (option.value !== null) {
      read.push({ kind: "option", name: option.name, value: option.value, word });
      continue;
    }
    const value = words[++at];
    if (value !== undefined) read.push({ kind: "option", name: option.name, value: value.text, word: value });
  }
  return read;
}

interface ReadOption {
  readonly name: string;
  /** Null: the next word. */
  readonly value: string | null;
}

function longOption(text: string, { long, flags }: ValueOptions): ReadOption | null {
  const [, written = "", value] = /^--([^=]*)(?:=([^]*))?$/.exec(text) ?? [];
  if (long.has(written)) return { name: written, value: value ?? null };
  if (flags === null || flags.has(written) || written.length < 3) return null;
  const fitting = [...long].filter((name) => name.startsWith(written));
  const [only] = fitting;
  return only !== undefined && fitting.length === 1 ? { name: only, value: value ?? null } : null;
}

/** `-qr FILE`: letters together, of which the one that takes a value takes what follows. */
function shortOption(text: string, { short }: ValueOptions): ReadOption | null {
  for (let at = 1; at < text.length; at++) {
    const letter = text.charAt(at);
    if (!short.includes(letter)) continue;
    const rest = text.slice(at + 1).replace(/^=/, "");
    return { name: letter, value: rest === "" ? null : rest };
  }
  return null;
}
