import { memorySource } from "./advisory-index/memory-source.ts";
import { openIndex, type AdvisoryIndex } from "./advisory-index/index.ts";
import { compileDatabase } from "./compile-database.ts";
import { openBuilt, type DatabasePlace } from "./open-database-file.ts";
import type { RawRecord } from "./model/index.ts";
import { bulkFiles } from "./serve/bulk-files.ts";
import { gatherRecords } from "./serve/gather-records.ts";
import type { RecordShelf } from "./serve/record-shelf.ts";
import type { Served } from "./serve/served.ts";
import { storedShelf } from "./serve/stored-shelf.ts";

/** So many records between two breaths. */
const STRIDE = 100;

/**
 * Opens what `--database PATH` names, to serve it: records as they are, beside the index that is compiled of them; a built database by
 * those that it keeps, or its facts. `breathe` lets other requests be answered meanwhile. Throws PywardError `missing-path` and `bad-database`.
 */
export async function openServedFile(
  place: DatabasePlace,
  now: Date,
  breathe: () => Promise<void>,
): Promise<Served> {
  const source = await openBuilt(place);
  if (source !== null) return await servedOf(openIndex(source), "file", breathe);
  const gatherer = gatherRecords();
  let count = 0;
  const onRecord = async (raw: RawRecord): Promise<void> => {
    if (++count % STRIDE === 0) await breathe();
    gatherer.take(raw);
  };
  const { bytes } = await compileDatabase(place, { now }, { onRecord });
  const served = withShelf(openIndex(memorySource(bytes)), gatherer.shelf(), "file");
  await breathe();
  return served;
}

/** An open database by the records that it keeps, else by its facts. */
export async function servedOf(
  index: AdvisoryIndex,
  origin: Served["origin"],
  breathe: () => Promise<void>,
): Promise<Served> {
  return withShelf(index, await storedShelf(index, breathe), origin);
}

function withShelf(index: AdvisoryIndex, shelf: RecordShelf, origin: Served["origin"]): Served {
  return { index, shelf, origin, bulk: bulkFiles(shelf) };
}
