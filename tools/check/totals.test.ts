import { expect, test } from "vitest";
import { totals, type Outcome, type TestCounts } from "./totals.ts";

const gate = (passed: boolean, tests: TestCounts | null = null): Outcome => ({
  name: "gate",
  passed,
  seconds: 0,
  output: "",
  tests,
});

test("tests and gates are counted, skipped ones are neither", () => {
  expect(totals([gate(true), gate(true, { passed: 10, failed: 0, skipped: 3 })])).toEqual({
    passed: 12,
    failed: 0,
  });
});

test("a failing test fails its gate, too", () => {
  expect(totals([gate(false, { passed: 10, failed: 2, skipped: 0 })])).toEqual({ passed: 10, failed: 3 });
});

test("a runner that fails without a failing test or without a report is a failure", () => {
  expect(totals([gate(false, { passed: 10, failed: 0, skipped: 0 }), gate(false)])).toEqual({
    passed: 10,
    failed: 2,
  });
});
