import type { ShellText } from "./command.ts";
import { endOfBracket, endOfQuote } from "./cursor.ts";

/** What stands for an expansion. */
export interface Expansion {
  readonly value: string;
  readonly isKnown: boolean;
  readonly end: number;
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
/** `${NAME}`, and with what holds where it is not set, or is empty. */
const BRACED = /^([A-Za-z_][A-Za-z0-9_]*)(?:(:?)([-+])([^$`'"\\]*))?$/;

/** The expansion that begins with `$` or a grave accent (POSIX 2.6.2 to 2.6.4). Nothing is run. */
export function expand({ text, variables }: ShellText, at: number): Expansion {
  if (text.charAt(at) === "`") return unknown(Math.min(text.length, endOfQuote(text, at + 1, "`") + 1));
  const next = text.charAt(at + 1);
  if (next === "(") return unknown(endOfBracket(text, at + 1, "()"));
  if (next === "{") {
    const end = endOfBracket(text, at + 1, "{}");
    const [, name = "", colon = "", sign = "", word = ""] = BRACED.exec(text.slice(at + 2, end - 1)) ?? [];
    if (name === "") return unknown(end);
    const value = variables.get(name);
    const isSet = variables.has(name) && (value === null || colon === "" || value !== "");
    if (sign === "-" && !isSet) return { value: word, isKnown: true, end };
    if (sign === "+" && isSet) return { value: word, isKnown: true, end };
    return value === null || sign === "+" ? unknown(end) : { value, isKnown: true, end };
  }
  NAME.lastIndex = at + 1;
  const name = NAME.exec(text)?.[0];
  if (name === undefined)
    return /[0-9@*#?$!-]/.test(next) ? unknown(at + 2) : { value: "$", isKnown: true, end: at + 1 };
  const value = variables.get(name);
  const end = at + 1 + name.length;
  return value === null ? unknown(end) : { value, isKnown: true, end };
}

function unknown(end: number): Expansion {
  return { value: "", isKnown: false, end };
}
