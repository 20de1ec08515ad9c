import { describe, expect, test } from "vitest";
import type { Comparison, Report } from "../model/index.ts";
import { compare, EMPTY, report, type Line } from "../../../../test/laws/example-comparison.ts";

/** "new introduced", "kept" …; then what is gone. */
function said({ findings, gone }: Comparison): readonly string[] {
  return [
    ...findings.map(({ state, cause }) => (cause === null ? state : `${state} ${cause}`)),
    ...gone.map(({ cause }) => `gone ${cause}`),
  ];
}

type Case = readonly [string, readonly Line[], readonly Line[], readonly string[]];

/** What is, what was, what is said. */
const CASES: readonly Case[] = [
  ["the same", [{}], [{}], ["kept"]],
  ["another version", [{ version: "1.2" }], [{}], ["kept"]],
  ["another id, one alias in common", [{ ids: ["GHSA-1", "CVE-2020-90001"] }], [{}], ["kept"]],
  ["ids in another case", [{ ids: ["cve-2020-90001"] }], [{}], ["kept"]],
  ["two records where there was one", [{}, { ids: ["CVE-2020-90001"] }], [{}], ["kept", "kept"]],
  ["one record where there were two", [{}], [{}, { ids: ["CVE-2020-90001"] }], ["kept"]],
  ["another flaw of it", [{ ids: ["CVE-1"] }], [{ ids: ["CVE-2"] }], ["new introduced", "gone withdrawn"]],
  ["another package with the same id", [{ name: "tile" }], [{}], ["new introduced", "gone removed"]],
  ["nothing was there", [{}], [], ["new introduced"]],
  ["nothing is left", [], [{}], ["gone removed"]],
  ["a version without it", [{ version: "1.3", ids: [] }], [{}], ["gone changed"]],
  ["a version with it", [{ version: "1.3" }], [{ ids: [] }], ["new introduced"]],
  ["1.1 and 1.1.0 are one version", [{ version: "1.1.0", ids: [] }], [{}], ["gone withdrawn"]],
  ["in one more project", [{}, { project: "api" }], [{}], ["kept", "new introduced"]],
  ["in one project less", [{}], [{}, { project: "api" }], ["kept", "gone removed"]],
  ["in a project that was moved", [{ project: "apps/api" }], [{ project: "api" }], ["kept"]],
  [
    "in the only project, beside much else",
    [
      { project: "venv" },
      { project: "venv", name: "tile", ids: [] },
      { project: "venv", name: "sand", ids: [] },
    ],
    [{}, { name: "loam", ids: [] }, { name: "clay", ids: [] }],
    ["kept"],
  ],
  ["a second version beside it", [{}, { version: "1.0" }], [{}], ["kept", "kept"]],
  ["a copy inside of another", [{}, { inside: "pip" }], [{}], ["kept", "new introduced"]],
  ["the copy is the same copy", [{ inside: "pip" }], [{ inside: "pip" }], ["kept"]],
  [
    "a file was moved",
    [{ path: "new.txt", project: "b" }, { name: "tile" }],
    [{ path: "old.txt" }, { name: "tile" }],
    ["kept", "kept"],
  ],
  [
    "a file was copied",
    [{ path: "new.txt", project: "b" }, { path: "old.txt" }],
    [{ path: "old.txt" }],
    ["new introduced", "kept"],
  ],
];

describe("findings of the same data", () => {
  test.each(CASES)("%s", (_, now, then, expected) => {
    expect(said(compare(report(now), report(then)))).toEqual(expected);
  });
});

describe("findings of newer data", () => {
  const database = EMPTY.database === null ? null : { ...EMPTY.database, id: "sha256:newer" };
  const newer = (lines: readonly Line[]): Report => report(lines, { database });

  test("of what did not change: disclosed", () => {
    expect(said(compare(newer([{}]), report([{ ids: [] }])))).toEqual(["new disclosed"]);
    expect(said(compare(newer([{ version: "1.1.0" }]), report([{ ids: [] }])))).toEqual(["new disclosed"]);
  });

  test("of what did change: disclosed where the data calls the old version affected, too", () => {
    const [now, then] = [newer([{ version: "1.2" }]), report([{ ids: [] }])];
    expect(said(compare(now, then))).toEqual(["new introduced"]);
    const reaching = (...ids: readonly string[]) => new Map([["brick 1.1", ids]]);
    expect(said(compare(now, then, reaching("CVE-2020-90001")))).toEqual(["new disclosed"]);
    expect(said(compare(now, then, reaching("CVE-2020-90002")))).toEqual(["new introduced"]);
  });
});

/** The example's data ends on 2026-07-23. */
describe("a record that is new to the data", () => {
  const database = EMPTY.database === null ? null : { ...EMPTY.database, id: "sha256:newer" };
  const causeOf = (line: Line): readonly string[] =>
    said(compare(report([line], { database }), report([{ ids: [] }])));

  test.each([
    ["2024-12-31T00:00:00Z", "new backfilled"],
    ["2026-07-23T14:05:11Z", "new backfilled"],
    ["2026-07-23T14:05:12Z", "new disclosed"],
    ["2026-12-31T00:00:00Z", "new disclosed"],
    [null, "new disclosed"],
  ])("about a flaw that was disclosed on %s: %s", (disclosed, cause) => {
    expect(causeOf({ ids: ["PYSEC-2026-1234", "CVE-2024-90001"], disclosed })).toEqual([cause]);
  });

  test("is counted apart, and not as news", () => {
    const lines = [
      { ids: ["PYSEC-2026-1", "CVE-2024-1"], disclosed: "2024-12-31T00:00:00Z" },
      { ids: ["PYSEC-2026-2"] },
    ];
    const base = report([{ ids: [] }]);
    const { counts } = compare(report(lines, { database }), base);
    expect(counts).toEqual({ new: 0, disclosed: 1, backfilled: 1, kept: 0, gone: 0, unaudited: 0 });
  });
});

describe("what could not be audited proves nothing", () => {
  const gap = {
    fingerprint: "sha256:g",
    code: "unpinned",
    advisory: null,
    reason: "",
    expected: false,
  } as const;
  const origin = { path: "./requirements.txt", line: 1, column: 1 };
  const unpinned = { ...gap, project: "p1", name: "brick", origin };
  const unread = { ...gap, project: "p1", code: "unparsable-file", name: null, origin } as const;

  test.each([
    [
      "the package had no version",
      report([{ version: null, ids: [] }], { gaps: [unpinned] }),
      "new unproved",
    ],
    ["its file could not be read", report([], { gaps: [unread] }), "new unproved"],
    ["there was no data", report([{ ids: [] }], { database: null }), "new unproved"],
    ["a gap of another package", report([], { gaps: [{ ...unpinned, name: "tile" }] }), "new introduced"],
    ["a gap that is no surprise", report([], { gaps: [{ ...unread, expected: true }] }), "new introduced"],
  ])("before: %s", (_, base, expected) => {
    expect(said(compare(report([{}]), base))).toEqual([expected]);
  });

  test.each([
    ["the package has no version", report([{ version: null, ids: [] }], { gaps: [unpinned] })],
    ["its file cannot be read", report([], { gaps: [unread] })],
    ["there is no data", report([{ ids: [] }], { database: null })],
  ])("now: %s", (_, head) => {
    expect(said(compare(head, report([{}])))).toEqual(["gone not-audited"]);
  });

  const none = { version: null, ids: [] };
  const at = (project: string, path: string, fingerprint: string) =>
    ({ ...unpinned, project, origin: { ...origin, path }, fingerprint }) as const;
  test.each([
    ["the same", report([none], { gaps: [unpinned] }), report([none], { gaps: [unpinned] }), [], []],
    [
      "one more of it",
      report([none], { gaps: [unpinned, { ...unpinned, fingerprint: "sha256:2" }] }),
      report([none], { gaps: [unpinned] }),
      ["sha256:2"],
      [],
    ],
    [
      "of another project, where it was pinned",
      report([{ ids: [] }, { ...none, project: "api" }], {
        gaps: [at("p2", "api/requirements.txt", "sha256:2")],
      }),
      report([none, { project: "api", ids: [] }], { gaps: [unpinned] }),
      ["sha256:2"],
      ["unpinned ./requirements.txt"],
    ],
    [
      "in a file that was moved",
      report([{ ...none, path: "deploy.txt" }], { gaps: [at("p1", "deploy.txt", "sha256:2")] }),
      report([none], { gaps: [unpinned] }),
      [],
      [],
    ],
    [
      "of a whole file that was moved",
      report([], { gaps: [{ ...unread, origin: { ...origin, path: "deploy/requirements.txt" } }] }),
      report([], { gaps: [unread] }),
      [],
      [],
    ],
    [
      "of a whole file with another name",
      report([], {
        gaps: [{ ...unread, origin: { ...origin, path: "poetry.lock" }, fingerprint: "sha256:2" }],
      }),
      report([], { gaps: [unread] }),
      ["sha256:2"],
      ["unparsable-file ./requirements.txt"],
    ],
  ])("gaps: %s", (_, head, base, ...[fresh, gone]) => {
    const { gaps } = compare(head, base);
    expect(gaps.new).toEqual(fresh);
    expect(gaps.gone.map(({ code, path }) => `${code} ${path}`)).toEqual(gone);
  });

  test("a file that cannot be read may hide a change, unless it is the same byte by byte", () => {
    const [head, base] = [report([], { gaps: [unread] }), report([], { gaps: [unread] })];
    expect(compare(head, base).gaps.changed).toEqual(["sha256:g"]);
    expect(compare(head, base, undefined, ["./requirements.txt"]).gaps.changed).toEqual([]);
    const named = report([none], { gaps: [unpinned] });
    expect(compare(named, named).gaps.changed).toEqual([]);
  });
});

describe("what a kept finding is besides", () => {
  const flags = (now: Line, then: Line): readonly string[] => {
    const [found] = compare(report([now]), report([then])).findings;
    return Object.entries(found ?? {}).flatMap(([key, value]) => (value === true ? [key] : []));
  };
  test.each<[string, Line, Line, readonly string[]]>([
    ["nothing", {}, {}, []],
    ["exploited since", { exploited: "2026-01-01" }, {}, ["isExploitedSince"]],
    ["exploited all the time", { exploited: "2026-01-01" }, { exploited: "2026-01-01" }, []],
    ["widened", {}, { scope: "group:dev" }, ["isWidened"]],
    ["narrowed", { scope: "group:dev" }, {}, []],
    ["waived before", {}, { verdict: "waived" }, ["wasExcused"]],
    ["without a fix before", {}, { verdict: "below-threshold", rule: "only-fixable" }, ["wasExcused"]],
    ["below a bar before", {}, { verdict: "below-threshold", rule: "fail-on" }, []],
    ["in a baseline of a baseline", {}, { verdict: "baseline" }, []],
  ])("%s", (_, now, then, expected) => {
    expect(flags(now, then)).toEqual(expected);
  });
});
