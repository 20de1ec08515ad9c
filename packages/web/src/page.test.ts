import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleReport } from "../../../test/laws/example-reports.ts";
import { FIRST_VIEW, fromHash, TABS, toHash, type View } from "./address.ts";
import { entriesOf } from "./entries.ts";
import { ALL, filterEntries, type Filter } from "./filter.ts";
import { periodName, timelineOf } from "./periods.ts";
import { brief, shown, shownProse } from "./shown.ts";
import { firstOf, sectionsOf, SORTS, type Sort } from "./sort.ts";

const webshop = exampleReport("webshop");
const judged = exampleReport("judged");
const entries = entriesOf(webshop);
const idsOf = (filter: Partial<Filter>, report = webshop): readonly string[] =>
  filterEntries(entriesOf(report), { ...ALL, ...filter }).map(({ finding }) => finding.id);

test("every finding is an entry, once, with a key of its own", () => {
  expect(entries.map(({ finding }) => finding.fingerprint).toSorted()).toEqual(
    webshop.findings.map(({ fingerprint }) => fingerprint).toSorted(),
  );
  expect(entries.map(({ key }) => key)).toEqual(entries.map((_, at) => at));
});

test("a filter leaves exactly what is like it", () => {
  const { findings } = webshop;
  const count = (isLike: (finding: (typeof findings)[number]) => boolean): number =>
    findings.filter(isLike).length;
  expect(idsOf({})).toHaveLength(findings.length);
  expect(idsOf({ severities: ["high", "critical"] })).toHaveLength(
    count(({ severity }) => severity.level === "high" || severity.level === "critical"),
  );
  expect(idsOf({ search: "DJANGO" })).toHaveLength(count(({ package: name }) => name === "django"));
  expect(idsOf({ search: "django uv.lock" })).toEqual([]);
  expect(idsOf({ way: "transitive" })).toHaveLength(
    count(({ dependency }) => webshop.dependencies.some(({ ref, direct }) => ref === dependency && !direct)),
  );
  expect(idsOf({ exploited: true })).toHaveLength(count(({ exploited }) => exploited !== null));
  expect(idsOf({ fixable: true })).toHaveLength(count(({ fix }) => fix !== null));
  expect(idsOf({ disclosed: "2021" })).toHaveLength(
    count(({ disclosed }) => disclosed?.startsWith("2021") === true),
  );
  expect(idsOf({ project: "p2" })).toEqual([]);
  expect(idsOf({ scope: "extra:none" })).toEqual([]);
  expect(idsOf({ verdicts: ["waived"] }, judged)).toHaveLength(
    judged.findings.filter(({ verdict }) => verdict.status === "waived").length,
  );
});

test("every order holds every finding, and the first part is its beginning", () => {
  for (const sort of Object.keys(SORTS) as Sort[]) {
    const sections = sectionsOf(entries, sort);
    const keys = sections.flatMap((section) => section.entries.map(({ key }) => key));
    expect(keys.toSorted((a, b) => a - b)).toEqual(entries.map(({ key }) => key));
    expect(firstOf(sections, 7).flatMap((section) => section.entries.map(({ key }) => key))).toEqual(
      keys.slice(0, 7),
    );
  }
  const scores = sectionsOf(entries, "score")
    .flatMap((section) => section.entries)
    .map(({ finding }) => finding.severity.score ?? -1);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  const days = sectionsOf(entries, "newest")
    .flatMap((section) => section.entries)
    .map(({ finding }) => finding.disclosed ?? "");
  expect(days).toEqual(days.toSorted().toReversed());
});

test("the address gives the view back, and of any other text some view", () => {
  expect(toHash(FIRST_VIEW)).toBe("");
  const text = fc.string({ maxLength: 40 }).filter((one) => one.isWellFormed());
  const view: fc.Arbitrary<View> = fc.record({
    tab: fc.constantFrom(...TABS),
    sort: fc.constantFrom(...(Object.keys(SORTS) as Sort[])),
    finding: text,
    filter: fc.record({
      search: text,
      severities: fc.subarray(["critical", "high", "medium", "unknown", "low", "none"] as const),
      verdicts: fc.subarray(["fail", "review", "waived"] as const),
      project: text,
      scope: text,
      way: fc.constantFrom("", "direct", "transitive"),
      exploited: fc.boolean(),
      fixable: fc.boolean(),
      unverified: fc.boolean(),
      fresh: fc.boolean(),
      disclosed: fc.constantFrom("", "2021", "2021-04"),
    }),
  });
  fc.assert(
    fc.property(view, (one) => {
      expect(fromHash(`#${toHash(one)}`)).toEqual(one);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (hash) => {
      expect(TABS).toContain(fromHash(hash).tab);
    }),
  );
  expect(fromHash("#severity=huge&tab=x&sort=toString&way=up&disclosed=2021-4")).toEqual(FIRST_VIEW);
});

function disclosedOn(...days: readonly (string | null)[]) {
  const [finding] = webshop.findings;
  if (finding === undefined) throw new Error("the example has no finding");
  return days.map((disclosed) => ({ ...finding, disclosed }));
}

test("the timeline counts every finding once, with the months between", () => {
  const { unit, periods, undated } = timelineOf(
    disclosedOn("2020-11-02", "2021-02-01T00:00:00Z", "2021-02-27", null, "soon"),
  );
  expect([unit, undated]).toEqual(["month", 2]);
  expect(periods.map(({ id, total }) => [id, total])).toEqual([
    ["2020-11", 1],
    ["2020-12", 0],
    ["2021-01", 0],
    ["2021-02", 2],
  ]);
  expect(timelineOf([])).toEqual({ unit: "month", periods: [], undated: 0 });
  expect(periodName("2021-02")).toBe("February 2021");
  const all = timelineOf(webshop.findings);
  expect(all.periods.reduce((sum, { total }) => sum + total, all.undated)).toBe(webshop.findings.length);
});

test("a span of more than ten years is told by year, and one that cannot be by the years that have something", () => {
  const long = timelineOf(disclosedOn("2009-03-01", "2026-01-01"));
  expect([long.unit, long.periods.length, long.periods[0]?.id]).toEqual(["year", 18, "2009"]);
  const absurd = timelineOf(disclosedOn("0001-01-01", "9999-12-31"));
  expect(absurd.periods.map(({ id }) => id)).toEqual(["0001", "9999"]);
  const everyDecade = Array.from({ length: 500 }, (_, at) => `${String(at * 10).padStart(4, "0")}-01-01`);
  const { periods, undated } = timelineOf(disclosedOn(...everyDecade));
  expect([periods.length, undated]).toEqual([120, 380]);
});

test("texts are shown with nothing hidden in them; prose keeps its lines and its length", () => {
  expect(shown("a\u202eb\n")).toBe("a\\u202eb\\n");
  expect(brief("x".repeat(500))).toBe(`${"x".repeat(59)}…`);
  expect(shownProse("one\r\ntwo\u200b")).toBe("one\ntwo\\u200b");
  expect(shownProse("x".repeat(1_234))).toBe("x".repeat(1_234));
  expect(shownProse("a\n".repeat(5_000)).split("\n")).toHaveLength(301);
});
