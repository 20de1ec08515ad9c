import type {
  Report,
  ReportDependency,
  ReportFinding,
  ReportGap,
  ReportProject,
  Upgrade,
} from "../../model/index.ts";
import { asOfText } from "../shared/headline.ts";
import { fixTextOf, ratingOf } from "../shared/kind-words.ts";
import { neutralise } from "../shared/neutralise.ts";
import type { Reporter } from "../shared/reporter.ts";
import { place } from "../shared/wording.ts";
import { meta } from "./meta.ts";

/**
 * A suite for each project, a case for each dependency. No standard: what Jenkins, GitLab, Azure and others read of
 * Ant's `TEST-*.xml`.
 */
export const junit: Reporter = { meta, render };

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly file: string | null;
  readonly outcome: Outcome;
}

type Outcome =
  | { readonly kind: "passed" }
  | { readonly kind: "failure" | "error" | "skipped"; readonly message: string; readonly text: string };

function render(report: Report): string {
  const byProject = Map.groupBy(report.gaps, ({ project }) => project ?? "");
  const suites = report.projects.map((project) => suiteOf(project, report, byProject.get(project.id) ?? []));
  const loose = (byProject.get("") ?? []).map(gapCase);
  const all = loose.length === 0 ? suites : [...suites, { name: "pyward", cases: loose }];
  const then = asOfText(report);
  const cases = all.flatMap((suite) => suite.cases);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="pyward" ${counts(cases)}>\n${all.map((suite) => write(suite, then)).join("")}</testsuites>\n`;
}

function suiteOf(project: ReportProject, report: Report, gaps: readonly ReportGap[]): Suite {
  const findings = Map.groupBy(report.findings, ({ dependency }) => dependency);
  const upgrades = new Map(report.upgrades.map((upgrade) => [upgrade.dependency, upgrade]));
  const own = report.dependencies.filter((dependency) => dependency.project === project.id);
  const unread = new Set(gaps.map(({ name }) => name));
  const read = own.filter(
    ({ ref, version, name }) => findings.has(ref) || (version !== null && !unread.has(name)),
  );
  return {
    name: `${project.kind} ${project.root}`,
    cases: [
      ...read.map((dependency) =>
        dependencyCase(dependency, findings.get(dependency.ref) ?? [], upgrades.get(dependency.ref) ?? null),
      ),
      ...gaps.map(gapCase),
    ],
  };
}

function dependencyCase(
  { name, version, origins, basis }: ReportDependency,
  findings: readonly ReportFinding[],
  upgrade: Upgrade | null,
): Case {
  const failing = findings.filter(({ verdict }) => verdict.status === "fail");
  const [origin] = origins;
  const outcome: Outcome =
    findings.length === 0
      ? { kind: "passed" }
      : {
          kind: failing.length > 0 ? "failure" : "skipped",
          message: findings
            .map(({ id, verdict }) => (verdict.status === "fail" ? id : `${id} (${verdict.status})`))
            .join(", "),
          text: findings.map((finding) => describe(finding, upgrade)).join("\n"),
        };
  return {
    name: `${name} ${version ?? ""}`.trimEnd() + (basis === "mentioned" ? " (mentioned)" : ""),
    file: origin === undefined ? null : place(origin),
    outcome,
  };
}

function describe(finding: ReportFinding, upgrade: Upgrade | null): string {
  const { id, aliases, title, url, verdict } = finding;
  const facts = [
    [id, ...aliases].join(" "),
    title ?? "",
    ratingOf(finding),
    fixTextOf(finding, upgrade),
    verdict.status === "fail" && verdict.reason === null
      ? ""
      : `${verdict.status}${verdict.reason === null ? "" : `: ${verdict.reason}`}`,
    url,
  ];
  return facts.filter((fact) => fact !== "").join(" · ");
}

/** "Could not check" is an error of the test and not a pass; where it was expected, the test was skipped. */
function gapCase({ code, name, reason, origin, expected }: ReportGap): Case {
  return {
    name: name === null ? code : `${name} (${code})`,
    file: origin === null ? null : place(origin),
    outcome: { kind: expected ? "skipped" : "error", message: `${code}: ${reason}`, text: "" },
  };
}

function write({ name, cases }: Suite, then: string | null): string {
  const properties =
    then === null
      ? ""
      : `    <properties>\n      <property name="as-of" value="${attribute(then)}"/>\n    </properties>\n`;
  return `  <testsuite name="${attribute(name)}" ${counts(cases)}>\n${properties}${cases.map((one) => writeCase(one, name)).join("")}  </testsuite>\n`;
}

function counts(cases: readonly Case[]): string {
  const of = (kind: Outcome["kind"]): number => cases.filter(({ outcome }) => outcome.kind === kind).length;
  return `tests="${cases.length}" failures="${of("failure")}" errors="${of("error")}" skipped="${of("skipped")}" time="0"`;
}

function writeCase({ name, file, outcome }: Case, suite: string): string {
  const head = `    <testcase name="${attribute(name)}" classname="${attribute(suite)}"${file === null ? "" : ` file="${attribute(file)}"`} time="0"`;
  if (outcome.kind === "passed") return `${head}/>\n`;
  const { kind, message, text } = outcome;
  const type = kind === "skipped" ? "" : ` type="pyward.${kind === "failure" ? "vulnerable" : "gap"}"`;
  return `${head}>\n      <${kind} message="${attribute(message)}"${type}>${content(text)}</${kind}>\n    </testcase>\n`;
}

/** XML 1.0, 2.4: what could end the value or begin markup. `neutralise` leaves no character that XML does not allow. */
function attribute(text: string): string {
  return content(text).replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
}

function content(text: string): string {
  return text
    .split("\n")
    .map(neutralise)
    .join("\n")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
