import type { Edit, EditAnswer, VersionChange } from "../../../model/index.ts";

/** What stands in place of a stretch of a file's text. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The lines in which the two differ, from the first to the last; null: in none. */
function changedLines(path: string, text: string, { start, end, text: put }: Replacement): Edit | null {
  const old = text.slice(start, end);
  if (old === put) return null;
  let head = 0;
  for (;;) {
    const next = old.indexOf("\n", head) + 1;
    if (next === 0 || !put.startsWith(old.slice(head, next), head)) break;
    head = next;
  }
  let tail = 0;
  for (;;) {
    const from = lineBefore(old, old.length - tail);
    const line = old.slice(from, old.length - tail);
    if (from < head || line === "" || put.length - tail - line.length < head) break;
    if (!put.endsWith(line, put.length - tail)) break;
    tail += line.length;
  }
  return {
    path,
    span: { start: start + head, end: end - tail },
    was: old.slice(head, old.length - tail),
    text: put.slice(head, put.length - tail),
  };
}

/** Where the line begins that ends at `end`, its line end included. */
function lineBefore(text: string, end: number): number {
  return end < 2 ? 0 : text.lastIndexOf("\n", end - 2) + 1;
}

/** The answer that makes all of the replacements. */
export function madeAll(
  { path, text }: { readonly path: string; readonly text: string },
  replacements: readonly Replacement[],
  changes: readonly VersionChange[],
): EditAnswer {
  const edits = replacements
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .flatMap((replacement) => changedLines(path, text, replacement) ?? []);
  return { edits, made: changes.map(({ name }) => name), left: [] };
}

/** None of the changes is made: a lock is a whole, of which half a change would make a contradiction. */
export function leftAll(
  changes: readonly VersionChange[],
  reason: string,
  command: readonly string[] | null,
): EditAnswer {
  return { edits: [], made: [], left: changes.map(({ name }) => ({ name, reason, command })) };
}
