import type { VersionChange } from "../../../model/index.ts";
import { parseMarker } from "../../../python/index.ts";
import { shapeOf } from "../../shared/lock-edit/marker-shape.ts";
import { intersectRanges } from "../../shared/lock-edit/python-range.ts";
import { groupsAfter, type Link, type Reasoned } from "../../shared/lock-edit/reasons.ts";
import type { Block, LockText } from "./locked-text.ts";
import { writeEntry, type WrittenEntry } from "./written.ts";

/** What becomes of the entries of a lock. */
export interface Planned {
  /** By entry. */
  readonly written: ReadonlyMap<string, string>;
  readonly removed: ReadonlySet<string>;
}

/** What PDM would make of a lock with these changes; where that is not certain, why: the end of a sentence about the lock. */
export function planLock(lock: LockText, changes: readonly VersionChange[]): Planned | string {
  const { pythons, hasUrls } = lock;
  const byPackage = Map.groupBy(lock.blocks, ({ packageName }) => packageName);
  const entries = new Map<string, WrittenEntry>();
  const removed = new Set<string>();
  for (const change of changes) {
    const { name, from, to } = change;
    const blocks = byPackage.get(name) ?? [];
    const reason = strangeness(name, blocks, {
      isMissing: blocks.length === 0 && (from !== null || to === null),
    });
    if (reason !== null) return reason;
    if (to === null) for (const block of blocks) removed.add(block.name);
    const wanted = blocks.length === 0 ? [{ name, extras: [] }] : blocks;
    for (const { name: entry, extras } of to === null ? [] : wanted) {
      const written = writeEntry(change, { extras, pythons, hasUrls });
      if (typeof written === "string") return written;
      entries.set(entry, written);
    }
  }
  return settle(lock, entries, removed);
}

function strangeness(
  name: string,
  blocks: readonly Block[],
  { isMissing }: { readonly isMissing: boolean },
): string | null {
  if (isMissing) return `it has no ${name}`;
  if (new Set(blocks.map((block) => block.name)).size < blocks.length)
    return `it has ${name} in several versions`;
  return blocks.some(({ reasons }) => reasons === "")
    ? `${name} is not laid out as PDM writes packages of an index`
    : null;
}

function settle(
  { blocks, pythons }: LockText,
  entries: ReadonlyMap<string, WrittenEntry>,
  removed: ReadonlySet<string>,
): Planned | string {
  const old = new Map(blocks.map((block) => [block.name, block]));
  const written = [...entries].map(([name, { links }]): Reasoned => ({
    ...(old.get(name) ?? { name, groups: [], marker: null, isOptional: false }),
    links,
  }));
  // What no Python of the lock will ever need is written, and not locked.
  const mayLack = ({ marker }: Link): boolean => {
    const parsed = marker === null ? null : parseMarker(marker);
    const shape = parsed?.ok === true ? shapeOf(parsed.value, new Set()) : "unclear";
    return (
      shape === "never" || (shape !== "unclear" && intersectRanges(shape.python, [pythons]).length === 0)
    );
  };
  const kept = blocks.filter(({ name }) => !removed.has(name) && !entries.has(name));
  const groups = groupsAfter({ before: blocks, kept, written, mayLack });
  if (typeof groups === "string") return groups;
  const texts = [...entries].map(([name, { head, tail }]): [string, string] => {
    const fresh = `groups = [${(groups.get(name) ?? []).map((group) => `"${group}"`).join(", ")}]\n`;
    return [name, `${head.join("\n")}\n${old.get(name)?.reasons ?? fresh}${tail.join("\n")}\n`];
  });
  return { written: new Map(texts), removed };
}
