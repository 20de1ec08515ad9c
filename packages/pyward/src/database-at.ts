import { indexAt, signalsAt } from "./advisory-index/at.ts";
import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import type { RecordsAt } from "./advisory-index/records/records-at.ts";
import { groupRecords } from "./match/index.ts";
import { timeText } from "./model/index.ts";

/** The database as it answers as of a moment by what was public then: what the world could know, as its data tells it. */
export function publicAt(database: OpenedDatabase, moment: Date): OpenedDatabase {
  if (database.index === null) return database;
  return { ...database, index: indexAt(database.index, timeText(moment), groupRecords) };
}

/**
 * The database as it was at a moment: the records that it kept, in their texts of then, compiled anew in memory. What it held before it
 * kept any cannot be told, which is missing data and no guess.
 */
export async function knownAt(database: OpenedDatabase, moment: Date): Promise<OpenedDatabase> {
  if (database.index === null) return database;
  const { index } = database;
  const time = timeText(moment);
  const held = index.rawRecords === null ? null : await heldAt(index.rawRecords, time);
  if (held?.kind === "held") {
    const compiled = await compile(held, index, moment);
    return { ...database, index: signalsAt({ ...compiled, close: () => index.close() }, time) };
  }
  index.close();
  const day = time.slice(0, 10);
  const since = held?.since ?? null;
  const history =
    since === null
      ? "this database has no history"
      : `this database has no history before ${since.slice(0, 10)}`;
  const reason = `${history}, so what it held on ${day} is not known: --as-of ${day} asks for what was public then, --database takes a database of that day`;
  return { index: null, reason };
}

async function heldAt(rawRecords: NonNullable<AdvisoryIndex["rawRecords"]>, time: string) {
  const [{ openRecords }, { recordsAt }] = await Promise.all([
    import("./advisory-index/records/open-records.ts"),
    import("./advisory-index/records/records-at.ts"),
  ]);
  return recordsAt(openRecords(rawRecords), time);
}

type Held = Extract<RecordsAt, { readonly kind: "held" }>;

async function compile({ records, imported }: Held, index: AdvisoryIndex, now: Date): Promise<AdvisoryIndex> {
  const [
    { buildIndex },
    { openIndex },
    { memorySource },
    { exploitedDays, epssScores },
    { classifyWeakness },
  ] = await Promise.all([
    import("./advisory-index/build-index.ts"),
    import("./advisory-index/index.ts"),
    import("./advisory-index/memory-source.ts"),
    import("./advisory-index/exploited-days.ts"),
    import("./advisory-index/weakness/index.ts"),
  ]);
  const { bytes } = await buildIndex(records, {
    now,
    classifyWeakness,
    exploited: exploitedDays(index),
    epss: epssScores(index),
    importedOf: (id) => imported.get(id) ?? null,
    attribution: index.info.attribution,
    signals: index.info.signals,
  });
  return openIndex(memorySource(bytes));
}
