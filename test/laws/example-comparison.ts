import { exampleReport } from "./example-reports.ts";
import type {
  Comparison,
  Report,
  ReportDependency,
  ReportFinding,
} from "../../packages/pyward/src/model/index.ts";
import { compareReports } from "../../packages/pyward/src/compare/index.ts";

/** For tests: what a diff says of two reports. */
export const compare = (
  head: Report,
  base: Report,
  reaching = new Map<string, readonly string[]>(),
  unchanged: readonly string[] = [],
): Comparison =>
  compareReports(
    head,
    { report: base, from: { kind: "report", name: "base.json", commit: null, isMergeBase: false } },
    {
      purpose: "diff",
      unchanged: new Set(unchanged),
      reaching: (name, version) => {
        const ids = reaching.get(`${name} ${version}`);
        return ids === undefined ? null : new Set(ids);
      },
    },
  );

/** One finding of one dependency, each a line: "api brick 1.1 main HIGH-1,CVE-1 req.txt". */
export interface Line {
  readonly project?: string;
  readonly name?: string;
  readonly version?: string | null;
  readonly ids?: readonly string[];
  readonly path?: string;
  readonly scope?: "main" | "group:dev";
  readonly inside?: string;
  readonly exploited?: string;
  /** A day after the example's data where nothing is said. */
  readonly disclosed?: string | null;
  readonly verdict?: ReportFinding["verdict"]["status"];
  readonly rule?: string;
}

export const EMPTY = exampleReport("clean");
const [DEPENDENCY] = exampleReport("judged").dependencies;
const [FINDING] = exampleReport("judged").findings;

/** For tests: a report with these lines. */
export function report(lines: readonly Line[], more: Partial<Report> = {}): Report {
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
        disclosed: line.disclosed === undefined ? "2026-08-01T00:00:00Z" : line.disclosed,
        exploited: line.exploited === undefined ? null : { since: line.exploited },
        verdict: { status: line.verdict ?? "fail", rule: line.rule ?? "default", reason: null },
      },
    ];
  });
  const projects = roots.map((root) => ({ ...PROJECT, id: idOf(root), root }));
  return { ...EMPTY, projects, dependencies, findings, gaps: [], ...more };
}

const PROJECT = { kind: "project", status: "pass", sources: [], image: null } as const;
