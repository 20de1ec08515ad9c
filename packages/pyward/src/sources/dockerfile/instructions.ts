/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals; of `ONBUILD RUN …` that of the inner one. */
  readonly name: string;
  /** What follows the name, with lines joined and comments between them left out; bodies of here-documents included. */
  readonly text: string;
  /** Where an offset of the text stands in the file. */
  offsetOf(offset: number): number;
}

export interface Instructions {
  /** One after the other: a file may have a great many. */
  readonly instructions: Iterable<Instruction>;
  /** Null: a backslash. */
  readonly escape: "`" | null;
}

/** Reads the instructions of a Dockerfile as BuildKit's parser divides them. Linear in the text. */
export function readInstructions(text: string): Instructions {
  const lines = linesOf(text);
  const escape = escapeOf(lines);
  const file: File = { lines, escape: escape ?? "\\", steps: 0, missing: new Set() };
  return { instructions: instructionsIn(file), escape };
}

function* instructionsIn(file: File): Generator<Instruction, void, undefined> {
  for (let at = 0; at < file.lines.length;) {
    const { pieces, next } = joinLines(file, at);
    at = next;
    const instruction = instructionOf(pieces);
    if (instruction !== null) yield instruction;
  }
}

interface Line {
  readonly text: string;
  readonly start: number;
}

interface File {
  readonly lines: readonly Line[];
  readonly escape: string;
  /** Lines looked at for the end of here-documents. */
  steps: number;
  /** Ends that stand on no line from here on. */
  readonly missing: Set<string>;
}

/** Far more than any file has: many a beginning without an end would take the square of the lines. */
const MAX_STEPS = 1_000_000;

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith("\u{FEFF}") ? 1 : 0;
  while (start < text.length) {
    const newline = text.indexOf("\n", start);
    const end = newline === -1 ? text.length : newline;
    lines.push({ text: text.slice(start, text[end - 1] === "\r" ? Math.max(start, end - 1) : end), start });
    start = end + 1;
  }
  return lines;
}

/** Parser directives stand before everything else, each once ("Parser directives"). */
function escapeOf(lines: readonly Line[]): "`" | null {
  for (const { text } of lines) {
    const [, name = "", value = ""] = /^\s*#\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(text) ?? [];
    if (name === "") return null;
    if (name.toLowerCase() === "escape") return value === "`" ? "`" : null;
  }
  return null;
}

const COMMENT = /^\s*#/;
const HERE_DOCUMENT = /<<(-?)(["']?)([A-Za-z_][A-Za-z0-9_.]*)\2/g;
/** Instructions that may have one ("Here-Documents"). */
const WITH_DOCUMENTS = /^\s*(?:ONBUILD\s+)?(?:RUN|COPY|ADD)\s/i;

/** The lines of one instruction, as pieces of its text. Comments and empty lines within it are not there. */
function joinLines(file: File, first: number): { pieces: Line[]; next: number } {
  const { lines, escape } = file;
  const pieces: Line[] = [];
  let next = first;
  let goesOn = true;
  while (goesOn && next < lines.length) {
    const line = lines[next++];
    if (line === undefined || COMMENT.test(line.text) || line.text.trim() === "") {
      if (pieces.length === 0) return { pieces, next };
      continue;
    }
    const written = line.text.trimEnd();
    goesOn = written.endsWith(escape);
    pieces.push({ text: goesOn ? written.slice(0, -1) : line.text, start: line.start });
  }
  if (!WITH_DOCUMENTS.test(pieces[0]?.text ?? "")) return { pieces, next };
  for (const { text } of pieces.slice()) {
    for (const [, dash, , end = ""] of text.matchAll(HERE_DOCUMENT))
      next = addDocument(file, next, { pieces, end, isIndented: dash === "-" });
  }
  return { pieces, next };
}

interface HereDocument {
  readonly pieces: Line[];
  readonly end: string;
  readonly isIndented: boolean;
}

/** The body up to the line that ends it. Where none does, what looks like one was none. */
function addDocument(file: File, first: number, { pieces, end, isIndented }: HereDocument): number {
  const { lines } = file;
  const isEnd = ({ text }: Line): boolean => (isIndented ? text.replace(/^\t+/, "") : text) === end;
  const wanted = isIndented ? `-${end}` : end;
  if (file.steps > MAX_STEPS || file.missing.has(wanted)) return first;
  let last = first;
  for (let line = lines[last]; line !== undefined && !isEnd(line); line = lines[last]) last++;
  file.steps += last - first;
  if (last >= lines.length) {
    file.missing.add(wanted);
    return first;
  }
  for (const line of lines.slice(first, last + 1))
    pieces.push({ text: `\n${line.text}`, start: line.start - 1 });
  return last + 1;
}

const NAME = /^\s*(?:ONBUILD\s+)?([A-Za-z]+)(?:\s+|$)/i;

function instructionOf(pieces: readonly Line[]): Instruction | null {
  const text = pieces.map((piece) => piece.text).join("");
  const [whole = "", name = ""] = NAME.exec(text) ?? [];
  if (name === "") return null;
  const ends: number[] = [];
  let length = 0;
  for (const piece of pieces) ends.push((length += piece.text.length));
  const offsetOf = (offset: number): number => {
    const at = firstBeyond(ends, offset + whole.length);
    const piece = pieces[at];
    return piece === undefined ? 0 : piece.start + offset + whole.length - (ends[at - 1] ?? 0);
  };
  return { name: name.toUpperCase(), text: text.slice(whole.length), offsetOf };
}

/** The first of the ascending numbers that is larger; the last one where none is. */
function firstBeyond(ends: readonly number[], offset: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
