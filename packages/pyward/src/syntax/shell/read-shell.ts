import type { HereDocument, ShellCommand, ShellText, ShellWord } from "./command.ts";
import { endOfLine } from "./cursor.ts";
import { readWord } from "./read-word.ts";

/**
 * The simple commands of a POSIX shell's script, in the order of the text: lists, pipelines, groups and compound commands
 * are taken apart, comments left out, and nothing is run. What is open at the end is closed there. Linear in the text.
 * A generator, so that who reads can set a variable before the next command is read.
 */
export function* readShell(script: ShellText): Generator<ShellCommand, void, undefined> {
  const reading: Reading = { script, at: 0, words: [], waiting: [], input: null };
  while (reading.at < script.text.length) {
    if (!readPiece(reading)) continue;
    const command = takeCommand(reading);
    if (command !== null) yield command;
  }
  const last = takeCommand(reading);
  if (last !== null) yield last;
}

interface Reading {
  readonly script: ShellText;
  at: number;
  words: ShellWord[];
  /** Here-documents whose bodies begin after the line. `isOurs`: of the command that is being read. */
  waiting: { readonly end: string; readonly isIndented: boolean; isOurs: boolean }[];
  input: HereDocument | null;
}

function takeCommand(reading: Reading): ShellCommand | null {
  const { words, input } = reading;
  reading.words = [];
  reading.input = null;
  for (const document of reading.waiting) document.isOurs = false;
  return words.length === 0 && input === null ? null : { words, input };
}

/** Reads on by a word, an operator or a blank. True: a command ends here. */
function readPiece(reading: Reading): boolean {
  const { script, at } = reading;
  const { text } = script;
  const unit = text.charAt(at);
  if (unit === "\n") {
    reading.at++;
    readHereDocuments(reading);
    return true;
  }
  if (unit === " " || unit === "\t" || unit === "\r") {
    reading.at++;
  } else if (unit === "#") {
    reading.at = endOfLine(text, at);
  } else if (unit === "<" || unit === ">" || (unit === "&" && text.charAt(at + 1) === ">")) {
    readRedirection(reading);
  } else if (";&|()".includes(unit)) {
    reading.at++;
    return true;
  } else {
    const { words, end } = readWord(script, at);
    reading.at = end;
    // `2>file`: the number of a descriptor, not a word.
    const isDescriptor = /^[0-9]+$/.test(text.slice(at, end)) && /[<>]/.test(text.charAt(end));
    if (!isDescriptor) for (const word of words) reading.words.push(word);
  }
  return false;
}

const REDIRECTION = /&?(?:<<<|<<-?|<&|<>|<|>>|>&|>\||>)/y;

/** POSIX 2.7. What it names is no argument; `<(…)` is one, and is computed. */
function readRedirection(reading: Reading): void {
  const { script, at } = reading;
  const { text } = script;
  REDIRECTION.lastIndex = at;
  const operator = REDIRECTION.exec(text)?.[0] ?? text.charAt(at);
  let next = at + operator.length;
  if (text.charAt(next) === "(") {
    reading.at = next;
    return;
  }
  while (text.charAt(next) === " " || text.charAt(next) === "\t") next++;
  if (next >= text.length || "\n;&|()<>".includes(text.charAt(next))) {
    reading.at = next;
    return;
  }
  const { words, end } = readWord(script, next);
  reading.at = end;
  if (operator !== "<<" && operator !== "<<-") return;
  const word = words.map((one) => one.text).join(" ");
  reading.waiting.push({ end: word, isIndented: operator === "<<-", isOurs: true });
}

/** POSIX 2.7.4: the bodies follow the line, one after the other. */
function readHereDocuments(reading: Reading): void {
  const { text } = reading.script;
  for (const { end, isIndented, isOurs } of reading.waiting) {
    const start = reading.at;
    let line = start;
    let close = text.length;
    while (line < text.length) {
      const stop = endOfLine(text, line);
      const written = text.slice(line, Math.min(stop, line + end.length + 100)).replace(/\r$/, "");
      if ((isIndented ? written.replace(/^\t+/, "") : written) === end) {
        close = line;
        line = Math.min(text.length, stop + 1);
        break;
      }
      line = stop + 1;
    }
    reading.at = Math.min(text.length, line);
    if (isOurs) reading.input = { text: text.slice(start, close), start };
  }
  reading.waiting = [];
}
