import { createHash } from "node:crypto";
import { isObject, type RawRecord } from "../model/index.ts";
import { packText, unpackText } from "./packed-text.ts";
import { isServable, type PackedText, type RecordShelf, type ShelfRecord } from "./record-shelf.ts";

/** Takes raw records on their way to the index, and keeps each of them packed: about a fifth of its size. */
export interface Gatherer {
  take(raw: RawRecord): void;
  shelf(): RecordShelf;
}

interface Kept {
  readonly modified: string;
  readonly ecosystems: readonly string[];
  readonly packed: PackedText;
}

export function gatherRecords(): Gatherer {
  const kept = new Map<string, Kept>();
  const leftOut: { id: string; reason: string }[] = [];
  return {
    take: (raw) => keep(raw, kept, leftOut),
    shelf: () => shelfOf(kept, leftOut),
  };
}

/** Of two records with one id the later `modified` counts, as in the index; of equal ones the first. */
function keep(raw: RawRecord, kept: Map<string, Kept>, leftOut: { id: string; reason: string }[]): void {
  if (raw.kind === "unreadable") {
    leftOut.push({ id: raw.file, reason: raw.reason });
    return;
  }
  const { value } = raw;
  const id = isObject(value) ? value["id"] : null;
  if (!isObject(value) || typeof id !== "string" || !isServable(id)) {
    leftOut.push({
      id: typeof id === "string" ? id : raw.file,
      reason: "its id cannot be the name of a file",
    });
    return;
  }
  const modified = typeof value["modified"] === "string" ? value["modified"] : "1970-01-01T00:00:00Z";
  const other = kept.get(id);
  if (other !== undefined && timeOf(other.modified) >= timeOf(modified)) return;
  const text = Buffer.from(JSON.stringify(value), "utf8");
  kept.set(id, { modified, ecosystems: ecosystemsOf(value["affected"]), packed: packText(text) });
}

function shelfOf(kept: ReadonlyMap<string, Kept>, leftOut: RecordShelf["leftOut"]): RecordShelf {
  const ids = [...kept.keys()].toSorted();
  const hash = createHash("sha256");
  for (const id of ids) {
    const one = kept.get(id);
    hash.update(`${id}\n${one?.packed.size}\n${one?.packed.crc32}\n`).update(one?.packed.bytes ?? "");
  }
  return {
    holds: "records",
    digest: hash.digest("hex"),
    ids: () => ids,
    byId: (id) => recordOf(id, kept.get(id)),
    leftOut,
  };
}

function recordOf(id: string, kept: Kept | undefined): ShelfRecord | null {
  if (kept === undefined) return null;
  const { modified, ecosystems, packed } = kept;
  return { id, modified, ecosystems, text: () => unpackText(packed), packed: () => packed };
}

/** OSV schema, "affected[].package field": what follows a colon is a release of the ecosystem. */
function ecosystemsOf(affected: unknown): readonly string[] {
  const named = (Array.isArray(affected) ? affected : []).flatMap((one: unknown) => {
    const found = isObject(one) ? one["package"] : null;
    const ecosystem = isObject(found) ? found["ecosystem"] : null;
    return typeof ecosystem === "string" && ecosystem !== ""
      ? [spelled(ecosystem.split(":", 1)[0] ?? "")]
      : [];
  });
  return [...new Set(named)].toSorted();
}

/** Matching takes `pypi` for PyPI, so the files do. */
function spelled(ecosystem: string): string {
  return ecosystem.toLowerCase() === "pypi" ? "PyPI" : ecosystem;
}

function timeOf(text: string): number {
  const time = Date.parse(text);
  return Number.isNaN(time) ? 0 : time;
}
