import type { Group } from "../../pyward/src/reports/shared/group-findings.ts";
import type { Entry } from "./entries.ts";
import { compareText } from "../../pyward/src/model/index.ts";

export const SORTS = {
  urgency: "most urgent package",
  package: "package name",
  score: "highest score",
  newest: "newest disclosure",
  oldest: "oldest disclosure",
} as const;

export type Sort = keyof typeof SORTS;

export function isSort(text: string): text is Sort {
  return Object.hasOwn(SORTS, text);
}

/** Findings under one heading; without a heading where the order tears packages apart. */
export interface Section {
  readonly group: Group | null;
  readonly entries: readonly Entry[];
}

/** `entries` are in the order of urgency, by package. */
export function sectionsOf(entries: readonly Entry[], sort: Sort): readonly Section[] {
  switch (sort) {
    case "urgency":
      return byGroup(entries);
    case "package":
      return byGroup(entries).toSorted((a, b) => compareText(a.group?.package ?? "", b.group?.package ?? ""));
    case "score":
      return flat(entries, (a, b) => (b.finding.severity.score ?? -1) - (a.finding.severity.score ?? -1));
    case "newest":
      return flat(entries, (a, b) => compareText(b.finding.disclosed ?? "", a.finding.disclosed ?? ""));
    case "oldest":
      return flat(entries, (a, b) => compareText(a.finding.disclosed ?? "~", b.finding.disclosed ?? "~"));
  }
}

function byGroup(entries: readonly Entry[]): readonly Section[] {
  return [...Map.groupBy(entries, ({ group }) => group)].map(([group, members]) => ({
    group,
    entries: members,
  }));
}

/** Equal ones stay in the order of urgency. */
function flat(entries: readonly Entry[], order: (a: Entry, b: Entry) => number): readonly Section[] {
  return entries.length === 0 ? [] : [{ group: null, entries: entries.toSorted(order) }];
}

/** The first `most` findings, with their headings. */
export function firstOf(sections: readonly Section[], most: number): readonly Section[] {
  const shown: Section[] = [];
  let room = most;
  for (const { group, entries } of sections) {
    if (room <= 0) break;
    shown.push({ group, entries: entries.slice(0, room) });
    room -= entries.length;
  }
  return shown;
}
