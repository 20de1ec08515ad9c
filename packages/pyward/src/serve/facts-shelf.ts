import type { AdvisoryIndex } from "../advisory-index/index.ts";
import type { Advisory, PackageAdvisories } from "../model/index.ts";
import { factsRecord, type FactsEntry } from "./facts-record.ts";
import { packText } from "./packed-text.ts";
import { isServable, type RecordShelf, type ShelfRecord } from "./record-shelf.ts";

/**
 * The shelf of a database that kept no records (the embedded one): each is made from what was compiled when it is asked for. It is a
 * valid OSV record that matches the same versions, and says in `database_specific` what it is.
 */
export function factsShelf(index: AdvisoryIndex): RecordShelf {
  let ids: readonly string[] | null = null;
  return {
    holds: "facts",
    digest: index.info.id.replace(/^sha256:/, ""),
    ids: () => (ids ??= allIds(index)),
    byId: (id) => recordOf(index, id),
    leftOut: [],
  };
}

function allIds(index: AdvisoryIndex): readonly string[] {
  const found = new Set<string>();
  for (const name of index.packageNames())
    for (const { id } of index.lookup(name)?.advisories ?? []) if (isServable(id)) found.add(id);
  return [...found].toSorted();
}

function recordOf(index: AdvisoryIndex, id: string): ShelfRecord | null {
  if (!isServable(id)) return null;
  const entries: FactsEntry[] = [];
  for (const name of index.packagesOf(id)) {
    const stored = index.lookup(name);
    const advisory = stored?.advisories.find((one) => one.id === id);
    if (stored !== null && advisory !== undefined) entries.push({ stored, advisory });
  }
  const [first] = entries;
  if (first === undefined) return null;
  return shelfRecord(first, () => factsRecord(entries, index.details(id)));
}

function shelfRecord(
  { advisory }: { readonly stored: PackageAdvisories; readonly advisory: Advisory },
  make: () => object,
): ShelfRecord {
  const text = (): Uint8Array => Buffer.from(JSON.stringify(make()), "utf8");
  return {
    id: advisory.id,
    modified: advisory.modified,
    ecosystems: ["PyPI"],
    text,
    packed: () => packText(text()),
  };
}
