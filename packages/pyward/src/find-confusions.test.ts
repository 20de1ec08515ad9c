import { expect, it } from "vitest";
import { buildIndex } from "./advisory-index/build-index.ts";
import { openIndex } from "./advisory-index/store/open-index.ts";
import { confusionNotes, findConfusions } from "./find-confusions.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { normalizeName } from "./python/index.ts";

const NOW = new Date("2026-11-24T00:00:00Z");

function recordsOf(name: string, ids: readonly string[]) {
  return ids.map((id) => ({
    kind: "record" as const,
    file: id,
    value: {
      id,
      modified: "2024-01-01T00:00:00Z",
      affected: [{ package: { ecosystem: "PyPI", name }, versions: ["1.0"] }],
    },
  }));
}

async function confusionsOf(...names: readonly string[]) {
  const { bytes } = await buildIndex(
    [
      ...recordsOf("mortarboard", ["PYSEC-2020-1", "PYSEC-2020-2", "PYSEC-2020-3"]),
      ...recordsOf("mortarboards", ["PYSEC-2020-4", "PYSEC-2020-5", "PYSEC-2020-6", "PYSEC-2020-7"]),
      ...recordsOf("trowelling", ["PYSEC-2020-8"]),
      ...recordsOf("mortarboord", ["MAL-2020-1"]),
      ...recordsOf("mortorboard", ["PYSEC-2020-9"]),
      ...recordsOf("evil-one", ["MAL-2020-2", "MAL-2020-3", "MAL-2020-4"]),
    ],
    { now: NOW },
  );
  return findConfusions(
    names.map((name) => normalizeName(name)),
    openIndex(memorySource(bytes)),
    ["acme-tools", "acme-gl*"],
  );
}

it("names near what many records speak of, where none speaks of the name but as malware", async () => {
  const found = await confusionsOf(
    "rnortarboard",
    "mortarboord",
    "mortorboard",
    "trowellin",
    "evil-on",
    "sand",
  );
  expect(found).toEqual([
    { name: "rnortarboard", known: "mortarboard", by: "look-alike letters" },
    { name: "mortarboord", known: "mortarboard", by: "one letter" },
  ]);
  expect(await confusionsOf("mortarboard", "mortarboards")).toEqual([]);
  expect(await confusionsOf("acme-tool", "acme-tools", "acme-glu", "tools-acme")).toEqual([
    { name: "acme-tool", known: "acme-tools", by: "one letter" },
    { name: "tools-acme", known: "acme-tools", by: "the order of its words" },
  ]);
});

it("are one note, and not more than ten names", async () => {
  const names = Array.from({ length: 12 }, (_, at) => `mortarboard${"abcdefghijkl"[at]}`);
  expect(confusionNotes(await confusionsOf("mortarboardx"))).toEqual([
    "1 name is close to a well-known or internal one, which may be a slip or a trap: mortarboardx (mortarboards, one letter)",
  ]);
  const [note] = confusionNotes(await confusionsOf(...names));
  expect(note).toMatch(/^12 names are close .*, and 2 more$/);
  expect(confusionNotes([])).toEqual([]);
});
