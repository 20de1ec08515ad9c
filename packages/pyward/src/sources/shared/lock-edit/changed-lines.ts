import type { Edit, EditAnswer, LeftChange, VersionChange } from "../../../model/index.ts";
import type { Piece } from "../../../syntax/splice.ts";

/** The lines in which the two differ, from the first to the last; null: in none. */
function changedLines(path: string, text: string, { start, end, text: put }: Piece): Edit | null {
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

/** The answer that makes all of the pieces. */
export function madeAll(
  { path, text }: { readonly path: string; readonly text: string },
  pieces: readonly Piece[],
  changes: readonly VersionChange[],
): EditAnswer {
  const edits = pieces
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .flatMap((piece) => changedLines(path, text, piece) ?? []);
  return { edits, made: changes.map(({ name }) => name), left: [] };
}

/** None of the changes is made: a lock is a whole, of which half a change would make a contradiction. `commandFor`: what its tool would do one with. */
export function leftAll(
  changes: readonly VersionChange[],
  reason: string,
  commandFor: (name: string, to: string) => readonly string[] | null,
): EditAnswer {
  const left = changes.map(({ name, to }): LeftChange => {
    return { name, reason, command: to === null ? null : commandFor(name, to) };
  });
  return { edits: [], made: [], left };
}
