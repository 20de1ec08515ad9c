import { useMemo, useState } from "preact/hooks";
import type { Report } from "../../pyward/src/model/index.ts";
import { counted, thousands } from "../../pyward/src/reports/shared/wording.ts";
import type { Filter } from "./filter.ts";
import { periodName, timelineOf, type Period, type Timeline } from "./periods.ts";

interface Props {
  readonly report: Report;
  readonly filter: Filter;
  readonly choose: (part: Partial<Filter>) => void;
}

/** When the findings became known: a bar a month, each of which chooses its month, and the same as a table. */
export function TimelineChart({ report, filter, choose }: Props) {
  const timeline = useMemo(() => timelineOf(report.findings), [report]);
  if (timeline.periods.length === 0) return null;
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">When they became known</h2>
      <Bars timeline={timeline} filter={filter} choose={choose} />
      <details>
        <summary>As a table</summary>
        <PeriodTable timeline={timeline} choose={choose} />
      </details>
    </section>
  );
}

function Bars({ timeline, filter, choose }: Omit<Props, "report"> & { readonly timeline: Timeline }) {
  const { periods, unit, undated } = timeline;
  const [at, setAt] = useState(periods.length - 1);
  const [isTold, setTold] = useState(false);
  const most = Math.max(...periods.map(({ total }) => total));
  const told = periods[at];
  const quiet = `${periodName(periods[0]?.id ?? "")} to ${periodName(periods.at(-1)?.id ?? "")}, by ${unit}${undated === 0 ? "" : `; ${thousands(undated)} without a date`}`;
  return (
    <>
      <div
        class="bars"
        role="toolbar"
        aria-label={`Findings by ${unit} of disclosure: arrow keys move, Enter shows only these`}
        onKeyDown={(event) => moveTo(event, at, periods.length)}
        onMouseLeave={() => setTold(false)}
      >
        {periods.map((period, index) => (
          <button
            key={period.id}
            type="button"
            class="period"
            tabIndex={index === at ? 0 : -1}
            aria-pressed={filter.disclosed === period.id}
            aria-label={textOf(period)}
            onFocus={() => (setAt(index), setTold(true))}
            onMouseEnter={() => (setAt(index), setTold(true))}
            onClick={() => choose({ disclosed: filter.disclosed === period.id ? "" : period.id })}
          >
            <Bar period={period} most={most} />
          </button>
        ))}
      </div>
      <div class="years" aria-hidden="true">
        <span>{periods[0]?.id.slice(0, 4)}</span>
        <span>{periods.at(-1)?.id.slice(0, 4)}</span>
      </div>
      <p class="quiet told">{isTold && told !== undefined ? textOf(told) : quiet}</p>
    </>
  );
}

/** Heights in percent of the highest bar. */
function Bar({ period, most }: { readonly period: Period; readonly most: number }) {
  let top = 100;
  return (
    <svg viewBox="0 0 10 100" preserveAspectRatio="none" aria-hidden="true">
      {period.levels.toReversed().map(([level, count]) => {
        const height = (count / most) * 100;
        top -= height;
        return <rect key={level} class={`sev-${level}`} x="0" y={top} width="10" height={height} />;
      })}
      {period.total === 0 && <rect class="nothing" x="0" y="99" width="10" height="1" />}
    </svg>
  );
}

function textOf({ id, total, levels }: Period): string {
  const said = levels.map(([level, count]) => `${thousands(count)} ${level}`).join(", ");
  return `${periodName(id)}: ${counted(total, "finding")}${total === 0 ? "" : ` (${said})`}`;
}

function moveTo(event: KeyboardEvent, at: number, count: number): void {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    Home: 0,
    End: count - 1,
  };
  const target = targets[event.key];
  if (target === undefined || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const bar = event.currentTarget.children.item(Math.min(Math.max(target, 0), count - 1));
  if (bar instanceof HTMLElement) bar.focus();
}

interface TableProps extends Pick<Props, "choose"> {
  readonly timeline: Timeline;
}

function PeriodTable({ timeline: { periods, unit, undated }, choose }: TableProps) {
  const found = periods.filter(({ total }) => total > 0);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{unit === "month" ? "Month" : "Year"}</th>
          <th scope="col">Findings</th>
          <th scope="col">Severity</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ id, total, levels }) => (
          <tr key={id}>
            <th scope="row">
              <button type="button" class="link" onClick={() => choose({ disclosed: id })}>
                {periodName(id)}
              </button>
            </th>
            <td>{thousands(total)}</td>
            <td>{levels.map(([level, count]) => `${thousands(count)} ${level}`).join(", ")}</td>
          </tr>
        ))}
        {undated > 0 && (
          <tr>
            <th scope="row">Not known</th>
            <td>{thousands(undated)}</td>
            <td />
          </tr>
        )}
      </tbody>
    </table>
  );
}
