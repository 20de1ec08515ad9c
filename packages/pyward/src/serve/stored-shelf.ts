import { createHash } from "node:crypto";
import type { AdvisoryIndex } from "../advisory-index/index.ts";
import { openRecords } from "../advisory-index/records/open-records.ts";
import { factsShelf } from "./facts-shelf.ts";
import { gatherRecords } from "./gather-records.ts";
import { isServable, type RecordShelf } from "./record-shelf.ts";

/** So many records between two breaths. */
const STRIDE = 100;

/**
 * The shelf of a built database: the records that it keeps, and facts for what it keeps no record of. An advisory that a private patch
 * changed is made from facts too, because the supplier's record says what the patch corrects. Throws PywardError `bad-database`.
 */
export async function storedShelf(index: AdvisoryIndex, breathe: () => Promise<void>): Promise<RecordShelf> {
  const facts = factsShelf(index);
  if (index.rawRecords === null) return facts;
  const store = openRecords(index.rawRecords);
  const gatherer = gatherRecords();
  for (const [at, entry] of store.entries.entries()) {
    if (at % STRIDE === STRIDE - 1) await breathe();
    const { removed, value, id } = store.read(entry);
    if (removed === null) gatherer.take({ kind: "record", file: `${id}.json`, value });
  }
  const records = gatherer.shelf();
  return records.ids().length === 0 ? facts : joined(records, facts, ownIds(index));
}

/** Ids of advisories that are ours in part. */
function ownIds(index: AdvisoryIndex): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of index.packageNames())
    for (const { id, patchedBy } of index.lookup(name)?.advisories ?? [])
      if (patchedBy !== null) found.add(id);
  return found;
}

function joined(records: RecordShelf, facts: RecordShelf, own: ReadonlySet<string>): RecordShelf {
  const ids = [...new Set([...records.ids(), ...facts.ids()])].filter(isServable).toSorted();
  return {
    holds: "records",
    digest: createHash("sha256").update(`${records.digest}\n${facts.digest}`).digest("hex"),
    ids: () => ids,
    byId: (id) => (own.has(id) ? facts.byId(id) : (records.byId(id) ?? facts.byId(id))),
    leftOut: records.leftOut,
  };
}
