import type { Edit, EditAnswer, LeftChange, VersionChange } from "../../../model/index.ts";
import { compareText } from "../../../model/index.ts";

/** What one change comes to in the files of a source. */
export type ChangeResult =
  /** No edits: nothing had to change. */
  | { readonly kind: "made"; readonly edits: readonly Edit[] }
  | { readonly kind: "left"; readonly reason: string; readonly command?: readonly string[] };

/** Puts the answers of single changes together. One that would write where an earlier one does, and otherwise, is left. */
export function answerOf(
  results: readonly { readonly change: VersionChange; readonly result: ChangeResult }[],
): EditAnswer {
  const edits = new Map<string, Edit>();
  const made = new Set<VersionChange["name"]>();
  const left: LeftChange[] = [];
  for (const { change, result } of results) {
    const { name } = change;
    if (result.kind === "left") left.push({ name, reason: result.reason, command: result.command ?? null });
    else if (result.edits.some((edit) => [...edits.values()].some((other) => clashes(edit, other))))
      left.push({ name, reason: "would have to change at one place in two ways", command: null });
    else {
      for (const edit of result.edits) edits.set(keyOf(edit), edit);
      made.add(name);
    }
  }
  return { edits: [...edits.values()].toSorted(inOrder), made: [...made], left };
}

function keyOf({ path, span, text }: Edit): string {
  return JSON.stringify([path, span.start, span.end, text]);
}

/** Two that insert at one place do not: one comes behind the other. */
function clashes(first: Edit, second: Edit): boolean {
  if (first.path !== second.path || keyOf(first) === keyOf(second)) return false;
  return !(first.span.end <= second.span.start || second.span.end <= first.span.start);
}

function inOrder(first: Edit, second: Edit): number {
  return compareText(first.path, second.path) || first.span.start - second.span.start;
}
