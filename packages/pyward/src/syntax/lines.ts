/** 1-based; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A table of every line would take more memory than a hostile text of line feeds; one of every kilobyte does not. */
const STRIDE = 1024;

/** How far the place before may lie: going on from there costs this at most, wherever it is asked for. */
const NEAR = 16 * 1024;

/**
 * Gives line and column of an offset in one text. Lines end with LF. Mostly places are asked for in their order, and found by going on
 * from the one before; a table is made when another one is asked for first.
 */
export function positionsIn(text: string): (offset: number) => Position {
  let marks: Marks | null = null;
  let last: Passed = { offset: 0, line: 0, start: 0 };
  return (offset) => {
    if (offset < last.offset || offset > last.offset + NEAR) last = before(offset, (marks ??= marksOf(text)));
    let { line, start } = last;
    const passed = text.slice(last.offset, offset);
    for (let at = passed.indexOf("\n"); at !== -1; at = passed.indexOf("\n", at + 1)) {
      line++;
      start = last.offset + at + 1;
    }
    last = { offset, line, start };
    return { line: line + 1, column: offset - start + 1 };
  };
}

/** An offset, the lines that ended before it, and where the last of them ended. */
interface Passed {
  readonly offset: number;
  readonly line: number;
  readonly start: number;
}

function before(offset: number, { lines, starts }: Marks): Passed {
  const mark = Math.min(Math.floor(offset / STRIDE), lines.length - 1);
  return { offset: mark * STRIDE, line: lines[mark] ?? 0, start: starts[mark] ?? 0 };
}

/** At every multiple of `STRIDE`: the lines that ended before it, and where the last of them ended. */
interface Marks {
  readonly lines: readonly number[];
  readonly starts: readonly number[];
}

function marksOf(text: string): Marks {
  const lines = [0];
  const starts = [0];
  let line = 0;
  let start = 0;
  let at = text.indexOf("\n");
  for (let mark = STRIDE; mark <= text.length; mark += STRIDE) {
    for (; at !== -1 && at < mark; at = text.indexOf("\n", at + 1)) {
      line++;
      start = at + 1;
    }
    lines.push(line);
    starts.push(start);
  }
  return { lines, starts };
}
