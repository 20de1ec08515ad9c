import { blank, lineWidth, type Line, partOf, type Piece, piece, type Style, widthOf } from "./pieces.ts";

/** What must stay together: pieces with no space between them. */
type Word = readonly Piece[];

/**
 * Breaks pieces into lines of at most `width` columns, between words where it can, inside an overlong word where it must.
 * Where it breaks, runs of spaces become one. At least one line.
 */
export function wrap(pieces: Line, width: number): readonly Line[] {
  if (lineWidth(pieces) <= width) return [pieces];
  const [only] = pieces;
  const plain = only === undefined || pieces.length > 1 ? null : wrapPiece(only, width);
  if (plain !== null) return plain;
  const lines: Piece[][] = [];
  let line: Piece[] = [];
  let used = 0;
  for (const word of wordsOf(pieces).flatMap((whole) => splitToFit(whole, width))) {
    const needed = lineWidth(word);
    if (used > 0 && used + 1 + needed > width) {
      lines.push(line);
      line = [];
      used = 0;
    }
    if (used > 0) line.push(spaceBetween(line.at(-1), word[0]));
    line.push(...word);
    used += needed + (used > 0 ? 1 : 0);
  }
  return [...lines, line].map(joined);
}

/** `wrap` for the common case, one piece whose words all fit: the same lines in a fraction of the time. Null: it is not. */
function wrapPiece({ text, style }: Piece, width: number): readonly Line[] | null {
  const lines: Line[] = [];
  let line = "";
  let used = 0;
  for (const word of text.split(" ")) {
    if (word === "") continue;
    const needed = widthOf(word);
    if (needed > width) return null;
    if (used > 0 && used + 1 + needed > width) {
      lines.push([partOf(line, style)]);
      line = "";
      used = 0;
    }
    line = used > 0 ? `${line} ${word}` : word;
    used += needed + (used > 0 ? 1 : 0);
  }
  if (line === "") return null;
  lines.push([partOf(line, style)]);
  return lines;
}

/** The lines behind `first` on the first line and blanks of its width on the others. */
export function hang(first: Line, lines: readonly Line[]): readonly Line[] {
  const indentation = blank(lineWidth(first));
  return lines.map((line, index) => (index === 0 ? [...first, ...line] : [indentation, ...line]));
}

/** `hang` with text that is wrapped to what the first part leaves of the width. */
export function hangWrapped(first: Line, rest: Line, width: number): readonly Line[] {
  return hang(first, wrap(rest, Math.max(1, width - lineWidth(first))));
}

/** `hangWrapped` behind blanks. */
export function indent(columns: number, line: Line, width: number): readonly Line[] {
  return hangWrapped([blank(columns)], line, width);
}

const SEPARATOR = piece(" · ", "dim");

/**
 * Items in a row with a dot between them, in lines of at most `width`. A line breaks between items, where the dot falls
 * away; only an item that is longer than a line is broken inside. No item gives no line.
 */
export function flow(items: readonly Line[], width: number): readonly Line[] {
  return flowBehind([], [], { items, width });
}

interface Flow {
  readonly items: readonly Line[];
  readonly width: number;
}

/** What the first line and what the others begin with takes nothing of the width. */
function flowBehind(first: Line, others: Line, { items, width }: Flow): readonly Line[] {
  const lines: Piece[][] = [];
  let last: Piece[] | null = null;
  let used = 0;
  items.forEach((item) => {
    const needed = lineWidth(item);
    if (last !== null && used + SEPARATOR.width + needed <= width) {
      last.push(SEPARATOR, ...item);
      used += SEPARATOR.width + needed;
      return;
    }
    wrap(item, width).forEach((line) => {
      last = (lines.length === 0 ? first : others).concat(line);
      used = lineWidth(line);
      lines.push(last);
    });
  });
  return lines;
}

/** `flow` behind blanks: so many on the first line, so many on the others. */
export function flowIndented(
  items: readonly Line[],
  columns: { readonly first: number; readonly others: number },
  width: number,
): readonly Line[] {
  const room = Math.max(1, width - Math.max(columns.first, columns.others));
  return flowBehind([blank(columns.first)], [blank(columns.others)], { items, width: room });
}

function wordsOf(pieces: Line): readonly Word[] {
  const words: Piece[][] = [];
  let open = false;
  for (const { text, style } of pieces) {
    for (const [index, part] of text.split(" ").entries()) {
      if (index > 0) open = false;
      if (part === "") continue;
      if (open) words.at(-1)?.push(partOf(part, style));
      else words.push([partOf(part, style)]);
      open = true;
    }
  }
  return words;
}

/** In the style of its neighbours where they agree, so that they can be joined. */
function spaceBetween(before: Piece | undefined, after: Piece | undefined): Piece {
  return partOf(" ", before !== undefined && before.style === after?.style ? before.style : "plain");
}

function splitToFit(word: Word, width: number): readonly Word[] {
  if (lineWidth(word) <= width) return [word];
  const parts: Piece[][] = [];
  let part: Piece[] = [];
  let used = 0;
  for (const { unit, style } of unitsOf(word)) {
    const needed = widthOf(unit);
    if (part.length > 0 && used + needed > width) {
      parts.push(part);
      part = [];
      used = 0;
    }
    part.push(partOf(unit, style));
    used += needed;
  }
  return [...parts, part].map(joined);
}

/**
 * Characters with the marks that stand on them, and with the colons that follow: no line begins with a colon, for
 * `::` at the start of a line is a command to a build service.
 */
function unitsOf(word: Word): readonly { readonly unit: string; readonly style: Style }[] {
  return word.flatMap(({ text, style }) =>
    (text.match(/[^\p{M}:][\p{M}:]{0,8}|[\p{M}:]{1,8}/gu) ?? []).map((unit) => ({ unit, style })),
  );
}

/** Neighbours of one style as one piece. */
function joined(pieces: readonly Piece[]): Word {
  const result: Piece[] = [];
  for (const next of pieces) {
    const last = result.at(-1);
    if (last?.style === next.style) result[result.length - 1] = partOf(last.text + next.text, last.style);
    else result.push(next);
  }
  return result;
}
