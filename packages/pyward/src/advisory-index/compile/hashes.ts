import { isObject } from "../../model/index.ts";

const MAX_HASHES = 1_000;
const MAX_DEPTH = 6;
const SHA256 = /^(?:sha256:)?([0-9a-f]{64})$/i;
/** Digests of the reports that a record was made from, not of a package. */
const NOT_OF_FILES = ["malicious-packages-origins"];

/**
 * SHA-256 of files that a record names in its free parts (`database_specific`, `ecosystem_specific`, the record's own and those of its
 * packages): OSV has no field for them, so a text that is such a digest counts wherever it stands there. Sorted, each once.
 */
export function readHashes(record: Readonly<Record<string, unknown>>): readonly string[] {
  const found = new Set<string>();
  const affected = Array.isArray(record["affected"]) ? record["affected"].slice(0, MAX_HASHES) : [];
  for (const part of [record, ...affected]) {
    if (!isObject(part)) continue;
    gather(part["database_specific"], found, MAX_DEPTH);
    gather(part["ecosystem_specific"], found, MAX_DEPTH);
  }
  return [...found].toSorted();
}

function gather(value: unknown, found: Set<string>, depth: number): void {
  if (found.size >= MAX_HASHES || depth === 0) return;
  if (typeof value === "string") {
    const digest = SHA256.exec(value)?.[1];
    if (digest !== undefined) found.add(digest.toLowerCase());
  } else if (Array.isArray(value)) for (const item of value) gather(item, found, depth - 1);
  else if (isObject(value))
    for (const [key, child] of Object.entries(value))
      if (!NOT_OF_FILES.includes(key)) gather(child, found, depth - 1);
}
