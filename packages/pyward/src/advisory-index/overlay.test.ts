import { describe, expect, it } from "vitest";

import { examine } from "../match/index.ts";
import { normalizeName } from "../python/index.ts";
import { buildIndex } from "./build-index.ts";
import { openIndex } from "./index.ts";
import { memorySource } from "./memory-source.ts";
import { overlayIndex } from "./overlay.ts";

const NOW = new Date("2026-01-01T00:00:00Z");
const BRICK = normalizeName("brick");

interface Given {
  readonly id: string;
  readonly events: readonly object[];
  readonly name?: string;
  readonly versions?: readonly string[];
  readonly more?: object;
}

function record({ id, events, name = "brick", versions = [], more = {} }: Given) {
  const affected = [
    { package: { ecosystem: "PyPI", name }, ranges: [{ type: "ECOSYSTEM", events }], versions },
  ];
  const value = { id, modified: "2025-01-01T00:00:00Z", summary: `about ${id}`, affected, ...more };
  return { kind: "record", file: id, value } as const;
}

async function indexOf(...given: readonly Given[]) {
  const { bytes } = await buildIndex(given.map(record), { now: NOW });
  return openIndex(memorySource(bytes));
}

const PUBLIC: Given = {
  id: "PYSEC-2025-1",
  events: [{ introduced: "1.0" }, { fixed: "1.10" }],
  versions: ["3.0"],
  more: { aliases: ["CVE-2025-1"] },
};

describe("overlayIndex", () => {
  it("moves the ranks of both to one order, equal versions to one rank", async () => {
    const base = await indexOf(PUBLIC);
    const own = await indexOf({ id: "ACME-1", events: [{ introduced: "0.5" }, { fixed: "1.10.0" }] });
    const { bounds = [], advisories = [] } =
      overlayIndex(base, { index: own, feed: "acme" }).lookup(BRICK) ?? {};
    expect(bounds).toEqual(["0.5", "1.0", "1.10", "3.0"]);
    expect(
      advisories.map(({ id, feed, intervals, enumerated, fixed }) => [
        id,
        feed,
        intervals.map(({ from, to }) => [from, to]),
        enumerated,
        fixed,
      ]),
    ).toEqual([
      ["ACME-1", "acme", [[0, 2]], [], [2]],
      ["PYSEC-2025-1", "pypa", [[1, 2]], [3], [2]],
    ]);
  });

  it.each([
    ["0.4", []],
    ["0.5", ["ACME-1 range"]],
    ["1.9", ["PYSEC-2025-1 range", "ACME-1 range"]],
    ["1.10", []],
    ["3", ["PYSEC-2025-1 enumerated"]],
  ])("answers about %s as the two apart do", async (version, expected) => {
    const base = await indexOf(PUBLIC);
    const own = await indexOf({ id: "ACME-1", events: [{ introduced: "0.5" }, { fixed: "1.10.0" }] });
    const known = overlayIndex(base, { index: own, feed: "acme" }).lookup(BRICK);
    const { problems } = examine(
      { name: BRICK, version },
      known ?? { name: BRICK, bounds: [], advisories: [] },
    );
    expect(problems.map(({ id, confidence }) => `${id} ${confidence}`)).toEqual(expected);
  });

  it("makes one finding of an own record and the public one that it is about, and disagreement disputed", async () => {
    const base = await indexOf(PUBLIC);
    const own = await indexOf({
      id: "ACME-1",
      events: [{ introduced: "1.0" }, { fixed: "2.0" }],
      more: { aliases: ["CVE-2025-1"] },
    });
    const known = overlayIndex(base, { index: own, feed: "acme" }).lookup(BRICK);
    const [problem, ...others] = examine({ name: BRICK, version: "1.11" }, known!).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      id: "PYSEC-2025-1",
      aliases: ["CVE-2025-1", "ACME-1"],
      confidence: "disputed",
      fix: { version: "2.0" }, // 1.10 is fixed by the public record and affected by the own one
      records: [
        { id: "PYSEC-2025-1", feed: "pypa", affected: false },
        { id: "ACME-1", feed: "acme", affected: true },
      ],
    });
  });

  it("only adds: an own record of a public id takes nothing away, not even by withdrawing it", async () => {
    const base = await indexOf(PUBLIC);
    const own = await indexOf({
      id: "PYSEC-2025-1",
      events: [{ introduced: "9" }],
      more: { withdrawn: "2025-06-01T00:00:00Z" },
    });
    const known = overlayIndex(base, { index: own, feed: "acme" }).lookup(BRICK);
    expect(examine({ name: BRICK, version: "1.9" }, known!).problems).toHaveLength(1);
  });

  it("says what it holds: the id changes, the age does not, packages count once", async () => {
    const base = await indexOf(PUBLIC);
    const own = await indexOf(
      { id: "ACME-1", events: [{ introduced: "0" }], more: { modified: "2025-12-31T00:00:00Z" } },
      { id: "ACME-2", events: [{ introduced: "0" }], name: "acme-tool" },
    );
    const both = overlayIndex(base, { index: own, feed: "acme" });
    expect(both.info).toMatchObject({ advisories: 3, packages: 2, modified: "2025-01-01T00:00:00Z" });
    expect(both.info.sources.map(({ feed, records }) => `${feed} ${records}`)).toEqual(["acme 2", "pypa 1"]);
    expect(both.info.id).not.toBe(base.info.id);
    expect(both.packageNames()).toEqual(["acme-tool", "brick"]);
    expect(both.packagesOf("acme-1")).toEqual(["brick"]);
    expect(both.details("ACME-1")?.summary).toBe("about ACME-1");
  });
});
