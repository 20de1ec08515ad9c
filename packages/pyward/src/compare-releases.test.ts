import { expect, test } from "vitest";
import { exampleReport } from "../../../test/laws/example-reports.ts";
import type { AdvisoryIndex } from "./advisory-index/advisory-index.ts";
import { buildIndex } from "./advisory-index/build-index.ts";
import { openIndex } from "./advisory-index/index.ts";
import { memorySource } from "./advisory-index/memory-source.ts";
import { compareDatabases } from "./compare-databases.ts";
import { releaseComparer } from "./compare-releases.ts";
import type { Report } from "./model/index.ts";

interface Given {
  readonly id: string;
  readonly fixed: string;
  readonly aliases?: readonly string[];
  readonly published?: string;
  readonly name?: string;
}

const OLD = await open([
  { id: "CVE-2024-1", fixed: "3.0" },
  { id: "PYSEC-2024-7", fixed: "9", name: "other" },
]);
const NONE = await open([{ id: "CVE-2024-1", fixed: "2.0" }]);
const RENAMED = await open([{ id: "PYSEC-2024-1", aliases: ["CVE-2024-1"], fixed: "3.0" }]);

test("which releases became vulnerable and which were cleared", () => {
  const became = { id: "PYSEC-2024-1", aliases: ["CVE-2024-1"], level: "unknown", fix: "3.0" };
  expect(compare(NONE, RENAMED, report("demo 2.5"))).toMatchObject([
    { package: "demo", version: "2.5", became: [{ ...became, isBackfill: true }], cleared: [] },
  ]);
  expect(compare(OLD, NONE, report("demo 2.5"))).toMatchObject([{ became: [], cleared: ["CVE-2024-1"] }]);
});

test("another id of one flaw is the same flaw", () => {
  expect(compare(OLD, RENAMED, report("demo 2.5"))).toEqual([]);
});

test("what was disclosed since the older data ends is no backfill", async () => {
  const recent = await open([{ id: "CVE-2026-5", fixed: "3.0", published: "2026-07-01T00:00:00Z" }]);
  expect(compare(NONE, recent, report("demo 2.5"))[0]?.became).toMatchObject([
    { id: "CVE-2026-5", isBackfill: false },
  ]);
});

test("own code may bear the name of a release, and is none; a release without a version is nobody's", () => {
  const own = report("demo 2.5");
  const [gap] = exampleReport("incomplete").gaps;
  if (gap === undefined) throw new Error("the example has no gap");
  const { project, name } = own.dependencies[0] ?? {};
  const gaps = [{ ...gap, code: "own-code" as const, project: project ?? null, name: name ?? null }];
  expect(compare(OLD, NONE, { ...own, gaps })).toEqual([]);
  expect(compare(OLD, NONE, report("demo"))).toEqual([]);
});

test("of however many reports only packages of changed records are asked, each release once", () => {
  const asked: string[] = [];
  const counting: AdvisoryIndex = { ...NONE, lookup: (name) => (asked.push(name), NONE.lookup(name)) };
  const records = compareDatabases(OLD, NONE).filter(({ packages }) => packages.includes(demo()));
  const ask = releaseComparer({ before: OLD, after: counting, records });
  const answers = Array.from({ length: 50 }, () =>
    ask(report("demo 2.5", "other 1", "Demo 2.5", "demo 1.0")),
  );
  expect(answers[49]).toEqual(answers[0]);
  expect(answers[0]).toHaveLength(2);
  expect(asked).toEqual(["demo", "demo"]);
});

function demo() {
  const [name] = NONE.packageNames();
  if (name === undefined) throw new Error("the database is empty");
  return name;
}

function compare(before: AdvisoryIndex, after: AdvisoryIndex, of: Report) {
  return releaseComparer({ before, after, records: compareDatabases(before, after) })(of);
}

/** "demo 2.5": a dependency each; without a version, one without. */
function report(...releases: readonly string[]): Report {
  const whole = exampleReport("webshop");
  const [dependency] = whole.dependencies;
  if (dependency === undefined) throw new Error("the example has none");
  const dependencies = releases.map((text) => {
    const [name = "", version = null] = text.split(" ");
    return { ...dependency, name, version };
  });
  return { ...whole, dependencies, gaps: [] };
}

async function open(records: readonly Given[]) {
  const raw = records.map(({ id, name = "demo", fixed, ...more }) => ({
    kind: "record" as const,
    file: `${id}.json`,
    value: {
      id,
      modified: "2025-06-30T00:00:00Z",
      published: "2024-01-01T00:00:00Z",
      affected: [
        {
          package: { ecosystem: "PyPI", name },
          ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }, { fixed }] }],
        },
      ],
      ...more,
    },
  }));
  return openIndex(memorySource((await buildIndex(raw, { now: new Date("2026-11-24T00:00:00Z") })).bytes));
}
