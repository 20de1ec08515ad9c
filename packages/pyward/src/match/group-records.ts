import type { Advisory } from "../model/index.ts";
import { foldAdvisoryId } from "./advisory-id.ts";

/**
 * The live records of one package in groups that speak of one problem: joined by id and aliases, transitively (OSV
 * schema, `aliases`). `related` never joins; a withdrawn record neither belongs to a group nor joins others.
 * Groups and the records in them keep the order of the input.
 */
export function groupRecords(advisories: readonly Advisory[]): readonly (readonly Advisory[])[] {
  const live = advisories.filter((advisory) => advisory.withdrawn === null);
  if (live.length < 2) return live.map((advisory) => [advisory]);
  const parents = live.map((_, index) => index);
  const firstWithId = new Map<string, number>();
  const claim = (id: string, index: number): void => {
    const key = foldAdvisoryId(id);
    const known = firstWithId.get(key);
    if (known === undefined) firstWithId.set(key, index);
    else union(parents, known, index);
  };
  live.forEach(({ id, aliases }, index) => {
    claim(id, index);
    aliases.forEach((alias) => claim(alias, index));
  });
  const groups = new Map<number, Advisory[]>();
  live.forEach((advisory, index) => {
    const root = find(parents, index);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [advisory]);
    else group.push(advisory);
  });
  return [...groups.values()];
}

/** The lower index becomes the root, so that a group stands where its first record does. */
function union(parents: number[], left: number, right: number): void {
  const [a, b] = [find(parents, left), find(parents, right)];
  if (a !== b) parents[Math.max(a, b)] = Math.min(a, b);
}

function find(parents: number[], start: number): number {
  let index = start;
  for (;;) {
    const parent = parents[index] ?? index;
    if (parent === index) return index;
    const grandparent = parents[parent] ?? parent;
    parents[index] = grandparent;
    index = grandparent;
  }
}
