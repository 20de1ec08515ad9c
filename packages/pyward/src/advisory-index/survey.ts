import type { PackageName } from "../python/index.ts";
import type { Counted } from "./build-index.ts";
import { readRows } from "./store/block.ts";
import { idKey } from "./store/hash-table.ts";
import type { CarriedParts } from "./store/open-index.ts";

/** What is noted of each block in one walk, so that none has to stay in memory. */
export interface Carried {
  /** Of every record but the changed ones. */
  readonly facts: ReadonlyMap<string, Counted["facts"][number]>;
  readonly idsOf: ReadonlyMap<PackageName, readonly string[]>;
  /** Packages that a changed record names so far. */
  readonly touched: ReadonlySet<PackageName>;
  /** Where the details of a record lie, and whose lie there. */
  readonly offsets: ReadonlyMap<string, number>;
  readonly idsAt: ReadonlyMap<number, ReadonlySet<string>>;
}

interface Changed {
  readonly ids: ReadonlySet<string>;
  readonly isLive: (id: string) => boolean;
}

/**
 * Null where the old one has records that are not among the live ones, for it was not built of them; and where one has the id of a changed one
 * in other letters, for then one of the two counts.
 */
export function survey(parts: CarriedParts, { ids, isLive }: Changed): Carried | null {
  const keys = new Set([...ids].map(idKey));
  const facts = new Map<string, Counted["facts"][number]>();
  const idsOf = new Map<PackageName, readonly string[]>();
  const touched = new Set<PackageName>();
  const offsets = new Map<string, number>();
  const idsAt = new Map<number, Set<string>>();
  for (const name of parts.names) {
    const rows = readRows(parts.block(name));
    for (const { id, feed, modified, withdrawn, details } of rows) {
      if (ids.has(id)) touched.add(name);
      else if (ids.size > 0 && (!isLive(id) || keys.has(idKey(id)))) return null;
      else facts.set(id, { feed, modified, withdrawn });
      if (details === null) continue;
      offsets.set(id, details);
      idsAt.set(details, (idsAt.get(details) ?? new Set()).add(id));
    }
    idsOf.set(
      name,
      rows.map(({ id }) => id),
    );
  }
  return { facts, idsOf, touched, offsets, idsAt };
}
