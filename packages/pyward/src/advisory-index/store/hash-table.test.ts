import fc from "fast-check";
import { describe, expect, it } from "vitest";

import {
  checkPage,
  encodeTable,
  findEntries,
  hashKey,
  idKey,
  PAGE_SIZE,
  type TableEntry,
} from "./hash-table.ts";

function find(bytes: Uint8Array, hash: number): readonly TableEntry[] {
  const pages = bytes.length / PAGE_SIZE;
  return findEntries(pages, hash, (page) =>
    checkPage(bytes.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE)),
  );
}

describe("the hash table", () => {
  it("finds every entry and nothing else, however badly the hashes fall", () => {
    const hashes = fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffffffff }), fc.constantFrom(7, 8)), {
      maxLength: 400,
    });
    fc.assert(
      fc.property(hashes, (given) => {
        const entries = given.map((hash, index) => ({ hash, offset: index * 100, length: index + 1 }));
        const bytes = encodeTable(entries);
        for (const hash of new Set([...given, 9, 0]))
          expect(find(bytes, hash)).toEqual(entries.filter((entry) => entry.hash === hash));
      }),
      { numRuns: 50 },
    );
  });

  it("reads one page for nearly every key of a large table", () => {
    const entries = Array.from({ length: 20_000 }, (_, index) => ({
      hash: hashKey(`key-${index}`),
      offset: 0,
      length: 1,
    }));
    const bytes = encodeTable(entries);
    let reads = 0;
    for (const { hash } of entries)
      findEntries(bytes.length / PAGE_SIZE, hash, (page) => {
        reads++;
        return bytes.subarray(page * PAGE_SIZE, (page + 1) * PAGE_SIZE);
      });
    expect(reads / entries.length).toBeLessThan(1.05);
  });

  it("takes a damaged page for damage, never for absence", () => {
    const bytes = Buffer.from(encodeTable([{ hash: 5, offset: 1, length: 1 }]));
    bytes[9] = (bytes[9] ?? 0) ^ 1;
    expect(() => find(bytes, 5)).toThrow(expect.objectContaining({ code: "bad-database" }));
  });

  it("folds ASCII case in ids and no other", () => {
    expect(idKey("CVE-2024-1")).toBe("cve-2024-1");
    expect(idKey("\u212A")).toBe("\u212A"); // the Kelvin sign
  });
});
