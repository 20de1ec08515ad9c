/** 1-based; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A table of every line would take more memory than a hostile text of line feeds; one of every kilobyte does not. */
const STRIDE = 1024;

/** Gives line and column of an offset in one text. Lines end with LF; the table is made when first asked. */
export function positionsIn(text: string): (offset: number) => Position {
  let marks: Marks | null = null;
  return (offset) => {
    marks ??= marksOf(text);
    const mark = Math.min(Math.floor(offset / STRIDE), marks.lines.length - 1);
    let line = marks.lines[mark] ?? 0;
    let start = marks.starts[mark] ?? 0;
    const from = mark * STRIDE;
    const passed = text.slice(from, offset);
    for (let at = passed.indexOf("\n"); at !== -1; at = passed.indexOf("\n", at + 1)) {
      line++;
      start = from + at + 1;
    }
    return { line: line + 1, column: offset - start + 1 };
  };
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
