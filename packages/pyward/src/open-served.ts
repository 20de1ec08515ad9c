import { memorySource } from "./advisory-index/memory-source.ts";
import { openIndex, type AdvisoryIndex } from "./advisory-index/index.ts";
import { compileDatabase } from "./compile-database.ts";
import { openBuilt, type DatabasePlace } from "./open-database-file.ts";
import { bulkFiles } from "./serve/bulk-files.ts";
import { factsShelf } from "./serve/facts-shelf.ts";
import { gatherRecords } from "./serve/gather-records.ts";
import type { RecordShelf } from "./serve/record-shelf.ts";
import type { Served } from "./serve/served.ts";

/** So many records between two breaths. */
const STRIDE = 100;

/**
 * Opens what `--database PATH` names, to serve it: records as they are, beside the index that is compiled of them; a built database by
 * its facts. `breathe` lets other requests be answered meanwhile. Throws PywardError `missing-path` and `bad-database`.
 */
export async function openServedFile(
  place: DatabasePlace,
  now: Date,
  breathe: () => Promise<void>,
): Promise<Served> {
  const source = await openBuilt(place);
  if (source !== null) return servedOf(openIndex(source), "file");
  const gatherer = gatherRecords();
  const { bytes } = await compileDatabase(place, {
    now,
    pass: (records) => breathing(gatherer.pass(records), breathe),
  });
  return withShelf(openIndex(memorySource(bytes)), gatherer.shelf(), "file");
}

/** An open database by its facts. */
export function servedOf(index: AdvisoryIndex, origin: Served["origin"]): Served {
  return withShelf(index, factsShelf(index), origin);
}

function withShelf(index: AdvisoryIndex, shelf: RecordShelf, origin: Served["origin"]): Served {
  return { index, shelf, origin, bulk: bulkFiles(shelf) };
}

async function* breathing<T>(items: AsyncIterable<T>, breathe: () => Promise<void>): AsyncGenerator<T> {
  let count = 0;
  for await (const item of items) {
    if (++count % STRIDE === 0) await breathe();
    yield item;
  }
}
