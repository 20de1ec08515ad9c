import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXAMPLES, exampleReport } from "../../../../test/laws/example-reports.ts";
import type { Report } from "../model/index.ts";
import { compare, report, type Line } from "../../../../test/laws/example-comparison.ts";

const GAP = {
  project: "p1",
  code: "unpinned",
  name: "brick",
  advisory: null,
  reason: "",
  origin: null,
  expected: false,
} as const;

describe("any report", () => {
  const NOTHING = { new: 0, disclosed: 0, backfilled: 0, kept: 0, gone: 0, unaudited: 0 };
  test.each(EXAMPLES)("%s is as it is: nothing differs from itself", (name) => {
    const example = exampleReport(name);
    const files = example.gaps.flatMap(({ origin }) => origin?.path ?? "");
    const { counts, gone, dependencies, gaps } = compare(example, example, undefined, files);
    expect(counts).toEqual({ ...NOTHING, kept: example.findings.length });
    expect([gone, dependencies, gaps]).toEqual([[], [], { new: [], changed: [], gone: [] }]);
  });

  test("what is new one way is gone the other way", () => {
    const whole = exampleReport("webshop");
    const part = fc.subarray([...whole.dependencies]).map((dependencies): Report => {
      const refs = new Set(dependencies.map(({ ref }) => ref));
      return { ...whole, dependencies, findings: whole.findings.filter((one) => refs.has(one.dependency)) };
    });
    fc.assert(
      fc.property(part, part, (left, right) => {
        const [there, back] = [compare(left, right), compare(right, left)];
        const fresh = there.findings.filter(({ state }) => state === "new").map(({ id }) => id);
        expect(fresh.toSorted()).toEqual(back.gone.map(({ id }) => id).toSorted());
        expect(there.counts.kept).toBe(back.counts.kept);
        expect(there.dependencies).toHaveLength(back.dependencies.length);
      }),
    );
  });

  test("a thousand projects that all moved are compared in time", () => {
    const lines = (prefix: string): readonly Line[] =>
      Array.from({ length: 1000 }, (_, at) => [
        { project: `${prefix}/${at}`, name: `own-${at}`, ids: [] },
        { project: `${prefix}/${at}` },
      ]).flat();
    const start = performance.now();
    const { counts, dependencies } = compare(report(lines("apps")), report(lines("services")));
    expect([counts, dependencies]).toEqual([{ ...NOTHING, kept: 1000 }, []]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test("reports that were made to be slow are compared in time", () => {
    const same = Array.from({ length: 20_000 }, () => ({}));
    const gaps = same.map((_, at) => ({ ...GAP, fingerprint: `sha256:${at}` }));
    const start = performance.now();
    const { counts, gaps: compared } = compare(report(same, { gaps }), report(same, { gaps }));
    expect(counts).toEqual({ ...NOTHING, kept: 20_000 });
    expect(compared).toEqual({ new: [], changed: [], gone: [] });
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
