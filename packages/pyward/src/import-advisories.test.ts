import { describe, expect, it } from "vitest";

import { buildIndex } from "./advisory-index/build-index.ts";
import { exploitedDays } from "./advisory-index/exploited-days.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { checkDatabase } from "./check-database.ts";
import { memoryTree } from "./host/memory/index.ts";
import { importAdvisories } from "./import-advisories.ts";
import { openDatabaseFile } from "./open-database-file.ts";
import { normalizeName } from "./python/index.ts";

const NOW = new Date("2025-01-01T00:00:00Z");

function record(id: string, name = "example", ecosystem = "PyPI"): object {
  const affected = [{ package: { ecosystem, name }, versions: ["1"] }];
  return {
    id,
    aliases: ["CVE-2024-7"],
    modified: "2024-05-01T00:00:00Z",
    summary: "SQL injection in example",
    affected,
  };
}

function place(content: string | Uint8Array) {
  const bytes = Buffer.from(content);
  return {
    tree: memoryTree({ "given.json": bytes }),
    path: "given.json",
    openBytes: () => memorySource(bytes),
  };
}

async function importText(content: string | Uint8Array) {
  const written: Uint8Array[] = [];
  const write = (bytes: Uint8Array): number => written.push(bytes);
  const result = await importAdvisories(place(content), { now: NOW, signals: null, write }).catch(
    (error: unknown) => error,
  );
  return { result, written };
}

describe("importAdvisories", () => {
  it("stores what it has compiled, with the words", async () => {
    const { result, written } = await importText(JSON.stringify(record("PYSEC-2024-1")));
    expect(result).toMatchObject({ wasBuilt: false, info: { advisories: 1, hasTexts: true } });
    const index = openIndex(memorySource(written[0] ?? new Uint8Array()));
    expect(index.details("PYSEC-2024-1")?.summary).toBe("SQL injection in example");
    expect(index.lookup(normalizeName("example"))?.advisories[0]?.weakness).toBe("sql-injection");
  });

  it("stores a built database as it is", async () => {
    const { bytes } = await buildIndex([{ kind: "record", file: "a", value: record("PYSEC-2024-1") }], {
      now: NOW,
    });
    const { result, written } = await importText(bytes);
    expect(result).toMatchObject({ wasBuilt: true });
    expect(Buffer.compare(written[0] ?? new Uint8Array(), bytes)).toBe(0);
  });

  it.each([
    ["nothing", ""],
    ["an empty list", "[]"],
    ["a web page", "<html>"],
    ["another ecosystem", JSON.stringify(record("GHSA-1", "example", "npm"))],
    ["mostly damage", JSON.stringify([record("PYSEC-2024-1"), 1, 2])],
  ])("writes nothing for %s", async (_, content) => {
    const { result, written } = await importText(content);
    expect(result).toMatchObject({ code: "bad-database" });
    expect(written).toEqual([]);
  });

  it("writes nothing for a built database that is damaged", async () => {
    const { bytes } = await buildIndex([{ kind: "record", file: "a", value: record("PYSEC-2024-1") }], {
      now: NOW,
    });
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    const { result, written } = await importText(bytes);
    expect(result).toMatchObject({ code: "bad-database" });
    expect(written).toEqual([]);
  });

  it("makes one database of several places, of one id the newest", async () => {
    const newer = { ...record("PYSEC-2024-1"), modified: "2024-06-01T00:00:00Z", summary: "changed" };
    const written: Uint8Array[] = [];
    await importAdvisories(place(JSON.stringify([newer, record("GHSA-2222-3333-4444", "other")])), {
      now: NOW,
      signals: null,
      others: [place(JSON.stringify([record("PYSEC-2024-1"), record("ACME-1")]))],
      write: (bytes) => written.push(bytes),
    });
    const index = openIndex(memorySource(written[0] ?? new Uint8Array()));
    expect(index.details("PYSEC-2024-1")?.summary).toBe("changed");
    expect(index.info.sources.map(({ feed, records }) => `${feed} ${records}`)).toEqual([
      "ghsa 1",
      "osv 1",
      "pypa 1",
    ]);
  });

  it("merges no built database", async () => {
    const { bytes } = await buildIndex([{ kind: "record", file: "a", value: record("PYSEC-2024-1") }], {
      now: NOW,
    });
    const others = [place(bytes)];
    const importing = importAdvisories(place(JSON.stringify(record("PYSEC-2024-2"))), {
      now: NOW,
      signals: null,
      others,
      write: () => expect.unreachable(),
    });
    await expect(importing).rejects.toMatchObject({ code: "bad-database" });
  });

  it("takes known exploitation from the database that knows it", async () => {
    const exploited = new Map([["CVE-2024-7", "2024-06-01"]]);
    const old = await buildIndex([{ kind: "record", file: "a", value: record("PYSEC-2024-1") }], {
      now: NOW,
      exploited,
    });
    const written: Uint8Array[] = [];
    await importAdvisories(place(JSON.stringify(record("PYSEC-2024-2"))), {
      now: NOW,
      signals: {
        exploited: exploitedDays(openIndex(memorySource(old.bytes))),
        kev: null,
        scores: new Map(),
        epss: null,
      },
      write: (bytes) => written.push(bytes),
    });
    const index = openIndex(memorySource(written[0] ?? new Uint8Array()));
    expect(index.lookup(normalizeName("example"))?.advisories[0]?.exploitedSince).toBe("2024-06-01");
  });
});

describe("openDatabaseFile", () => {
  it("opens a built database and records alike", async () => {
    const { bytes } = await buildIndex([{ kind: "record", file: "a", value: record("PYSEC-2024-1") }], {
      now: NOW,
    });
    for (const content of [bytes, JSON.stringify(record("PYSEC-2024-1"))]) {
      const index = await openDatabaseFile(place(content), NOW);
      expect(index.packagesOf("pysec-2024-1")).toEqual(["example"]);
    }
  });

  it("refuses what is neither, and a path with nothing there", async () => {
    await expect(openDatabaseFile(place("hello"), NOW)).rejects.toMatchObject({ code: "bad-database" });
    await expect(openDatabaseFile({ ...place(""), path: "absent" }, NOW)).rejects.toMatchObject({
      code: "missing-path",
    });
  });
});

describe("checkDatabase", () => {
  it("says what is in a whole database and refuses a damaged one", async () => {
    const { bytes } = await buildIndex([{ kind: "record", file: "a", value: record("PYSEC-2024-1") }], {
      now: NOW,
    });
    expect(checkDatabase(memorySource(bytes))).toMatchObject({ size: bytes.length, info: { advisories: 1 } });
    bytes[300] = (bytes[300] ?? 0) ^ 1;
    expect(() => checkDatabase(memorySource(bytes))).toThrow(
      expect.objectContaining({ code: "bad-database" }),
    );
  });
});
