import type { Report } from "../../pyward/src/model/index.ts";
import { thousands } from "../../pyward/src/reports/shared/wording.ts";
import { TABS, type Tab, type View } from "./address.ts";

interface Props {
  readonly report: Report;
  readonly tab: Tab;
  readonly change: (part: Partial<View>) => void;
}

const TITLES: Readonly<Record<Tab, string>> = {
  findings: "Findings",
  gone: "Gone",
  dependencies: "Dependencies",
  gaps: "Not audited",
};

/** ARIA Authoring Practices, "Tabs": arrow keys move and choose. */
export function Tabs({ report, tab, change }: Props) {
  const counts: Readonly<Record<Tab, number>> = {
    findings: report.findings.length,
    gone: report.comparison?.gone.length ?? 0,
    dependencies: report.dependencies.length,
    gaps: report.gaps.filter(({ expected }) => !expected).length,
  };
  return (
    <div
      id="parts"
      class="tabs"
      role="tablist"
      aria-label="Parts of the report"
      onKeyDown={(event) => move(event, { report, tab, change })}
    >
      {tabsOf(report).map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={one === tab}
          aria-controls={one === tab ? `panel-${one}` : undefined}
          tabIndex={one === tab ? 0 : -1}
          onClick={() => change({ tab: one })}
        >
          {TITLES[one]} <span class="count">{thousands(counts[one])}</span>
        </button>
      ))}
    </div>
  );
}

/** What is gone there is only in a comparison. */
function tabsOf({ comparison }: Report): readonly Tab[] {
  return comparison === null ? TABS.filter((tab) => tab !== "gone") : TABS;
}

function move(event: KeyboardEvent, { report, tab, change }: Props): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const tabs = tabsOf(report);
  const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
  change({ tab: next });
  document.getElementById(`tab-${next}`)?.focus();
}
