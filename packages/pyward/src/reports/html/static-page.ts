import type { Report, ReportFinding } from "../../model/index.ts";
import { webUrl } from "../shared/clean-json.ts";
import { groupFindings, type Group } from "../shared/group-findings.ts";
import { asOfText, auditedText, databaseText, headlineOf, VERDICT_WORDS } from "../shared/headline.ts";
import { counted, day, place, thousands } from "../shared/wording.ts";
import { escapeHtml } from "./escape-html.ts";

const MOST_FINDINGS = 300;
const MOST_GAPS = 100;

const STATUS = { pass: "Pass", fail: "Fail", incomplete: "Incomplete" } as const;

/** What a reader without JavaScript has: the summary, the most urgent findings and gaps as plain tables. The page's program replaces it. */
export function staticPage(report: Report): string {
  const then = asOfText(report);
  return [
    `<main class="static">`,
    `<h1>pyward: ${STATUS[report.status]}</h1>`,
    `<p>${escapeHtml(`${headlineOf(report)}; ${auditedText(report.coverage)}.`)}</p>`,
    `<p>${escapeHtml(databaseText(report.database))}.</p>`,
    ...(then === null ? [] : [`<p>${escapeHtml(then)}.</p>`]),
    ...findingsTable(report),
    ...gapsTable(report),
    ...report.notes.map((note) => `<p>${escapeHtml(note)}</p>`),
    `</main>`,
  ].join("\n");
}

function findingsTable(report: Report): readonly string[] {
  const rows = groupFindings(report).flatMap((group) =>
    group.findings.map((finding) => ({ group, finding })),
  );
  if (rows.length === 0) return [];
  const columns = ["Package", "Severity", "Finding", "What", "Verdict", "Fixed in", "Where", "Disclosed"];
  return table(columns, rows, {
    caption: "Findings, the most urgent first",
    most: MOST_FINDINGS,
    cells: ({ group, finding }) => cellsOf(group, finding),
  });
}

function cellsOf({ dependency }: Group, finding: ReportFinding): readonly string[] {
  const { severity, kind, id, aliases, verdict } = finding;
  const url = webUrl(finding.url);
  const label = escapeHtml([id, ...aliases.filter((alias) => alias.startsWith("CVE-"))].join(" "));
  const link =
    url === undefined ? label : `<a href="${escapeHtml(url)}" rel="noreferrer noopener">${label}</a>`;
  const score = severity.score === null ? "" : ` ${severity.score.toFixed(1)}`;
  const [origin] = dependency?.origins ?? [];
  return [
    escapeHtml(`${finding.package} ${finding.version}`),
    kind === "vulnerability" ? `${severity.level}${score}` : kind,
    link,
    escapeHtml(finding.title ?? ""),
    escapeHtml(
      [VERDICT_WORDS[verdict.status], ...(verdict.reason === null ? [] : [verdict.reason])].join(": "),
    ),
    escapeHtml(finding.fix?.version ?? ""),
    origin === undefined ? "" : escapeHtml(place(origin)),
    finding.disclosed === null ? "" : escapeHtml(day(finding.disclosed)),
  ];
}

function gapsTable({ gaps }: Report): readonly string[] {
  const unexpected = gaps.filter(({ expected }) => !expected);
  if (unexpected.length === 0) return [];
  return table(["Gap", "Package", "Where", "Reason"], unexpected, {
    caption: "Not audited",
    most: MOST_GAPS,
    cells: ({ code, name, origin, reason }) => [
      code,
      escapeHtml(name ?? ""),
      origin === null ? "" : escapeHtml(place(origin)),
      escapeHtml(reason),
    ],
  });
}

interface Table<T> {
  readonly caption: string;
  readonly most: number;
  /** Already escaped. */
  readonly cells: (row: T) => readonly string[];
}

function table<T>(columns: readonly string[], rows: readonly T[], shown: Table<T>): readonly string[] {
  const left = rows.length - shown.most;
  return [
    `<table><caption>${shown.caption}</caption>`,
    `<thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join("")}</tr></thead>`,
    "<tbody>",
    ...rows.slice(0, shown.most).map(
      (row) =>
        `<tr>${shown
          .cells(row)
          .map((cell) => `<td>${cell}</td>`)
          .join("")}</tr>`,
    ),
    "</tbody></table>",
    ...(left > 0
      ? [
          `<p>… and ${thousands(left)} more of ${counted(rows.length, "row")}: with JavaScript this page shows all.</p>`,
        ]
      : []),
  ];
}
