import type { Report, ReportDependency, ReportFinding, ReportGap, Upgrade } from "../../model/index.ts";
import { asOfText } from "../shared/headline.ts";
import { changeOf } from "../shared/change.ts";
import { groupFindings, VERDICTS, type Group } from "../shared/group-findings.ts";
import { kindsText } from "../shared/headline.ts";
import { ratingOf } from "../shared/kind-words.ts";
import type { Reporter } from "../shared/reporter.ts";
import { claim, countBy, counted, day, place, share, thousands } from "../shared/wording.ts";
import { escape, link } from "../shared/escape-markdown.ts";
import { changePage, type ChangePage } from "./change.ts";
import { meta } from "./meta.ts";

/** GitHub shows a million characters of a job summary and 65,536 of a comment; what is cut is said. */
const MOST = 60_000;
const LISTED_GAPS = 30;

/** GitHub Flavored Markdown: the verdict, the findings by package, worst first, what could not be audited. */
export const markdown: Reporter = { meta, render };

function render(report: Report): string {
  const change = report.comparison?.purpose === "diff" ? changeOf(report) : null;
  const shown = { status: WORDS[report.status], groupOf, gapsOf };
  const { head, parts, gaps } = change === null ? auditPage(report) : changePage(report, change, shown);
  const tail = [gaps, notesOf(report), footOf(report)].filter((part) => part !== "");
  let room = MOST - [head, ...tail].join("\n\n").length;
  const fitting = parts.filter((part) => (room -= part.length + 2) > 0);
  const left = parts.length - fitting.length;
  const what = change === null ? "package" : "part";
  const more = left === 0 ? [] : [`… and ${counted(left, what)} more: the report as JSON has all of them.`];
  return `${[head, ...fitting, ...more, ...tail].join("\n\n")}\n`;
}

function auditPage(report: Report): ChangePage {
  return { head: headOf(report), parts: groupFindings(report).map(groupOf), gaps: gapsOf(report.gaps) };
}

const WORDS = { pass: "✅ Pass", fail: "❌ Fail", incomplete: "⚠️ Incomplete" } as const;

function headOf({ status, findings, coverage, dependencies }: Report): string {
  const counts = countBy(findings, ({ verdict }) => verdict.status, VERDICTS);
  const facts = counts.map(([verdict, count]) => `${thousands(count)} ${verdict}`);
  const unverified = findings.filter(({ verdict }) => verdict.rule === "distro-unverified").length;
  if (unverified > 0) facts.push(`${thousands(unverified)} unverified: packages of the distribution`);
  const packages = new Set(findings.map(({ dependency }) => dependency)).size;
  const found =
    findings.length === 0
      ? "No known vulnerability"
      : `${kindsText(findings)} in ${counted(packages, "package")} (${facts.join(", ")})`;
  const audited = `${thousands(coverage.audited)} of ${counted(coverage.asked, "dependency", "dependencies")} audited`;
  const none = dependencies.length === 0 && coverage.asked === 0 ? "nothing was audited" : audited;
  return `### pyward: ${WORDS[status]}\n\n${found}; ${none}.`;
}

function groupOf({ dependency, package: name, version, project, upgrade, findings }: Group): string {
  const where = [
    project === null ? [] : [escape(project)],
    dependency === null ? [] : placesOf(dependency),
  ].flat();
  const advice = adviceOn(findings, upgrade);
  const rows = findings.map(rowOf);
  return [
    `#### ${escape(name)} ${escape(version)}`,
    `${[...where, ...advice].join(" · ")}`,
    ["| Severity | Finding | What | Fixed in | Disclosed |", "| --- | --- | --- | --- | --- |", ...rows].join(
      "\n",
    ),
  ].join("\n\n");
}

function adviceOn(findings: Group["findings"], upgrade: Upgrade | null): readonly string[] {
  const reason = upgrade?.plan?.reason ?? null;
  if (upgrade !== null && upgrade.to !== null) {
    const rest = reason === null ? "" : `; of the rest, no version clears it: ${reason}`;
    return [
      `Upgrade to **${escape(upgrade.to)}**: clears ${upgrade.clears} of ${upgrade.of}${escape(rest)}.`,
    ];
  }
  if (findings.every(({ kind }) => kind !== "vulnerability")) return [];
  return [
    reason === null
      ? "No version is known that clears any of them."
      : `No version clears it: ${escape(reason)}.`,
  ];
}

function placesOf({ origins, direct, paths, basis }: ReportDependency): readonly string[] {
  const [origin] = origins;
  if (basis === "mentioned")
    return origin === undefined ? [] : [`${claim({ basis })}${escape(place(origin))}`];
  const way = direct ? "direct" : `by ${(paths[0] ?? []).slice(0, -1).map(escape).join(" → ")}`;
  return [...(origin === undefined ? [] : [escape(place(origin))]), ...(way === "by " ? [] : [way])];
}

function rowOf(finding: ReportFinding): string {
  const { id, aliases, url, title, fix, disclosed, exploited, epss, targets, verdict, kind } = finding;
  const rated = kind === "vulnerability" ? ratingOf(finding) : `**${kind}**`;
  const cve = aliases.find((alias) => alias.startsWith("CVE-"));
  const ids = `${link(id, url)}${cve === undefined ? "" : ` ${escape(cve)}`}`;
  const marks = [
    exploited === null ? null : `**exploited since ${escape(exploited.since)}**`,
    epss === null ? null : `EPSS ${share(epss.probability)}`,
    targets === null ? null : `only where ${escape(targets)}`,
    verdict.status === "fail" && verdict.reason === null
      ? null
      : `${verdict.status}${verdict.reason === null ? "" : `: ${escape(verdict.reason)}`}`,
  ].filter((mark) => mark !== null);
  const what = [title === null ? "" : escape(title), ...marks].filter((part) => part !== "").join("; ");
  return `| ${rated} | ${ids} | ${what} | ${fix === null ? "" : escape(fix.version)} | ${disclosed === null ? "" : escape(day(disclosed))} |`;
}

function gapsOf(gaps: readonly ReportGap[]): string {
  const unexpected = gaps.filter(({ expected }) => !expected);
  if (unexpected.length === 0) return "";
  const lines = unexpected.slice(0, LISTED_GAPS).map(({ code, name, origin, reason }) => {
    const parts = [
      `\`${code}\``,
      ...(name === null ? [] : [escape(name)]),
      ...(origin === null ? [] : [escape(place(origin))]),
    ];
    return `- ${parts.join(" · ")} · ${escape(reason)}`;
  });
  const left = unexpected.length - lines.length;
  const more = left === 0 ? [] : [`- … and ${thousands(left)} more`];
  return [`#### Not audited: ${counted(unexpected.length, "gap")}`, "", ...lines, ...more].join("\n");
}

function notesOf({ notes }: Report): string {
  return notes.map((note) => `> ${escape(note)}`).join("\n>\n");
}

function footOf(report: Report): string {
  const { database, tool } = report;
  const then = asOfText(report);
  const by = `pyward ${escape(tool.version)}${then === null ? "" : ` · ${escape(then)}`}`;
  if (database === null) return `<sub>${by} · no usable advisory data</sub>`;
  const age = database.stale ? `, ${counted(database.ageDays, "day")} old` : "";
  return `<sub>${by} · ${thousands(database.advisories)} advisories of ${escape(day(database.modified))}${age}</sub>`;
}
