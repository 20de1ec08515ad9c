import type { ShellText, ShellWord } from "./command.ts";
import { endOfQuote } from "./cursor.ts";
import { expand } from "./expand.ts";

/** The words that begin at an offset: several where an unquoted variable holds blanks, none where it holds nothing. */
export interface ReadWords {
  readonly words: readonly ShellWord[];
  readonly end: number;
}

/** Reads one word as it is written (POSIX 2.2, 2.6): quotes are taken off, known variables put in. */
export function readWord(script: ShellText, start: number): ReadWords {
  const word: OpenWord = { script, at: start, fields: [], field: null, isComputed: false };
  while (word.at < script.text.length && !" \t\r\n;&|()<>".includes(script.text.charAt(word.at)))
    readPart(word);
  endField(word);
  const { fields, at: end } = word;
  return { words: fields.map((field) => ({ ...field, start, end })), end };
}

interface OpenWord {
  readonly script: ShellText;
  at: number;
  readonly fields: { readonly text: string; readonly isComputed: boolean }[];
  /** Null: nothing stands there yet, not even an empty text in quotes. */
  field: string | null;
  isComputed: boolean;
}

function endField(word: OpenWord): void {
  if (word.field !== null) word.fields.push({ text: word.field, isComputed: word.isComputed });
  word.field = null;
  word.isComputed = false;
}

function append(word: OpenWord, text: string): void {
  word.field = (word.field ?? "") + text;
}

const PLAIN = /[^\s;&|()<>'"\\`$]+/y;

function readPart(word: OpenWord): void {
  const { script, at } = word;
  const { text } = script;
  PLAIN.lastIndex = at;
  const plain = PLAIN.exec(text)?.[0];
  if (plain !== undefined) {
    append(word, plain);
    word.at += plain.length;
    return;
  }
  const unit = text.charAt(at);
  if (unit === "'") {
    const end = endOfQuote(text, at + 1, "'");
    append(word, text.slice(at + 1, end));
    word.at = Math.min(text.length, end + 1);
  } else if (unit === '"') {
    readQuoted(word);
  } else if (unit === (script.escape ?? "\\")) {
    readEscape(word);
  } else if (unit === "$" || (unit === "`" && script.escape === undefined)) {
    readExpansion(word, false);
  } else {
    append(word, unit);
    word.at++;
  }
}

/** A line feed that is escaped is not there (POSIX 2.2.1). */
function readEscape(word: OpenWord): void {
  const { text } = word.script;
  const next = text.charAt(word.at + 1);
  const isCarriageReturn = next === "\r" && text.charAt(word.at + 2) === "\n";
  if (next !== "\n" && !isCarriageReturn) append(word, next);
  word.at = Math.min(text.length, word.at + (isCarriageReturn ? 3 : 2));
}

function readQuoted(word: OpenWord): void {
  const { text, escape = "\\" } = word.script;
  append(word, "");
  word.at++;
  for (let unit = text.charAt(word.at); unit !== '"'; unit = text.charAt(word.at)) {
    if (unit === "") return;
    if (unit === "$" || (unit === "`" && escape === "\\")) {
      readExpansion(word, true);
      continue;
    }
    if (unit === escape && '$`"\\\n'.includes(text.charAt(word.at + 1) || " ")) {
      readEscape(word);
      continue;
    }
    append(word, unit);
    word.at++;
  }
  word.at++;
}

function readExpansion(word: OpenWord, isQuoted: boolean): void {
  const { value, isKnown, end } = expand(word.script, word.at);
  if (!isKnown) word.isComputed = true;
  // What is unquoted is split at blanks (POSIX 2.6.5).
  if (isQuoted || !isKnown) append(word, isKnown ? value : word.script.text.slice(word.at, end));
  else {
    for (const [at, piece] of value.split(/[ \t\n]+/).entries()) {
      if (at > 0) endField(word);
      if (piece !== "") append(word, piece);
    }
  }
  word.at = end;
}
