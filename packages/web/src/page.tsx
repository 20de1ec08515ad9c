import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import type { Report } from "../../pyward/src/model/index.ts";
import { fromHash, toHash, type View } from "./address.ts";
import { DependencyTable } from "./dependency-table.tsx";
import { entriesOf } from "./entries.ts";
import { ALL, filterEntries, type Filter } from "./filter.ts";
import { FilterBar } from "./filter-bar.tsx";
import { FindingList } from "./finding-list.tsx";
import { Footer } from "./footer.tsx";
import { GoneTable } from "./gone-table.tsx";
import { GapTable } from "./gap-table.tsx";
import { Headline } from "./headline.tsx";
import { listenToKeys } from "./keys.tsx";
import { sectionsOf } from "./sort.ts";
import { Tabs } from "./tabs.tsx";
import { ThemeSwitch } from "./theme.tsx";
import { TimelineChart } from "./timeline-chart.tsx";
import { Upgrades } from "./upgrades.tsx";

/** The whole page. Its state is what the address keeps; all else follows from it and the report. */
export function Page({ report }: { readonly report: Report }) {
  const [kept, setView] = useState(() => fromHash(location.hash));
  const view: View = report.comparison === null && kept.tab === "gone" ? { ...kept, tab: "findings" } : kept;
  const change = useCallback(
    (part: Partial<View>) => setView((old) => ({ ...old, finding: "", ...part })),
    [],
  );
  const choose = useCallback((part: Partial<Filter>) => {
    setView((old) => ({ ...old, tab: "findings", finding: "", filter: { ...old.filter, ...part } }));
  }, []);
  useAddress(view, setView);
  useEffect(() => listenToKeys({ clear: () => change({ filter: ALL }) }), [change]);
  return (
    <>
      <a class="skip" href="#parts" onClick={skipToList}>
        Skip to the findings
      </a>
      <header class="top">
        <span class="brand">pyward</span>
        <ThemeSwitch />
      </header>
      <main>
        <Headline report={report} filter={view.filter} choose={goTo(choose)} change={goTo(change)} />
        <div class="overview">
          <Upgrades report={report} choose={goTo(choose)} />
          <TimelineChart report={report} filter={view.filter} choose={choose} />
        </div>
        <Tabs report={report} tab={view.tab} change={change} />
        <Panel report={report} view={view} change={change} choose={choose} />
      </main>
      <Footer report={report} />
    </>
  );
}

/** What is chosen above the list leads to the list. */
function goTo<T>(choose: (part: T) => void): (part: T) => void {
  return (part) => {
    choose(part);
    document.getElementById("parts")?.scrollIntoView();
  };
}

/** Not by the address, which holds the view. */
function skipToList(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus();
}

interface PanelProps {
  readonly report: Report;
  readonly view: View;
  readonly change: (part: Partial<View>) => void;
  readonly choose: (part: Partial<Filter>) => void;
}

function Panel({ report, view, change, choose }: PanelProps) {
  const { tab, filter, sort, finding } = view;
  const entries = useMemo(() => entriesOf(report), [report]);
  const found = useMemo(() => filterEntries(entries, filter), [entries, filter]);
  const sections = useMemo(() => sectionsOf(found, sort), [found, sort]);
  return (
    <section role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} class="panel">
      {tab === "findings" && (
        <>
          <FilterBar
            report={report}
            filter={filter}
            sort={sort}
            found={found}
            change={change}
            choose={choose}
          />
          <FindingList
            key={toHash({ ...view, finding: "" })}
            sections={sections}
            report={report}
            open={finding}
          />
        </>
      )}
      {tab === "gone" && <GoneTable report={report} />}
      {tab === "dependencies" && <DependencyTable report={report} choose={choose} />}
      {tab === "gaps" && <GapTable report={report} />}
    </section>
  );
}

/** The address follows the view, and the view an address that somebody typed or went back to. */
function useAddress(view: View, setView: (view: View) => void): void {
  useEffect(() => {
    const hash = toHash(view);
    if (hash !== toHash(fromHash(location.hash)))
      history.replaceState(null, "", hash === "" ? " " : `#${hash}`);
  }, [view]);
  useEffect(() => {
    const follow = (): void => setView(fromHash(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [setView]);
}
