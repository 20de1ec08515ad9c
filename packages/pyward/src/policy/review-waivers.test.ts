import { expect, test } from "vitest";
import type { Waiver } from "../model/index.ts";
import { exampleFinding, examplePolicy, type GivenFinding } from "./example-policy.ts";
import type { JudgedGap } from "./judged.ts";
import { reviewWaivers, waiverNotes } from "./review-waivers.ts";

const NOW = new Date("2026-11-24T12:00:00Z");

interface Given {
  readonly waivers: readonly Partial<Waiver>[];
  readonly findings?: readonly GivenFinding[];
  readonly gaps?: readonly JudgedGap[];
}

function review(...projects: readonly Given[]) {
  return reviewWaivers(
    projects.map(({ waivers, findings = [{}], gaps = [] }) => {
      const { rules } = examplePolicy({ waivers });
      if (rules === undefined) throw new Error("an example policy has rules");
      return { rules, findings: findings.map(exampleFinding), gaps, packages: new Set(["brick"]) };
    }),
    NOW,
  );
}

test.each<readonly [string, Partial<Waiver>, GivenFinding, string]>([
  ["used", {}, {}, "used"],
  ["of no finding", { id: "CVE-2024-2" }, {}, "unused"],
  ["of a package that is not there", { package: "clay" }, {}, "gone"],
  ["of a package that is there, in another version", { package: "brick", version: ">2" }, {}, "unused"],
  ["expired", { expires: "2026-11-23" }, {}, "expired"],
  ["expired, of no finding", { id: "CVE-2024-2", expires: "2026-11-23" }, {}, "expired"],
  ["accepted for good, and a fix is known", {}, { fix: "1.5" }, "fixed"],
  ["accepted until a day, and a fix is known", { expires: "2027-01-01" }, { fix: "1.5" }, "used"],
  ["not affected, and a fix is known", { kind: "not-affected" }, { fix: "1.5" }, "used"],
  ["until a fix, that is known", { untilFixed: true, kind: "not-affected" }, { fix: "1.5" }, "fixed"],
  ["until a fix, that is not", { untilFixed: true }, {}, "used"],
])("%s", (_, waiver, finding, expected) => {
  expect(review({ waivers: [waiver], findings: [finding] }).map(({ state }) => state)).toEqual([expected]);
});

test("a waiver above several projects is used where one of them uses it, and told once", () => {
  const states = review({ waivers: [{}], findings: [] }, { waivers: [{}] }).map(({ state }) => state);
  expect(states).toEqual(["used"]);
});

test("what another waiver covers first is used, too", () => {
  expect(review({ waivers: [{}, { id: "PYSEC-2024-1" }] }).map(({ state }) => state)).toEqual([
    "used",
    "used",
  ]);
});

test("one flaw of two releases, one of which has no fix, is not fixed", () => {
  const [one] = review({ waivers: [{ untilFixed: true }], findings: [{ fix: "1.5" }, {}] });
  expect(one?.state).toBe("used");
});

test("a gap's waiver is used by a gap of its code and package", () => {
  const gap = { code: "unpinned", name: "clay", origin: { path: "a.txt" } } as const;
  const of = (waiver: Partial<Waiver>) =>
    review({ waivers: [{ id: null, gap: "unpinned", ...waiver }], gaps: [gap] })[0]?.state;
  expect([of({}), of({ package: "clay" }), of({ package: "brick" }), of({ path: "b/" })]).toEqual([
    "used",
    "used",
    "unused",
    "unused",
  ]);
});

test("what was only partly audited gives no note on what it does not use", () => {
  const reviewed = review({ waivers: [{ id: "CVE-2024-2" }, { id: "CVE-2024-3", expires: "2026-01-01" }] });
  expect(waiverNotes(reviewed, () => true)).toHaveLength(3);
  expect(waiverNotes(reviewed, () => false)).toEqual([
    "the waiver of CVE-2024-3 (pyward.toml:2) expired on 2026-01-01",
    "pyward ignore prune removes the waivers that ended or do nothing",
  ]);
});
