/** A command line of a cell, for the shell. */
export interface CellCommand {
  readonly script: string;
  /** Where the script's first character stands in the code. What stands before the script in its text is blank. */
  readonly start: number;
}

/** Magics whose cell is the shell's, and those whose cell is still Python (IPython, "Cell magics"). */
const SHELL_CELL = /^%%(?:bash|sh|!|sx|system|script\s+(?:ba|z|da|k)?sh)(?:\s|$)/;
const PYTHON_CELL = /^%%(?:capture|time|timeit|prun|memray_flamegraph)(?:\s|$)/;

/** `!…`, `!!…`, `x = !…`: the shell's. */
const SHELL_LINE = /^(\s*(?:[\w, ]{1,80}=\s*)?!{1,2})/;
/** `%pip …`, `%conda …`: programs of their own; `%sx …`, `%system …`: the shell's. */
const MAGIC_LINE = /^(\s*%)(?:pip3?|conda|mamba|micromamba|uv)\s/;
const SHELL_MAGIC = /^(\s*(?:[\w, ]{1,80}=\s*)?%(?:sx|system)\s)/;
/** IPython takes a line that begins with a magic's name for the magic. */
const AUTOMAGIC = /^(\s*)(?:pip3?|conda|mamba|uv)\s+(?:install|create|pip\s|add)/;

/** The command lines in the code of a cell. */
export function* commandsOf(code: string): Generator<CellCommand, void, undefined> {
  const first = code.search(/\S/);
  if (first === -1) return;
  if (code.startsWith("%%", first)) {
    const line = lineAt(code, first);
    if (SHELL_CELL.test(line)) yield { script: code.slice(first + line.length), start: first + line.length };
    if (!PYTHON_CELL.test(line)) return;
  }
  let quote: string | null = null;
  for (let start = first; start < code.length;) {
    const line = lineAt(code, start);
    const command = quote === null ? commandIn(line) : null;
    if (command === null) {
      quote = quoteAfter(line, quote);
      start += line.length + 1;
      continue;
    }
    const end = endOfCommand(code, start);
    yield { script: code.slice(start + command, end), start: start + command };
    start = end + 1;
  }
}

function lineAt(code: string, start: number): string {
  const end = code.indexOf("\n", start);
  return code.slice(start, end === -1 ? code.length : end);
}

/** Where the command begins in a line; null where it is none. */
function commandIn(line: string): number | null {
  for (const pattern of [SHELL_LINE, MAGIC_LINE, SHELL_MAGIC, AUTOMAGIC]) {
    const before = pattern.exec(line)?.[1];
    if (before !== undefined) return before.length;
  }
  return null;
}

/** A line that ends in a backslash goes on. */
function endOfCommand(code: string, start: number): number {
  let end = start;
  for (;;) {
    const line = lineAt(code, end);
    end += line.length;
    if (!/\\\r?$/.test(line) || end >= code.length) return end;
    end++;
  }
}

/** The three quotes of a text that goes on after the line; null where none does. */
function quoteAfter(line: string, open: string | null): string | null {
  let quote = open;
  for (const [mark] of line.matchAll(/"""|'''/g)) {
    if (quote === null) quote = mark;
    else if (quote === mark) quote = null;
  }
  return quote;
}
