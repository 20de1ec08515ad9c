import { useMemo } from "preact/hooks";
import type { Report } from "../../pyward/src/model/index.ts";
import { baseText, countsText } from "../../pyward/src/reports/shared/change.ts";
import { SEVERITIES } from "../../pyward/src/reports/shared/group-findings.ts";
import { asOfText, auditedText, databaseText, headlineOf } from "../../pyward/src/reports/shared/headline.ts";
import { countBy, listed, thousands } from "../../pyward/src/reports/shared/wording.ts";
import type { View } from "./address.ts";
import { UNVERIFIED, type Filter } from "./filter.ts";
import { shown } from "./shown.ts";

interface Props {
  readonly report: Report;
  readonly filter: Filter;
  readonly choose: (part: Partial<Filter>) => void;
  readonly change: (part: Partial<View>) => void;
}

const STATUS = { pass: "Pass", fail: "Fail", incomplete: "Incomplete" } as const;
const SIGN = { pass: "✓", fail: "✕", incomplete: "!" } as const;

/** How it stands: the verdict, the sentence, and numbers that are filters, too. */
export function Headline(props: Props) {
  const { report } = props;
  const then = asOfText(report);
  return (
    <section class="headline" aria-labelledby="headline">
      <p class={`status status-${report.status}`}>
        <span class="sign" aria-hidden="true">
          {SIGN[report.status]}
        </span>
        {STATUS[report.status]}
      </p>
      <h1 id="headline">{useMemo(() => shown(headlineOf(report)), [report])}</h1>
      <p class="lede">
        {shown(rootsText(report))} · {auditedText(report.coverage)} · {shown(databaseText(report.database))}
        {then !== null && ` · ${shown(then)}`}
      </p>
      {report.comparison !== null && (
        <p class="lede">
          Compared with {shown(baseText(report.comparison.base))}: {countsText(report.comparison)}
        </p>
      )}
      {report.findings.length > 0 && <SeverityBar report={report} />}
      <Facts {...props} />
    </section>
  );
}

const ROOTS_NAMED = 4;

function rootsText({ projects }: Report): string {
  const named = projects
    .slice(0, ROOTS_NAMED)
    .map(({ root, image }) => image?.name ?? (root === "." ? "this project" : root));
  const more = projects.length - named.length;
  return projects.length === 0
    ? "no project"
    : listed([...named, ...(more > 0 ? [`${thousands(more)} more`] : [])]);
}

/** The severities as shares of one bar. */
function SeverityBar({ report }: Pick<Props, "report">) {
  const levels = useMemo(
    () => countBy(report.findings, ({ severity }) => severity.level, SEVERITIES),
    [report],
  );
  return (
    <div class="severities">
      <div class="bar" aria-hidden="true">
        {levels.map(([level, count]) => (
          <span key={level} class={`fill sev-${level}`} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul class="legend">
        {levels.map(([level, count]) => (
          <li key={level}>
            <span class={`dot sev-${level}`} aria-hidden="true" />
            <b>{thousands(count)}</b> {level}
          </li>
        ))}
      </ul>
    </div>
  );
}

function countFacts({ findings, gaps }: Report) {
  return {
    exploited: findings.filter((finding) => finding.exploited !== null).length,
    fixable: findings.filter((finding) => finding.fix !== null).length,
    unverified: findings.filter(({ verdict }) => verdict.rule === UNVERIFIED).length,
    unexpected: gaps.filter(({ expected }) => !expected).length,
  };
}

/** The numbers that decide what to do next. */
function Facts({ report, filter, choose, change }: Props) {
  const { exploited, fixable, unverified, unexpected } = useMemo(() => countFacts(report), [report]);
  return (
    <div class="facts">
      {report.findings.length > 0 && (
        <>
          <button
            type="button"
            class={exploited > 0 ? "alarming" : ""}
            aria-pressed={filter.exploited}
            onClick={() => choose({ exploited: !filter.exploited })}
          >
            <b>{thousands(exploited)}</b> known to be exploited
          </button>
          <button
            type="button"
            aria-pressed={filter.fixable}
            onClick={() => choose({ fixable: !filter.fixable })}
          >
            <b>{thousands(fixable)}</b> fixed by a release
          </button>
        </>
      )}
      {unverified > 0 && (
        <button
          type="button"
          aria-pressed={filter.unverified}
          onClick={() => choose({ unverified: !filter.unverified })}
        >
          <b>{thousands(unverified)}</b> unverified, of the distribution
        </button>
      )}
      <button type="button" class={unexpected > 0 ? "warning" : ""} onClick={() => change({ tab: "gaps" })}>
        <b>{thousands(unexpected)}</b> {unexpected === 1 ? "gap" : "gaps"}: not audited
      </button>
    </div>
  );
}
