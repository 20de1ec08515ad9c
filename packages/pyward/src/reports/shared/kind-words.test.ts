import { expect, it } from "vitest";
import type { ReportFinding } from "../../model/index.ts";
import { fixTextOf, ratingOf } from "./kind-words.ts";

const severity: ReportFinding["severity"] = { level: "high", score: 7, vector: null, source: null };
const fix = { version: "2.0", basis: "index" } as const;

it.each([
  ["vulnerability", fix, "high 7.0", "fixed in 2.0"],
  ["vulnerability", null, "high 7.0", "no fixed version is known"],
  ["yanked", fix, "yanked", "2.0 is not yanked"],
  ["yanked", null, "yanked", ""],
  ["archived", null, "archived", ""],
  ["quarantined", null, "quarantined", ""],
] as const)("of %s with the fix %j: %s, %j", (kind, known, rating, text) => {
  expect(ratingOf({ kind, severity })).toBe(rating);
  expect(fixTextOf({ kind, fix: known }, null)).toBe(text);
});

it("tells a plan's version from an advisory's, and why a plan has none", () => {
  const kind = "vulnerability";
  const plan = { basis: "solver", reason: "3.0 needs Python >=3.12, and 3.10.20 is asked for" } as const;
  expect([
    fixTextOf({ kind, fix: { version: "2.0", basis: "solver" } }, { plan: { ...plan, reason: null } }),
    fixTextOf({ kind, fix: null }, { plan }),
    fixTextOf({ kind, fix: null }, { plan: { ...plan, reason: null } }),
  ]).toEqual(["cleared by 2.0", `no version clears it: ${plan.reason}`, "no fixed version is known"]);
});
