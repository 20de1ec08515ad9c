import { join, pieceOf } from "./advisory-index/store/piece.ts";
import { describe, expect, test } from "vitest";
import { buildIndex } from "./advisory-index/build-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { applyPull } from "./advisory-index/records/apply-pull.ts";
import { encodeRecords } from "./advisory-index/records/encode-records.ts";
import { openRecords } from "./advisory-index/records/open-records.ts";
import type { OpenedDatabase } from "./advisory-index/opened-database.ts";
import { knownAt } from "./database-at.ts";
import { problemsOf } from "./match/index.ts";
import { normalizeName } from "./python/index.ts";

const [MAY, JULY] = ["2026-05-01T00:00:00Z", "2026-07-01T00:00:00Z"] as const;

const record = (id: string, modified: string, fixed: string) => ({
  id,
  modified,
  published: "2020-01-01T00:00:00Z",
  affected: [
    {
      package: { ecosystem: "PyPI", name: "brick" },
      ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
    },
  ],
});

/** First updated in May; in July PYSEC-2020-1 was corrected, and a record of 2020 came. */
const BEFORE = [record("PYSEC-2020-1", "2026-04-01T00:00:00Z", "2.0")];
const AFTER = [
  record("PYSEC-2020-1", "2026-06-20T00:00:00Z", "1.1"),
  record("PYSEC-2020-2", "2020-01-01T00:00:00Z", "2.0"),
];

async function database(): Promise<OpenedDatabase> {
  let store = openRecords(memorySource(new Uint8Array(0)));
  let bytes: Uint8Array = new Uint8Array(0);
  for (const [now, texts] of [
    [MAY, BEFORE],
    [JULY, AFTER],
  ] as const) {
    const received = texts.map((value) => ({ value, listed: null }));
    const { fresh, kept } = applyPull(received, store, { feed: "osv-bulk", now, isWhole: true });
    const url = "https://osv.example/";
    const feeds = [{ feed: "osv-bulk", url, etag: null, lastReconcile: MAY, lastUpdate: now }];
    bytes = join(encodeRecords({ feeds, fresh, kept, from: store }));
    store = openRecords(memorySource(bytes));
  }
  const records = AFTER.map((value) => ({ kind: "record", file: `${value.id}.json`, value }) as const);
  const built = await buildIndex(records, { now: new Date(JULY), rawRecords: () => [pieceOf(bytes)] });
  return { index: openIndex(memorySource(built.bytes)), origin: "stored" };
}

/** Ids that affect brick 1.5 by what the database held at a moment. */
async function affecting(moment: string): Promise<readonly string[] | string | null> {
  const { index, ...rest } = await knownAt(await database(), new Date(moment));
  if (index === null) return "reason" in rest ? rest.reason : null;
  const name = normalizeName("brick");
  const known = index.lookup(name);
  return known === null ? [] : problemsOf({ name, version: "1.5" }, known).map(({ id }) => id);
}

describe("what the database held", () => {
  test("is the text of then, and nothing that came later", async () => {
    expect(await affecting("2026-06-30T23:59:59Z")).toEqual(["PYSEC-2020-1"]);
    expect(await affecting("2026-07-31T23:59:59Z")).toEqual(["PYSEC-2020-2"]);
  });

  test("is as old as it was, and has the day on which each record came", async () => {
    const { index } = await knownAt(await database(), new Date("2026-06-30T23:59:59Z"));
    expect(index?.info).toMatchObject({ modified: "2026-04-01T00:00:00Z", advisories: 1 });
    const later = await knownAt(await database(), new Date("2026-07-31T23:59:59Z"));
    const { advisories = [] } = later.index?.lookup(normalizeName("brick")) ?? {};
    expect(advisories.map(({ id, imported }) => [id, imported])).toEqual([
      ["PYSEC-2020-1", "2020-01-01T00:00:00Z"],
      ["PYSEC-2020-2", JULY],
    ]);
  });

  test("is not known before its history begins: missing data, and no guess", async () => {
    expect(await affecting("2026-04-30T23:59:59Z")).toMatch(
      /^this database has no history before 2026-05-01, so what it held on 2026-04-30 is not known: /,
    );
  });

  test("is not known without a history", async () => {
    const built = await buildIndex([], { now: new Date(JULY) });
    const opened = { index: openIndex(memorySource(built.bytes)), origin: "file" } as const;
    const answer = await knownAt(opened, new Date("2026-06-30T23:59:59Z"));
    expect(answer).toMatchObject({
      index: null,
      reason: expect.stringMatching(/^this database has no history, so/),
    });
  });
});
