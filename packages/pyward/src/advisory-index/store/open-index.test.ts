import { readFileSync } from "node:fs";
import { join } from "node:path";

import { beforeAll, describe, expect, it } from "vitest";

import type { ByteSource } from "../../host/index.ts";
import type { RawRecord } from "../../model/index.ts";
import { normalizeName } from "../../python/index.ts";
import { buildIndex } from "../build-index.ts";
import { memorySource } from "../memory-source.ts";
import { verifyIndex } from "../verify-index.ts";
import { openIndex } from "./open-index.ts";

const NOW = new Date("2025-01-01T00:00:00Z");
const BAD_DATABASE = expect.objectContaining({ code: "bad-database" });

/** Two records for each of so many packages. */
function records(packages: number): readonly RawRecord[] {
  return Array.from({ length: packages * 2 }, (_, index) => ({
    kind: "record",
    file: `${index}.json`,
    value: {
      id: `PYSEC-2024-${index}`,
      aliases: [`CVE-2024-${index}`, "CVE-2024-99999"],
      modified: `2024-01-01T00:00:${String(index % 60).padStart(2, "0")}Z`,
      summary: `Problem ${index}`,
      details: `Details ${index} `.repeat(20),
      affected: [
        {
          package: { ecosystem: "PyPI", name: `example-${Math.floor(index / 2)}` },
          ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed: `${index}.1` }] }],
          versions: [`${index}.5`],
        },
      ],
    },
  }));
}

describe("a built database", () => {
  let bytes: Uint8Array;
  beforeAll(async () => {
    ({ bytes } = await buildIndex(records(20), { now: NOW }));
  });

  it("gives back what was put in", () => {
    const index = openIndex(memorySource(bytes));
    expect(index.info).toMatchObject({
      advisories: 40,
      packages: 20,
      withdrawn: 0,
      hasTexts: true,
      malformed: [],
    });
    expect(index.packageNames()).toHaveLength(20);
    const found = index.lookup(normalizeName("Example_3"));
    expect(found?.bounds).toEqual(["6.1", "6.5", "7.1", "7.5"]);
    expect(found?.advisories.map(({ id, fixed, enumerated }) => [id, fixed, enumerated])).toEqual([
      ["PYSEC-2024-6", [0], [1]],
      ["PYSEC-2024-7", [2], [3]],
    ]);
    expect(index.details("pysec-2024-7")?.summary).toBe("Problem 7");
  });

  it("knows ids and aliases in any case, and nothing of others", () => {
    const index = openIndex(memorySource(bytes));
    expect(index.packagesOf("cve-2024-7")).toEqual(["example-3"]);
    expect(index.packagesOf("CVE-2024-99999")).toHaveLength(20);
    expect(index.packagesOf("CVE-1999-1")).toEqual([]);
    expect(index.lookup(normalizeName("absent"))).toBeNull();
    expect(index.details("CVE-2024-7")).toBeNull(); // an alias is no record
  });

  it("is the same bytes for the same records in any order", async () => {
    const again = await buildIndex(records(20).toReversed(), { now: NOW });
    expect(Buffer.compare(again.bytes, bytes)).toBe(0);
  });

  it("is whole, by its own hash", () => {
    expect(() => verifyIndex(memorySource(bytes))).not.toThrow();
    const changed = Buffer.from(bytes);
    const last = changed.length - 1;
    changed[last] = (changed[last] ?? 0) ^ 1;
    expect(() => verifyIndex(memorySource(changed))).toThrow(BAD_DATABASE);
  });

  it("is refused when it is cut off anywhere, empty, or something else", () => {
    for (let size = 0; size < bytes.length; size += 97)
      expect(() => openIndex(memorySource(bytes.subarray(0, size)))).toThrow(BAD_DATABASE);
    expect(() => openIndex(memorySource(readFileSync(import.meta.filename)))).toThrow(BAD_DATABASE);
  });

  it("tells damage wherever it lies: an answer is right or an error, never missing", () => {
    const whole = openIndex(memorySource(bytes));
    const names = whole.packageNames();
    const expected = names.map((name) => JSON.stringify(whole.lookup(name)));
    for (let at = 0; at < bytes.length; at += 53) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      const answers = names.map((name) =>
        orDamaged(() => JSON.stringify(openIndex(memorySource(changed)).lookup(name))),
      );
      answers.forEach((answer, place) => expect([expected[place], "damaged"]).toContain(answer));
    }
  });
});

function orDamaged(ask: () => string): string {
  try {
    return ask();
  } catch (error) {
    expect(error).toEqual(BAD_DATABASE);
    return "damaged";
  }
}

describe("the cost of a database", () => {
  it("does not grow with the number of advisories", async () => {
    const costs = await Promise.all(
      [20, 400].map(async (packages) => measure((await buildIndex(records(packages), { now: NOW })).bytes)),
    );
    expect(costs[0]?.opening).toBeLessThan(1_000);
    expect(Math.abs((costs[0]?.opening ?? 0) - (costs[1]?.opening ?? 0))).toBeLessThan(20);
    expect(costs.map((cost) => cost.readsOfLookup)).toEqual([2, 2]);
    expect(Math.max(...costs.map((cost) => cost.readsOfMiss))).toBeLessThanOrEqual(1);
  });
});

function measure(bytes: Uint8Array) {
  let reads = 0;
  let read = 0;
  const memory = memorySource(bytes);
  const counting: ByteSource = {
    ...memory,
    read: (offset, length) => {
      reads++;
      read += length;
      return memory.read(offset, length);
    },
  };
  const index = openIndex(counting);
  const opening = read;
  const count = (ask: () => unknown): number => {
    reads = 0;
    ask();
    return reads;
  };
  return {
    opening,
    readsOfLookup: count(() => index.lookup(normalizeName("example-7"))),
    readsOfMiss: count(() => index.lookup(normalizeName("absent"))),
  };
}

it("reads the blocks at once as soon as many are asked for, and finds the same", async () => {
  const { bytes } = await buildIndex(records(200), { now: NOW });
  let reads = 0;
  const memory = memorySource(bytes);
  const read = (offset: number, length: number): Uint8Array => {
    reads++;
    return memory.read(offset, length);
  };
  const index = openIndex({ ...memory, read });
  const names = index.packageNames();
  reads = 0;
  const found = names.map((name) => index.lookup(name));
  expect(names.length).toBeGreaterThan(150);
  expect(reads).toBeLessThan(names.length);
  expect(found).toEqual(names.map((name) => openIndex(memory).lookup(name)));
});

it("keeps its format: a database of an earlier build opens", () => {
  const index = openIndex(memorySource(readFileSync(join(import.meta.dirname, "format-1.pyward"))));
  expect(index.lookup(normalizeName("example-0"))?.advisories.map(({ id }) => id)).toEqual([
    "PYSEC-2024-0",
    "PYSEC-2024-1",
  ]);
  expect(index.details("PYSEC-2024-1")?.summary).toBe("Problem 1");
});

it("finds summaries in the details of a database whose rows have none", () => {
  const path = join(import.meta.dirname, "format-2-without-summaries.pyward");
  const found = openIndex(memorySource(readFileSync(path))).lookup(normalizeName("example"));
  expect(found?.advisories.map(({ id, summary }) => [id, summary])).toEqual([
    ["PYSEC-2026-1", "Said in one line"],
    ["PYSEC-2026-2", null],
  ]);
});
