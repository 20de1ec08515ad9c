import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import type { ByteSource } from "./host/index.ts";
import { PywardError } from "./model/index.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";

/** Opens a database's file, or gives null where there is none. Called at most once. */
export type OpenBytes = () => ByteSource | null;

/**
 * The newer of the embedded and the stored database, by their newest `modified`; the stored one where they are the
 * same age, because it has texts. A stored database that is damaged is not passed over in silence: its owner believes
 * that its advisories are consulted.
 */
export function openNewest(embedded: OpenBytes, stored: OpenBytes): OpenedDatabase {
  const first = tryOpen(stored, "stored");
  if (typeof first === "string") return { index: null, reason: first };
  const second = tryOpen(embedded, "embedded");
  if (typeof second === "string") {
    if (first === null) return { index: null, reason: second };
    return { index: first, origin: "stored" };
  }
  if (first === null && second === null)
    return { index: null, reason: "there is no advisory database: make one with `pyward db import FILE`" };
  const isStoredNewer = second === null || (first !== null && first.info.modified >= second.info.modified);
  const [chosen, other] = isStoredNewer ? [first, second] : [second, first];
  other?.close();
  if (chosen === null) return { index: null, reason: "there is no advisory database" };
  return { index: chosen, origin: isStoredNewer ? "stored" : "embedded" };
}

/** The open database, null where there is none, or a sentence that says what is wrong with it. */
function tryOpen(open: OpenBytes, which: "stored" | "embedded"): AdvisoryIndex | string | null {
  try {
    const source = open();
    return source === null ? null : openIndex(source);
  } catch (error) {
    if (!(error instanceof PywardError)) throw error;
    const remedy =
      which === "stored" ? "import it again with `pyward db import FILE`" : "install pyward again";
    return `the ${which} advisory database cannot be used (${error.message}): ${remedy}`;
  }
}
