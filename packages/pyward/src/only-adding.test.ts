import { expect, test } from "vitest";
import { addAdvisories } from "./add-advisories.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { memoryTree } from "./host/memory/index.ts";
import { normalizeName } from "./python/index.ts";

const NOW = new Date("2026-11-24T00:00:00Z");

const record = (id: string, more: object = {}): object => ({
  id,
  modified: "2026-01-01T00:00:00Z",
  affected: [{ package: { ecosystem: "PyPI", name: "brick" }, versions: ["1.0"] }],
  ...more,
});

async function added(files: Readonly<Record<string, string>>, isTrusted = false) {
  const value = record("PYSEC-1", { aliases: ["CVE-2026-0001"] });
  const raw = { kind: "record", file: "a.json", value } as const;
  const { bytes } = await buildIndex([raw], { now: NOW });
  const database = { index: openIndex(memorySource(bytes)), origin: "embedded" } as const;
  const place = { tree: memoryTree(files), path: "own", feed: "repository", title: "own" };
  const own = await addAdvisories(database, [isTrusted ? place : { ...place, onlyAdds: true }], NOW);
  const { index } = own.database;
  const found = index?.lookup(normalizeName("brick"))?.advisories ?? [];
  return {
    notes: own.notes.map((note) => note.split(",")[0]),
    advisories: found.map(({ id, feed, aliases, withdrawn }) => [
      id,
      feed,
      aliases.join(" "),
      withdrawn !== null,
    ]),
  };
}

const PUBLIC = ["PYSEC-1", "pypa", "CVE-2026-0001", false];

test("a record of a repository adds a finding", async () => {
  const files = { "own/a.json": JSON.stringify(record("ACME-1", { aliases: ["CVE-2026-0009"] })) };
  expect(await added(files)).toEqual({
    notes: [],
    advisories: [["ACME-1", "repository", "CVE-2026-0009", false], PUBLIC],
  });
});

test.each([
  ["the alias of a public one", "CVE-2026-0001"],
  ["its id", "PYSEC-1"],
  ["its alias in other letters", "cve-2026-0001"],
])("a record with %s stands by itself, unless it is trusted", async (_, alias) => {
  const files = { "own/a.json": JSON.stringify(record("ACME-1", { aliases: [alias] })) };
  expect(await added(files)).toEqual({
    notes: ["records of own stand by themselves and are not joined with public ones"],
    advisories: [["ACME-1", "repository", "", false], PUBLIC],
  });
  expect((await added(files, true)).advisories[0]).toEqual(["ACME-1", "repository", alias, false]);
});

test("a record with a public id takes the place of nothing", async () => {
  const files = { "own/a.json": JSON.stringify(record("pysec-1", { withdrawn: "2026-02-01T00:00:00Z" })) };
  expect(await added(files)).toEqual({
    notes: ["records of own with the id of a public one do not count"],
    advisories: [PUBLIC],
  });
});

test.each([
  ["withdraws", { withdrawn: true }, true],
  ["narrows", { affected: [] }, false],
  ["disputes", { disputed: true }, false],
])("a patch that %s counts only where it is trusted", async (_, change, isWithdrawn) => {
  const files = { "own/p.json": JSON.stringify({ patches: [{ id: "PYSEC-1", reason: "ours", ...change }] }) };
  expect(await added(files)).toEqual({ notes: ["patches of own do not count"], advisories: [PUBLIC] });
  const { notes, advisories } = await added(files, true);
  expect(notes[0]).toMatch(/^patches of repository change what records say: PYSEC-1/);
  expect(advisories[0]?.[3]).toBe(isWithdrawn);
});

test("what cannot be read, and an archive, end the run", async () => {
  await expect(added({ "own/a.json": "<html>" })).rejects.toMatchObject({ code: "bad-database" });
  await expect(added({ own: "PK\u0003\u0004" })).rejects.toThrow("is an archive");
});
