import { isPythonSpace } from "./white-space.ts";

/** A longer logical line is not joined: no requirement with all its hashes comes near. UTF-16 code units. */
export const MAX_LINE_LENGTH = 256 * 1024;

/** A stretch of a logical line that stands in one physical line. */
interface Piece {
  /** Where it begins in the logical line's text; negative where white space was cut off before it. */
  readonly at: number;
  /** Where it begins in the file's text. */
  readonly from: number;
  /** 1-based number of its physical line. */
  readonly line: number;
  /** Where its physical line begins in the file's text. */
  readonly lineStart: number;
}

/** One line as pip reads it: continuations joined, comment cut off, white space trimmed. */
export interface LogicalLine {
  /** 1-based number of its first physical line. */
  readonly number: number;
  /** Empty where the line holds only a comment, and where it is too long. */
  readonly text: string;
  /** What stands behind the `#`, untrimmed; null without a comment. */
  readonly comment: string | null;
  /** Whether it is longer than `MAX_LINE_LENGTH`. */
  readonly isTooLong: boolean;
  readonly pieces: readonly Piece[];
}

/** A place in a file: offset and column in UTF-16 code units of the decoded text, line and column 1-based. */
export interface Place {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Where the character at `index` of a logical line's text stands in the file. */
export function locate(line: LogicalLine, index: number): Place {
  const piece = pieceAt(line, index);
  const offset = piece.from + (index - piece.at);
  return { offset, line: piece.line, column: offset - piece.lineStart + 1 };
}

function pieceAt({ number, pieces }: LogicalLine, index: number): Piece {
  let found = pieces[0] ?? { at: 0, from: 0, line: number, lineStart: 0 };
  for (let next = 1; next < pieces.length; next++) {
    const piece = pieces[next];
    if (piece === undefined || piece.at > index) break;
    found = piece;
  }
  return found;
}

/**
 * The logical lines of a requirements file, blank ones left out, in the order of pip's `preprocess`: split at every
 * boundary of Python's `str.splitlines`, join lines that end in a backslash, then cut comments. A line that is only a
 * comment never continues.
 */
export function* readLogicalLines(text: string): Generator<LogicalLine, void, void> {
  // What ends a line besides LF is rare, and looking for LF alone is quick.
  const isPlain = !/[\r\v\f\u001c-\u001e\u0085\u2028\u2029]/.test(text);
  let joining: Joining | null = null;
  let number = 0;
  let start = 0;
  while (start < text.length) {
    const end = isPlain ? indexOrEnd(text, start) : endOfLine(text, start);
    number++;
    let finished: LogicalLine | null = null;
    if (joining === null && !(end > start && text.charCodeAt(end - 1) === 0x5c)) {
      if (end > start) finished = finishSingle(text, { start, end, number });
    } else {
      joining ??= newJoining(number);
      if (!addPhysical(joining, text, { start, end, number })) {
        finished = finish(joining.number, joining.parts.join(""), joining);
        joining = null;
      }
    }
    if (finished !== null) yield finished;
    start = afterLineBreak(text, end);
  }
  const last = joining === null ? null : finish(joining.number, joining.parts.join(""), joining);
  if (last !== null) yield last;
}

function indexOrEnd(text: string, start: number): number {
  const found = text.indexOf("\n", start);
  return found === -1 ? text.length : found;
}

function finishSingle(text: string, { start, end, number }: Physical): LogicalLine | null {
  const isTooLong = end - start > MAX_LINE_LENGTH;
  const pieces = [{ at: 0, from: start, line: number, lineStart: start }];
  return finish(number, isTooLong ? "" : text.slice(start, end), { isTooLong, pieces });
}

/** Boundaries of `str.splitlines`: LF, VT, FF, CR, FS, GS, RS, NEL, LS, PS. */
function endOfLine(text: string, start: number): number {
  let index = start;
  for (; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x1e && code < 0x85) continue;
    if (code <= 0x1e ? (code >= 0x0a && code <= 0x0d) || code >= 0x1c : isWideBreak(code)) break;
  }
  return index;
}

function isWideBreak(code: number): boolean {
  return code === 0x85 || code === 0x2028 || code === 0x2029;
}

function afterLineBreak(text: string, end: number): number {
  return text.charCodeAt(end) === 0x0d && text.charCodeAt(end + 1) === 0x0a ? end + 2 : end + 1;
}

function startsComment(text: string, start: number, end: number): boolean {
  let index = start;
  while (index < end && isPythonSpace(text.charCodeAt(index))) index++;
  return index < end && text.charCodeAt(index) === 0x23;
}

interface Physical {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

interface Joining {
  readonly number: number;
  readonly parts: string[];
  readonly pieces: Piece[];
  length: number;
  isTooLong: boolean;
}

function newJoining(number: number): Joining {
  return { number, parts: [], pieces: [], length: 0, isTooLong: false };
}

/**
 * Adds a line to a continuation; says whether that goes on. pip strips the backslashes at both ends of a line that
 * continues, and puts a space before a comment that ends one, so that it is still seen as a comment.
 */
function addPhysical(joining: Joining, text: string, { start, end, number }: Physical): boolean {
  const isComment = startsComment(text, start, end);
  const continues = end > start && text.charCodeAt(end - 1) === 0x5c && !isComment;
  const { from, to } = continues ? withoutBackslashes(text, start, end) : { from: start, to: end };
  if (isComment && !joining.isTooLong) {
    joining.parts.push(" ");
    joining.length++;
  }
  addPiece(joining, text.slice(from, to), { at: joining.length, from, line: number, lineStart: start });
  return continues;
}

function withoutBackslashes(
  text: string,
  start: number,
  end: number,
): { readonly from: number; readonly to: number } {
  let from = start;
  let to = end;
  while (from < to && text.charCodeAt(from) === 0x5c) from++;
  while (to > from && text.charCodeAt(to - 1) === 0x5c) to--;
  return { from, to };
}

function addPiece(joining: Joining, part: string, piece: Piece): void {
  if (joining.isTooLong) return;
  if (joining.length + part.length > MAX_LINE_LENGTH) {
    joining.isTooLong = true;
    return;
  }
  joining.parts.push(part);
  joining.pieces.push(piece);
  joining.length += part.length;
}

function finish(
  number: number,
  joined: string,
  line: { readonly isTooLong: boolean; readonly pieces: readonly Piece[] },
): LogicalLine | null {
  if (line.isTooLong) {
    return { number, text: "", comment: null, isTooLong: true, pieces: line.pieces.slice(0, 1) };
  }
  const hash = findComment(joined);
  const comment = hash === -1 ? null : joined.slice(hash + 1);
  let start = 0;
  let end = hash === -1 ? joined.length : hash;
  while (start < end && isPythonSpace(joined.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(joined.charCodeAt(end - 1))) end--;
  if (start === end && comment === null) return null;
  const pieces = start === 0 ? line.pieces : line.pieces.map((piece) => ({ ...piece, at: piece.at - start }));
  return { number, text: joined.slice(start, end), comment, isTooLong: false, pieces };
}

/** The first `#` at the start or behind white space; -1 without one. A `#` inside a URL is no comment. */
function findComment(joined: string): number {
  let index = joined.indexOf("#");
  while (index > 0 && !isPythonSpace(joined.charCodeAt(index - 1))) index = joined.indexOf("#", index + 1);
  return index;
}
