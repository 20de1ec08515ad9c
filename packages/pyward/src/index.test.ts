import { expect, test } from "vitest";
import * as library from "./index.ts";

test("the library offers exactly this", () => {
  expect(Object.keys(library).toSorted()).toEqual([
    "DEFAULT_POLICY",
    "PywardError",
    "SILENT",
    "audit",
    "memoryTree",
    "nodeTree",
    "openByteSource",
    "openIndex",
    "readReport",
  ]);
});

test("an audit is a function of trees, advisories, policy and time", async () => {
  const snapshot = new URL("../../advisories/snapshot.pyward", import.meta.url);
  const index = library.openIndex(library.openByteSource(snapshot.pathname));
  const report = await library.audit({
    roots: [
      {
        tree: library.memoryTree({ "requirements.txt": "pyyaml==5.3.0\nrequests\n" }),
        folders: [""],
        files: [],
        environments: [],
        workingDirectory: "",
        display: (path) => path,
      },
    ],
    targets: [],
    policy: library.DEFAULT_POLICY,
    allowGaps: [],
    exitZero: false,
    maxDbAge: 180,
    database: { index, origin: "embedded" },
    now: new Date("2026-08-01T00:00:00Z"),
    toolVersion: "0",
    progress: library.SILENT,
  });
  expect(report.findings.map(({ id }) => id)).toEqual(["PYSEC-2020-96", "PYSEC-2021-142"]);
  expect(report.gaps.map(({ code, name }) => [code, name])).toEqual([["unpinned", "requests"]]);
  expect(report.coverage).toEqual({ asked: 2, audited: 1, gaps: 1 });
  expect([report.status, report.exitCode]).toEqual(["fail", 1]);
});
