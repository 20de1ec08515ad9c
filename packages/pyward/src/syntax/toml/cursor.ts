/** Why and where reading stopped. */
export interface Failure {
  readonly offset: number;
  readonly message: string;
}

/**
 * The place of reading in one text. Searches for line ends and backslashes are remembered, because they are asked for
 * ascending offsets only: that keeps the whole reading linear.
 */
export class Cursor {
  readonly text: string;
  /** See `TomlSettings`. */
  readonly verbatim: RegExp | null;
  at = 0;
  /** The first failure; once set, every reading function returns null up to the top. */
  failure: Failure | null = null;
  #newline = -1;
  #backslash = -1;
  readonly #recent: string[] = Array.from({ length: 128 }, () => "");

  constructor(text: string, verbatim: RegExp | null) {
    this.text = text;
    this.verbatim = verbatim;
  }

  /** Code unit at the place, NaN at the end. */
  peek(): number {
    return this.text.charCodeAt(this.at);
  }

  fail(message: string, offset: number = this.at): null {
    this.failure ??= { offset, message };
    return null;
  }

  /** Offset of the first line feed at or after `from`, or the length of the text. */
  newlineFrom(from: number): number {
    if (this.#newline < from) this.#newline = this.#find("\n", from);
    return this.#newline;
  }

  /** Offset of the first backslash at or after `from`, or the length of the text. */
  backslashFrom(from: number): number {
    if (this.#backslash < from) this.#backslash = this.#find("\\", from);
    return this.#backslash;
  }

  /**
   * The text of a key. Lock files repeat a dozen keys a hundred thousand times: a recent one is handed out again
   * instead of a copy, which spares its memory and its hash. The factors keep the keys of uv's and Poetry's locks apart.
   */
  word(from: number, to: number): string {
    const { text } = this;
    const slot = (5 * text.charCodeAt(from) + 4 * text.charCodeAt(to - 1) + to - from) & 127;
    const recent = this.#recent[slot] ?? "";
    if (recent.length === to - from && text.startsWith(recent, from)) return recent;
    const word = text.slice(from, to);
    this.#recent[slot] = word;
    return word;
  }

  #find(character: string, from: number): number {
    const found = this.text.indexOf(character, from);
    return found === -1 ? this.text.length : found;
  }
}

const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const HASH = 35;

/** Skips blanks and tabs. */
export function skipSpace(cursor: Cursor): void {
  const { text } = cursor;
  let { at } = cursor;
  for (let unit = text.charCodeAt(at); unit === SPACE || unit === TAB; unit = text.charCodeAt(at)) at++;
  cursor.at = at;
}

/** Skips white space, line ends and comments. Stray carriage returns were refused before reading began. */
export function skipBlank(cursor: Cursor): void {
  const { text } = cursor;
  let { at } = cursor;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit === SPACE || unit === LINE_FEED || unit === TAB || unit === CARRIAGE_RETURN) at++;
    else if (unit === HASH) at = cursor.newlineFrom(at);
    else break;
  }
  cursor.at = at;
}

/** Skips what may follow on a line that is complete. */
export function expectLineEnd(cursor: Cursor): true | null {
  skipSpace(cursor);
  const unit = cursor.peek();
  if (unit === LINE_FEED || unit === CARRIAGE_RETURN || Number.isNaN(unit)) return true;
  if (unit !== HASH) return cursor.fail("expected the end of the line");
  cursor.at = cursor.newlineFrom(cursor.at);
  return true;
}
