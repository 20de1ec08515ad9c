import { dependencyKey } from "../../model/index.ts";
import type { LockEntry } from "./schema.ts";

/** One release of the lock: the entry of the package and those of its extras. */
export interface LockPackage {
  /** The entry of the package itself, where it has one. */
  readonly main: LockEntry;
  /** All of them, in the order of the file. */
  readonly entries: readonly LockEntry[];
}

/** Brings together the entries of the same release from the same source, in the order of the file. */
export function mergeEntries(entries: readonly LockEntry[]): readonly LockPackage[] {
  const releases = Map.groupBy(entries, ({ name, version, source }) =>
    [dependencyKey(name, version), source.kind, source.location].join("\n"),
  );
  return [...releases.values()].flatMap((same) => {
    const main = same.find(({ extras }) => extras.length === 0) ?? same[0];
    return main === undefined ? [] : [{ main, entries: same }];
  });
}

/** When a release is needed: where one of its entries is. Null: always. */
export function whenNeeded(markers: readonly (string | null)[]): string | null {
  const distinct = new Set(markers);
  if (distinct.has(null)) return null;
  const written = [...distinct];
  return written.length === 1 ? (written[0] ?? null) : written.map((marker) => `(${marker})`).join(" or ");
}
