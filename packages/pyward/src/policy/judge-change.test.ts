import { describe, expect, test } from "vitest";
import type { ComparedFinding, FindingKind, Verdict } from "../model/index.ts";
import { judgeChange } from "./index.ts";

const FAIL: Verdict = { status: "fail", rule: "default", reason: null };
const WAIVED: Verdict = { status: "waived", rule: "ignore", reason: "not called" };
const BELOW: Verdict = { status: "below-threshold", rule: "fail-on", reason: null };

interface Given {
  readonly kind?: FindingKind;
  readonly verdict?: Verdict;
  readonly compared: Partial<ComparedFinding>;
}

const kept = (more: Partial<ComparedFinding> = {}): Partial<ComparedFinding> => ({ state: "kept", ...more });
const fresh = (cause: ComparedFinding["cause"]): Partial<ComparedFinding> => ({ state: "new", cause });

/** After the slash: where news is to fail. */
const CASES: readonly (readonly [string, Given, string])[] = [
  ["what the base has", { compared: kept() }, "baseline baseline"],
  ["what the change introduces", { compared: fresh("introduced") }, "fail default"],
  ["what the base could not say", { compared: fresh("unproved") }, "fail default"],
  ["what was disclosed since", { compared: fresh("disclosed") }, "review disclosed / fail disclosed"],
  ["what the data has late", { compared: fresh("backfilled") }, "review backfilled / fail backfilled"],
  ["exploited since", { compared: kept({ isExploitedSince: true }) }, "review exploited / fail exploited"],
  ["widened to main", { compared: kept({ isWidened: true }) }, "fail widened"],
  ["widened and exploited", { compared: kept({ isWidened: true, isExploitedSince: true }) }, "fail widened"],
  ["only a waiver covered it", { compared: kept({ wasExcused: true }) }, "fail default"],
  ["a waiver that holds still", { verdict: WAIVED, compared: kept({ wasExcused: true }) }, "waived ignore"],
  ["below the bar", { verdict: BELOW, compared: kept() }, "below-threshold fail-on"],
  ["new and below the bar", { verdict: BELOW, compared: fresh("introduced") }, "below-threshold fail-on"],
  ["malware that the base has", { kind: "malware", compared: kept() }, "fail default"],
  ["malware that is disclosed since", { kind: "malware", compared: fresh("disclosed") }, "fail default"],
  ["malware that the data has late", { kind: "malware", compared: fresh("backfilled") }, "fail default"],
  ["quarantined in the base", { kind: "quarantined", compared: kept() }, "fail default"],
];

describe("a verdict in the light of the base", () => {
  test.each(CASES)("%s", (_, { kind = "vulnerability", verdict = FAIL, compared }, expected) => {
    const judged = (disclosed: "pass" | "fail"): string => {
      const { status, rule } = judgeChange({ kind, verdict }, whole(compared), { disclosed, base: "main" });
      return `${status} ${rule}`;
    };
    const [pass, fail = pass] = expected.split(" / ");
    expect([judged("pass"), judged("fail")]).toEqual([pass, fail]);
  });
});

function whole(given: Partial<ComparedFinding>): ComparedFinding {
  return {
    dependency: "p1:brick@1.1",
    id: "PYSEC-2020-1",
    state: "kept",
    cause: null,
    from: [],
    isExploitedSince: false,
    isWidened: false,
    wasExcused: false,
    ...given,
  };
}
