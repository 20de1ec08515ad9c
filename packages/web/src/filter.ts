import type { SeverityLevel, VerdictStatus } from "../../pyward/src/model/index.ts";
import { wordsOf, type Entry } from "./entries.ts";

/** Which findings are shown. Empty or false: all. */
export interface Filter {
  readonly search: string;
  readonly severities: readonly SeverityLevel[];
  readonly verdicts: readonly VerdictStatus[];
  /** Id of a project. */
  readonly project: string;
  readonly scope: string;
  readonly way: "" | "direct" | "transitive";
  readonly exploited: boolean;
  readonly fixable: boolean;
  readonly unverified: boolean;
  /** Of a comparison: what the base did not have. */
  readonly fresh: boolean;
  /** Beginning of the time of disclosure: `2021` or `2021-04`. */
  readonly disclosed: string;
}

export const ALL: Filter = {
  search: "",
  severities: [],
  verdicts: [],
  project: "",
  scope: "",
  way: "",
  exploited: false,
  fixable: false,
  unverified: false,
  fresh: false,
  disclosed: "",
};

export function isFiltering(filter: Filter): boolean {
  const {
    search,
    severities,
    verdicts,
    project,
    scope,
    way,
    exploited,
    fixable,
    unverified,
    fresh,
    disclosed,
  } = filter;
  const chosen = severities.length + verdicts.length > 0;
  return (
    chosen || exploited || fixable || unverified || fresh || search + project + scope + way + disclosed !== ""
  );
}

/** The entries that are shown, in the order given. */
export function filterEntries(entries: readonly Entry[], filter: Filter): readonly Entry[] {
  if (!isFiltering(filter)) return entries;
  const words = wordsOf(filter.search);
  return entries.filter(
    (entry) => isShown(entry, filter) && words.every((word) => entry.searched.includes(word)),
  );
}

function isShown({ finding, compared, group: { dependency } }: Entry, filter: Filter): boolean {
  const { severities, verdicts, project, scope, way } = filter;
  if (severities.length > 0 && !severities.includes(finding.severity.level)) return false;
  if (verdicts.length > 0 && !verdicts.includes(finding.verdict.status)) return false;
  if (project !== "" && finding.project !== project) return false;
  if (scope !== "" && dependency?.scopes.every((one) => one !== scope) !== false) return false;
  if (way !== "" && dependency?.direct !== (way === "direct")) return false;
  if (filter.exploited && finding.exploited === null) return false;
  if (filter.fixable && finding.fix === null) return false;
  if (filter.unverified && finding.verdict.rule !== UNVERIFIED) return false;
  if (filter.fresh && compared?.state !== "new") return false;
  return filter.disclosed === "" || finding.disclosed?.startsWith(filter.disclosed) === true;
}

/** The rule of a finding in a package of a distribution of which nobody says whether it is patched. */
export const UNVERIFIED = "distro-unverified";

/** With this one added, or without it where it was there. */
export function toggled<T>(list: readonly T[], one: T): readonly T[] {
  return list.includes(one) ? list.filter((other) => other !== one) : [...list, one];
}
