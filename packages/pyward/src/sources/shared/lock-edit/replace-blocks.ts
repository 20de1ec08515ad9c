import type { Piece } from "../../../syntax/splice.ts";

/** A package of a lock; a blank line parts it from the next. */
interface PlacedBlock {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Packages that are written anew, and those that go. The texts end with a line end. */
interface Replaced {
  readonly written: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

/** What is put in place of packages that are sorted by name. */
export function replaceBlocks(
  blocks: readonly PlacedBlock[],
  { written, removed }: Replaced,
): readonly Piece[] {
  const stay = blocks.filter(({ name }) => !removed.has(name));
  const known = new Set(stay.map(({ name }) => name));
  const last = stay.at(-1)?.end ?? 0;
  const end = blocks.at(-1)?.end ?? 0;
  const changed = blocks.flatMap((block): Piece[] => {
    const text = written.get(block.name);
    if (text !== undefined) return [{ start: block.start, end: block.end, text }];
    const isGone = removed.has(block.name) && block.start < last;
    return isGone ? [{ start: block.start, end: block.end + 1, text: "" }] : [];
  });
  const added = [...written].filter(([name]) => !known.has(name));
  const put = Map.groupBy(added, ([name]) => stay.find((block) => block.name > name)?.start ?? null);
  return [
    ...changed,
    ...[...put].map(([start, packages]): Piece => {
      const texts = packages.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
      return start === null
        ? { start: end, end, text: texts.map((text) => `\n${text}`).join("") }
        : { start, end: start, text: texts.map((text) => `${text}\n`).join("") };
    }),
    // The last ones go with the blank line before them.
    ...(last < end ? [{ start: last, end, text: "" }] : []),
  ];
}
