import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EXAMPLES, exampleReport } from "../../../../test/laws/example-reports.ts";
import type { Comparison, Report, ReportDependency, ReportFinding } from "../model/index.ts";
import { compareReports } from "./index.ts";

const compare = (head: Report, base: Report, reaching = new Map<string, readonly string[]>()): Comparison =>
  compareReports(
    head,
    { report: base, from: { kind: "report", name: "base.json", commit: null, isMergeBase: false } },
    {
      purpose: "diff",
      reaching: (name, version) => {
        const ids = reaching.get(`${name} ${version}`);
        return ids === undefined ? null : new Set(ids);
      },
    },
  );

/** One finding of one dependency, each a line: "api brick 1.1 main HIGH-1,CVE-1 req.txt". */
interface Line {
  readonly project?: string;
  readonly name?: string;
  readonly version?: string | null;
  readonly ids?: readonly string[];
  readonly path?: string;
  readonly scope?: "main" | "group:dev";
  readonly inside?: string;
  readonly exploited?: string;
  readonly verdict?: ReportFinding["verdict"]["status"];
}

const EMPTY = exampleReport("clean");
const [DEPENDENCY] = exampleReport("judged").dependencies;
const [FINDING] = exampleReport("judged").findings;

function report(lines: readonly Line[], more: Partial<Report> = {}): Report {
  if (DEPENDENCY === undefined || FINDING === undefined) throw new Error("the example is empty");
  const roots = [...new Set(lines.map(({ project = "." }) => project))];
  const idOf = (root: string): string => `p${roots.indexOf(root) + 1}`;
  const dependencies = lines.map((line, at): ReportDependency => {
    const { project = ".", name = "brick", version = "1.1", path, scope = "main", inside = null } = line;
    return {
      ...DEPENDENCY,
      ref: `${idOf(project)}:${name}@${version}#${at}`,
      project: idOf(project),
      name,
      version,
      scopes: [scope],
      embeddedIn: inside === null ? null : `${idOf(project)}:${inside}@1#0`,
      origins: [{ path: path ?? `${project}/requirements.txt`, line: 1, column: 1, layer: null }],
      paths: [[name]],
    };
  });
  const findings = lines.flatMap((line, at): readonly ReportFinding[] => {
    const dependency = dependencies[at];
    const [id, ...aliases] = line.ids ?? ["PYSEC-2020-1", "CVE-2020-90001"];
    if (dependency === undefined || id === undefined) return [];
    const { ref, project, name, version } = dependency;
    return [
      {
        ...FINDING,
        fingerprint: `${name} ${id}`,
        id,
        aliases,
        project,
        dependency: ref,
        package: name,
        version: version ?? "",
        exploited: line.exploited === undefined ? null : { since: line.exploited },
        verdict: { status: line.verdict ?? "fail", rule: "default", reason: null },
      },
    ];
  });
  const projects = roots.map((root) => ({ ...PROJECT, id: idOf(root), root }));
  return { ...EMPTY, projects, dependencies, findings, gaps: [], ...more };
}

const PROJECT = { kind: "project", status: "pass", sources: [], image: null } as const;

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
    ["in a baseline of a baseline", {}, { verdict: "baseline" }, []],
  ])("%s", (_, now, then, expected) => {
    expect(flags(now, then)).toEqual(expected);
  });
});

describe("any report", () => {
  const NOTHING = { new: 0, disclosed: 0, kept: 0, gone: 0, unaudited: 0 };
  test.each(EXAMPLES)("%s is as it is: nothing differs from itself", (name) => {
    const example = exampleReport(name);
    const { counts, gone, dependencies, gaps } = compare(example, example);
    expect(counts).toEqual({ ...NOTHING, kept: example.findings.length });
    expect([gone, dependencies, gaps]).toEqual([[], [], { new: [], gone: [] }]);
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
});
