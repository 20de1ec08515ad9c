import { placeText, type Bar, type DeclaredIndex, type Waiver } from "../model/index.ts";
import { chooseBar, type PathMatcher, type ReadyBar } from "./bars.ts";
import { foldedIds, foldId } from "./ignores.ts";
import type { Judged, JudgedGap } from "./judged.ts";
import type { PolicyRules } from "./policy.ts";
import {
  factOf,
  isExpired,
  reaches,
  waive,
  withWaiver,
  type ReadyWaiver,
  type WaiverContext,
} from "./waive.ts";

/** What a configuration says, merged, in the order of its files: the nearest last. */
export interface RuleSettings extends WaiverContext {
  readonly waivers: readonly Waiver[];
  readonly bars: readonly Bar[];
  readonly indexes?: readonly DeclaredIndex[];
  /** Reads a pattern of the configuration, which `place` is in. */
  readonly matcherOf: (pattern: string, place: Bar["place"]) => PathMatcher;
}

/** Waivers and bars as the judge asks them. Pure: time and targets are among the settings. */
export function policyRules(settings: RuleSettings): PolicyRules {
  const ready = settings.waivers.map((waiver): ReadyWaiver => ({
    waiver,
    matchesPath: matcher(waiver, settings),
  }));
  const byId = Map.groupBy(
    ready.filter(({ waiver }) => waiver.id !== null),
    ({ waiver }) => foldId(waiver.id ?? ""),
  );
  const ofGaps = ready.filter(({ waiver }) => waiver.gap !== null);
  const bars = settings.bars.map((bar): ReadyBar => ({
    bar,
    matchesPath: bar.kind === "path" ? settings.matcherOf(bar.name, bar.place) : null,
  }));
  const covering = (finding: Judged): readonly ReadyWaiver[] => {
    const named = [...foldedIds(finding)].flatMap((id) => byId.get(id) ?? []);
    return named.filter((one) => reaches(one, finding, settings)).toSorted(byPlace);
  };
  const coveringGap = (gap: JudgedGap): readonly ReadyWaiver[] => ofGaps.filter((one) => isOfGap(one, gap));
  return {
    waivers: settings.waivers,
    indexes: settings.indexes ?? [],
    judgesTooling: bars.some(({ bar }) => bar.kind === "scope" && bar.name === "tooling"),
    judge(finding, otherwise) {
      const answer = waive(finding, covering(finding), settings);
      return answer === null ? otherwise() : withWaiver(answer, otherwise);
    },
    bar: (finding, general) => (bars.length === 0 ? general : chooseBar(finding, bars, general)),
    waiveGap(gap) {
      const held = coveringGap(gap).find(({ waiver }) => !isExpired(waiver, settings.now));
      return held === undefined ? null : { reason: held.waiver.reason, fact: factOf(held.waiver) };
    },
    covering: (finding) => covering(finding).map(({ waiver }) => waiver),
    coveringGap: (gap) => coveringGap(gap).map(({ waiver }) => waiver),
  };
}

function matcher(waiver: Waiver, { matcherOf }: RuleSettings): PathMatcher | null {
  return waiver.path === null ? null : matcherOf(waiver.path, waiver.place);
}

function isOfGap({ waiver, matchesPath }: ReadyWaiver, gap: JudgedGap): boolean {
  if (waiver.gap !== gap.code) return false;
  if (waiver.package !== null && waiver.package !== gap.name) return false;
  return matchesPath === null || (gap.origin !== null && matchesPath(gap.origin.path));
}

/** So that which of two decides does not hang on the order of a finding's ids. */
function byPlace(a: ReadyWaiver, b: ReadyWaiver): number {
  const [one, other] = [a.waiver.place, b.waiver.place];
  if (one.path === other.path) return one.line - other.line;
  return placeText(one) < placeText(other) ? -1 : 1;
}
