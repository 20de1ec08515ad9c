import { readFile } from "node:fs/promises";

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly output: string;
  /** Null for a gate that is not the test runner, or where the runner left no report. */
  readonly tests: TestCounts | null;
}

/**
 * Each test counts as one, and each gate as one more. So a test file that cannot even be loaded (no test of it
 * fails) and a runner that crashed (no report) are still a failure.
 */
export function totals(outcomes: readonly Outcome[]): { readonly passed: number; readonly failed: number } {
  const sum = (count: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, each) => total + count(each), 0);
  return {
    passed: sum(({ passed, tests }) => Number(passed) + (tests?.passed ?? 0)),
    failed: sum(({ passed, tests }) => Number(!passed) + (tests?.failed ?? 0)),
  };
}

/** Counts of a report of vitest's `json` reporter; null where there is none. */
export async function readTestReport(path: string): Promise<TestCounts | null> {
  const text = await readFile(path, "utf8").catch(() => null);
  if (text === null) return null;
  const report: {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly numPendingTests: number;
    readonly numTodoTests: number;
  } = JSON.parse(text);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
