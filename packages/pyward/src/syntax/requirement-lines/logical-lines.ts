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
  const first = line.pieces[0];
  if (first === undefined) return { offset: 0, line: line.number, column: 1 };
  let piece = first;
  for (const next of line.pieces) {
    if (next.at > index) break;
    piece = next;
  }
  const offset = piece.from + (index - piece.at);
  return { offset, line: piece.line, column: offset - piece.lineStart + 1 };
}

/**
 * The logical lines of a requirements file, blank ones left out, in the order of pip's `preprocess`: split at every
 * boundary of Python's `str.splitlines`, join lines that end in a backslash, then cut comments. A line that is only a
 * comment never continues.
 */
export function* readLogicalLines(text: string): Generator<LogicalLine, void, void> {
  let joining: Joining | null = null;
  let number = 0;
  let start = 0;
  while (start < text.length) {
    const end = endOfLine(text, start);
    number++;
    const isComment = startsComment(text, start, end);
    const continues = end > start && text.charCodeAt(end - 1) === 0x5c && !isComment;
    if (continues || joining !== null) {
      joining ??= newJoining(number);
      if (continues) addContinued(joining, text, { start, end, number });
      else addLast(joining, text, { start, end, number, isComment });
      if (!continues) {
        yield* finish(joining.number, joining.parts.join(""), joining);
        joining = null;
      }
    } else if (end > start) {
      yield* finish(number, text.slice(start, end), {
        isTooLong: end - start > MAX_LINE_LENGTH,
        pieces: [{ at: 0, from: start, line: number, lineStart: start }],
      });
    }
    start = afterLineBreak(text, end);
  }
  if (joining !== null) yield* finish(joining.number, joining.parts.join(""), joining);
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

/** pip strips the backslashes at both ends of a line that continues. */
function addContinued(joining: Joining, text: string, line: Physical): void {
  let { start, end } = line;
  while (start < end && text.charCodeAt(start) === 0x5c) start++;
  while (end > start && text.charCodeAt(end - 1) === 0x5c) end--;
  addPiece(joining, text.slice(start, end), {
    at: joining.length,
    from: start,
    line: line.number,
    lineStart: line.start,
  });
}

/** A comment that ends a continuation gets a space before it, so that it is still seen as one. */
function addLast(joining: Joining, text: string, line: Physical & { readonly isComment: boolean }): void {
  if (line.isComment && !joining.isTooLong) {
    joining.parts.push(" ");
    joining.length++;
  }
  addPiece(joining, text.slice(line.start, line.end), {
    at: joining.length,
    from: line.start,
    line: line.number,
    lineStart: line.start,
  });
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

function* finish(
  number: number,
  joined: string,
  line: { readonly isTooLong: boolean; readonly pieces: readonly Piece[] },
): Generator<LogicalLine, void, void> {
  if (line.isTooLong) {
    yield { number, text: "", comment: null, isTooLong: true, pieces: line.pieces.slice(0, 1) };
    return;
  }
  const hash = findComment(joined);
  const comment = hash === -1 ? null : joined.slice(hash + 1);
  let start = 0;
  let end = hash === -1 ? joined.length : hash;
  while (start < end && isPythonSpace(joined.charCodeAt(start))) start++;
  while (end > start && isPythonSpace(joined.charCodeAt(end - 1))) end--;
  if (start === end && comment === null) return;
  const pieces = start === 0 ? line.pieces : line.pieces.map((piece) => ({ ...piece, at: piece.at - start }));
  yield { number, text: joined.slice(start, end), comment, isTooLong: false, pieces };
}

/** The first `#` at the start or behind white space; -1 without one. A `#` inside a URL is no comment. */
function findComment(joined: string): number {
  let index = joined.indexOf("#");
  while (index > 0 && !isPythonSpace(joined.charCodeAt(index - 1))) index = joined.indexOf("#", index + 1);
  return index;
}
