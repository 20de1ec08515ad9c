import { createHash } from "node:crypto";
import { isObject, type RawRecord } from "../model/index.ts";
import { createShelter, packText, unpackText } from "./packed-text.ts";
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
  const shelter = createShelter();
  return {
    take: (raw) => {
      const found = keptOf(raw);
      if ("reason" in found) leftOut.push(found);
      else if (isNewer(found, kept.get(found.id))) kept.set(found.id, pack(found, shelter));
    },
    shelf: () => shelfOf(kept, leftOut),
  };
}

interface Readable {
  readonly id: string;
  readonly modified: string;
  readonly value: Readonly<Record<string, unknown>>;
}

function keptOf(raw: RawRecord): Readable | { readonly id: string; readonly reason: string } {
  if (raw.kind === "unreadable") return { id: raw.file, reason: raw.reason };
  const { value } = raw;
  const id = isObject(value) ? value["id"] : null;
  if (!isObject(value) || typeof id !== "string" || !isServable(id))
    return { id: typeof id === "string" ? id : raw.file, reason: "its id cannot be the name of a file" };
  const modified = typeof value["modified"] === "string" ? value["modified"] : "1970-01-01T00:00:00Z";
  return { id, modified, value };
}

/** Of two records with one id the later `modified` counts, as in the index; of equal ones the first. */
function isNewer({ modified }: Readable, other: Kept | undefined): boolean {
  return other === undefined || timeOf(other.modified) < timeOf(modified);
}

function pack({ modified, value }: Readable, shelter: (bytes: Uint8Array) => Uint8Array): Kept {
  const packed = packText(Buffer.from(JSON.stringify(value), "utf8"));
  return {
    modified,
    ecosystems: ecosystemsOf(value["affected"]),
    packed: { ...packed, bytes: shelter(packed.bytes) },
  };
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
