/** Lines around a change. */
const CONTEXT = 3;

interface Line {
  readonly kind: " " | "-" | "+";
  readonly text: string;
}

/** A unified diff as `diff -u` and git write it, of texts of which only few lines differ; empty where none does. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const lines = compare(linesOf(before), linesOf(after));
  const hunks = hunksIn(lines).map(([start, end]) => hunkText(lines, start, end));
  return [`--- a/${path}\n`, `+++ b/${path}\n`, ...hunks].join("");
}

/** Each with its end. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Equal at both ends, and between these by the longest common subsequence, or as a whole where that would be large. */
function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const same = (lines: readonly string[]): Line[] => lines.map((text) => ({ kind: " ", text }));
  return [
    ...same(before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** Cells of the table of the longest common subsequence: 16 MB. */
const MOST_CELLS = 4_000_000;

function middle(before: readonly string[], after: readonly string[]): readonly Line[] {
  if (before.length * after.length > MOST_CELLS) return replaced(before, after);
  const width = after.length + 1;
  const table = new Int32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      table[row * width + column] =
        before[row] === after[column]
          ? (table[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(table[(row + 1) * width + column] ?? 0, table[row * width + column + 1] ?? 0);
    }
  }
  return alongside(before, after, (row, column) => table[row * width + column] ?? 0);
}

function alongside(
  before: readonly string[],
  after: readonly string[],
  common: (row: number, column: number) => number,
): readonly Line[] {
  const lines: Line[] = [];
  let [row, column] = [0, 0];
  while (row < before.length && column < after.length) {
    if (before[row] === after[column]) {
      lines.push({ kind: " ", text: before[row] ?? "" });
      row++;
      column++;
    } else if (common(row + 1, column) >= common(row, column + 1)) {
      lines.push({ kind: "-", text: before[row++] ?? "" });
    } else lines.push({ kind: "+", text: after[column++] ?? "" });
  }
  return [...lines, ...replaced(before.slice(row), after.slice(column))];
}

function replaced(before: readonly string[], after: readonly string[]): readonly Line[] {
  return [
    ...before.map((text): Line => ({ kind: "-", text })),
    ...after.map((text): Line => ({ kind: "+", text })),
  ];
}

/** Stretches of lines around changes, those that touch joined. */
function hunksIn(lines: readonly Line[]): readonly (readonly [start: number, end: number])[] {
  const hunks: [number, number][] = [];
  for (const [at, { kind }] of lines.entries()) {
    if (kind === " ") continue;
    const [start, end] = [Math.max(0, at - CONTEXT), Math.min(lines.length, at + CONTEXT + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  }
  return hunks;
}

function hunkText(lines: readonly Line[], start: number, end: number): string {
  const count = (from: number, to: number, without: "-" | "+"): number =>
    lines.slice(from, to).filter(({ kind }) => kind !== without).length;
  const side = (without: "-" | "+"): string => {
    const length = count(start, end, without);
    const first = count(0, start, without) + (length === 0 ? 0 : 1);
    return length === 1 ? `${first}` : `${first},${length}`;
  };
  const body = lines
    .slice(start, end)
    .map(({ kind, text }) =>
      text.endsWith("\n") ? `${kind}${text}` : `${kind}${text}\n\\ No newline at end of file\n`,
    );
  return [`@@ -${side("+")} +${side("-")} @@\n`, ...body].join("");
}
