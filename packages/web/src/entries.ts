import type {
  ComparedFinding,
  Report,
  ReportDependency,
  ReportFinding,
  ReportGap,
} from "../../pyward/src/model/index.ts";
import { keyOf } from "../../pyward/src/reports/shared/change.ts";
import { groupFindings, type Group } from "../../pyward/src/reports/shared/group-findings.ts";

/** A finding with what the page asks about it often. */
export interface Entry {
  /** Its place in the order of urgency: what names it on the page. */
  readonly key: number;
  readonly finding: ReportFinding;
  readonly group: Group;
  /** What a comparison says of it; null: the report was compared with nothing. */
  readonly compared: ComparedFinding | null;
  /** All that is searched, in small letters. */
  readonly searched: string;
}

/** Every finding, the most urgent first, its package's others after it. */
export function entriesOf(report: Report): readonly Entry[] {
  const compared = new Map(report.comparison?.findings.map((one) => [keyOf(one), one]));
  let key = 0;
  return groupFindings(report).flatMap((group) =>
    group.findings.map((finding) => ({
      key: key++,
      finding,
      group,
      compared: compared.get(keyOf(finding)) ?? null,
      searched: searchedText(finding, group),
    })),
  );
}

function searchedText(finding: ReportFinding, { dependency, project }: Group): string {
  const origins = dependency?.origins.map(({ path }) => path) ?? [];
  const paths = dependency?.paths.flat() ?? [];
  return [
    finding.package,
    finding.version,
    finding.kind,
    finding.id,
    ...finding.aliases,
    finding.title ?? "",
    finding.severity.vector ?? "",
    project ?? "",
    ...origins,
    ...paths,
  ]
    .join("\n")
    .toLowerCase();
}

/** The words of a search: each has to be found. */
export function wordsOf(search: string): readonly string[] {
  return search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

export function matchesDependency(
  { name, version, scopes, origins }: ReportDependency,
  words: readonly string[],
): boolean {
  const searched = [name, version ?? "", ...scopes, ...origins.map(({ path }) => path)]
    .join("\n")
    .toLowerCase();
  return words.every((word) => searched.includes(word));
}

export function matchesGap({ code, name, reason, origin }: ReportGap, words: readonly string[]): boolean {
  const searched = [code, name ?? "", reason, origin?.path ?? ""].join("\n").toLowerCase();
  return words.every((word) => searched.includes(word));
}
