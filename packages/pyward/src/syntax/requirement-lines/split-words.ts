/** The words of a line, or why it has none: an open quote, or a backslash with nothing behind it. */
export type Words =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "open-quote" }
  | { readonly kind: "lone-backslash" };

const WHITE = " \t\r\n";
const QUOTES = "'\"";

/** Splits a text into words as Python's `shlex.split` does: POSIX quoting, no comments. Linear in the text. */
export function splitWords(text: string): Words {
  const words: string[] = [];
  let index = 0;
  for (;;) {
    while (index < text.length && WHITE.includes(text.charAt(index))) index++;
    if (index === text.length) return { kind: "words", words };
    const word = readWord(text, index);
    if (typeof word === "string") return { kind: word };
    words.push(word.text);
    index = word.end;
  }
}

interface Word {
  readonly text: string;
  readonly end: number;
}

function readWord(text: string, start: number): Word | "open-quote" | "lone-backslash" {
  const parts: string[] = [];
  let index = start;
  let plain = start;
  while (index < text.length && !WHITE.includes(text.charAt(index))) {
    const character = text.charAt(index);
    if (character !== "\\" && !QUOTES.includes(character)) {
      index++;
      continue;
    }
    parts.push(text.slice(plain, index));
    if (character === "\\") {
      if (index + 1 === text.length) return "lone-backslash";
      plain = index + 1;
      index += 2;
    } else {
      const quoted = readQuoted(text, index);
      if (typeof quoted === "string") return quoted;
      parts.push(quoted.text);
      index = quoted.end;
      plain = index;
    }
  }
  parts.push(text.slice(plain, index));
  return { text: parts.join(""), end: index };
}

/** A backslash escapes only inside double quotes, and there only the quote and itself. */
function readQuoted(text: string, start: number): Word | "open-quote" | "lone-backslash" {
  const quote = text.charAt(start);
  const parts: string[] = [];
  let index = start + 1;
  let plain = index;
  while (index < text.length) {
    const character = text.charAt(index);
    if (character === quote) {
      parts.push(text.slice(plain, index));
      return { text: parts.join(""), end: index + 1 };
    }
    if (character === "\\" && quote === '"') {
      if (index + 1 === text.length) return "lone-backslash";
      const next = text.charAt(index + 1);
      if (next === quote || next === "\\") {
        parts.push(text.slice(plain, index));
        plain = index + 1;
      }
      index += 2;
    } else {
      index++;
    }
  }
  return "open-quote";
}
