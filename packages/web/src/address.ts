import type { SeverityLevel, VerdictStatus } from "../../pyward/src/model/index.ts";
import { SEVERITIES, VERDICTS } from "../../pyward/src/reports/shared/group-findings.ts";
import { ALL, type Filter } from "./filter.ts";
import { isSort, type Sort } from "./sort.ts";

export const TABS = ["findings", "gone", "dependencies", "gaps"] as const;
export type Tab = (typeof TABS)[number];

/** What the address of the page keeps, so that a view can be passed on. */
export interface View {
  readonly tab: Tab;
  readonly filter: Filter;
  readonly sort: Sort;
  /** Fingerprint of the finding that is open at first; empty: none. */
  readonly finding: string;
}

export const FIRST_VIEW: View = { tab: "findings", filter: ALL, sort: "urgency", finding: "" };

const FLAGS = ["exploited", "fixable", "unverified", "fresh"] as const;

/** The part of the address after `#`; empty for the first view. */
export function toHash({ tab, filter, sort, finding }: View): string {
  const { search, severities, verdicts, project, scope, way, disclosed } = filter;
  const all = {
    tab: tab === FIRST_VIEW.tab ? "" : tab,
    q: search,
    severity: severities.join(","),
    verdict: verdicts.join(","),
    project,
    scope,
    way,
    disclosed,
    show: FLAGS.filter((flag) => filter[flag]).join(","),
    sort: sort === FIRST_VIEW.sort ? "" : sort,
    finding,
  };
  return new URLSearchParams(Object.entries(all).filter(([, value]) => value !== "")).toString();
}

/** What is unknown or misspelt is left out. */
export function fromHash(hash: string): View {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const text = (name: string): string => (given.get(name) ?? "").slice(0, MOST);
  const list = (name: string): readonly string[] => text(name).split(",");
  const sort = text("sort");
  const way = text("way");
  return {
    tab: TABS.find((tab) => tab === text("tab")) ?? FIRST_VIEW.tab,
    filter: {
      search: text("q"),
      severities: SEVERITIES.filter((level: SeverityLevel) => list("severity").includes(level)),
      verdicts: VERDICTS.filter((verdict: VerdictStatus) => list("verdict").includes(verdict)),
      project: text("project"),
      scope: text("scope"),
      way: way === "direct" || way === "transitive" ? way : "",
      exploited: list("show").includes("exploited"),
      fixable: list("show").includes("fixable"),
      unverified: list("show").includes("unverified"),
      fresh: list("show").includes("fresh"),
      disclosed: /^\d{4}(?:-\d\d)?$/.test(text("disclosed")) ? text("disclosed") : "",
    },
    sort: isSort(sort) ? sort : FIRST_VIEW.sort,
    finding: text("finding"),
  };
}

const MOST = 500;
