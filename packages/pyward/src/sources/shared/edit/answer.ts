import type { Edit, EditAnswer, LeftChange, VersionChange } from "../../../model/index.ts";
import { compareText } from "../../../model/index.ts";

/** What one change comes to in the files of a source. */
export type ChangeResult =
  /** No edits: nothing had to change. */
  | { readonly kind: "made"; readonly edits: readonly Edit[] }
  | { readonly kind: "left"; readonly reason: string; readonly command?: readonly string[] };

/** A change and what it comes to. */
export interface ChangeAndResult {
  readonly change: VersionChange;
  readonly result: ChangeResult;
}

/** Puts the answers of single changes together. One that would write where an earlier one does, and otherwise, is left. */
export function answerOf(results: readonly ChangeAndResult[]): EditAnswer {
  const late = clashing(results);
  const edits = new Map<string, Edit>();
  const made = new Set<VersionChange["name"]>();
  const left: LeftChange[] = [];
  results.forEach(({ change: { name }, result }, at) => {
    if (result.kind === "left") left.push({ name, reason: result.reason, command: result.command ?? null });
    else if (late.has(at))
      left.push({ name, reason: "would have to change at one place in two ways", command: null });
    else {
      for (const edit of result.edits) edits.set(keyOf(edit), edit);
      made.add(name);
    }
  });
  return { edits: [...edits.values()].toSorted(inOrder), made: [...made], left };
}

/** The numbers of those that write into what an earlier one writes. Two that insert at one place do not: one comes behind the other. */
function clashing(results: readonly ChangeAndResult[]): ReadonlySet<number> {
  const all = results
    .flatMap(({ result }, at) => (result.kind === "made" ? result.edits.map((edit) => ({ edit, at })) : []))
    .toSorted((a, b) => inOrder(a.edit, b.edit) || a.at - b.at);
  const late = new Set<number>();
  let furthest = all[0];
  for (const next of all.slice(1)) {
    if (furthest === undefined) break;
    const isBehind = next.edit.path !== furthest.edit.path || next.edit.span.start >= furthest.edit.span.end;
    if (!isBehind && keyOf(next.edit) !== keyOf(furthest.edit)) late.add(Math.max(next.at, furthest.at));
    if (isBehind || next.edit.span.end > furthest.edit.span.end) furthest = next;
  }
  return late;
}

function keyOf({ path, span, text }: Edit): string {
  return JSON.stringify([path, span.start, span.end, text]);
}

function inOrder(first: Edit, second: Edit): number {
  return (
    compareText(first.path, second.path) ||
    first.span.start - second.span.start ||
    first.span.end - second.span.end ||
    compareText(first.text, second.text)
  );
}
