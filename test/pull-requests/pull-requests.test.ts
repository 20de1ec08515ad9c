// What `pyward diff` says of the changes that people make, each a branch of one real repository.
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { remove, scratchFolder } from "../hostile/run-pyward.ts";
import { differencesOf, reportOf, run } from "./answers.ts";
import { CASES } from "./changes.ts";
import { makeRepository } from "./repository.ts";

const scratch = scratchFolder();
const shop = join(scratch, "shop");
const left = makeRepository(
  shop,
  Object.fromEntries(Object.entries(CASES).map(([name, { change }]) => [name, change])),
);
afterAll(() => remove(scratch));

describe("a branch, compared with where it left main", () => {
  test.each(Object.entries(CASES))("%s", (name, { exit, differs, kept }) => {
    const answer = run(shop, "diff", "main", "--rev", name);
    const report = reportOf(answer);
    expect(differencesOf(report)).toEqual(differs);
    expect(report.comparison?.counts.kept).toBe(kept);
    expect(report.comparison?.base).toMatchObject({
      kind: "commit",
      name: "main",
      commit: left,
      isMergeBase: true,
    });
    expect([answer.code, report.exitCode]).toEqual([exit, exit]);
    const statuses = report.findings.map(
      ({ verdict }, at) => `${report.comparison?.findings[at]?.state} ${verdict.status}`,
    );
    expect(statuses.every((status) => ["new fail", "kept baseline"].includes(status))).toBe(true);
  });
});
