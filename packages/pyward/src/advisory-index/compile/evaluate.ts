import type { Interval } from "../../model/index.ts";
import { compareVersions } from "../../python/index.ts";
import type { OsvAffected, OsvEvent, OsvRange } from "./osv-record.ts";
import type { Bound, VersionReader } from "./versions.ts";

/** An interval of one range before its bounds have ranks. `from` null: from the very first release. */
export interface Stretch {
  readonly from: Bound | null;
  readonly to: Bound | null;
  readonly end: Interval["end"];
}

/** What a record says of one package, its ranges evaluated. */
export interface Evaluation {
  readonly stretches: readonly Stretch[];
  /** Enumerated versions that no stretch holds. */
  readonly enumerated: readonly Bound[];
  /** Enumerated versions that are not PEP 440, sorted, distinct. */
  readonly oddVersions: readonly string[];
  /** Every `fixed` event of an evaluated range. */
  readonly fixed: readonly Bound[];
  /** Nothing in it can decide about any version. */
  readonly undecided: boolean;
}

/**
 * Evaluates the entries of one package in one record. ECOSYSTEM ranges, and SEMVER ones the same way:
 * the packages of PyPI have no other order than PEP 440. GIT ranges say nothing about a release.
 */
export function evaluate(entries: readonly OsvAffected[], reader: VersionReader): Evaluation {
  const ranges = entries.flatMap((entry) => entry.ranges).filter(isOrdered);
  const placed = ranges.map((range) => range.events.map((event) => place(event, reader)));
  const events = placed.flat();
  const versions = entries.flatMap((entry) => entry.versions);
  const stretches = placed.flatMap((range) => stretchesOf(range, versions.length > 0));
  const undecided = versions.length === 0 && (stretches.length === 0 || isUnreadable(events));
  if (undecided) return { stretches: [], enumerated: [], oddVersions: [], fixed: [], undecided };

  const isHeld = cover(stretches);
  const listed = versions.map((text) => ({ text, bound: reader.read(text) }));
  return {
    stretches,
    enumerated: listed.flatMap(({ bound }) => (bound === null || isHeld(bound) ? [] : [bound])),
    oddVersions: [
      ...new Set(listed.filter(({ bound }) => bound === null).map(({ text }) => text)),
    ].toSorted(),
    fixed: events.flatMap(({ kind, at }) => (kind === "fixed" && typeof at !== "string" ? [at] : [])),
    undecided,
  };
}

function isOrdered(range: OsvRange): boolean {
  return range.type === "ECOSYSTEM" || range.type === "SEMVER";
}

interface PlacedEvent {
  readonly kind: OsvEvent["kind"];
  /** `start`: "0" as introduced, below every version (`0.dev0` too). `unreadable`: not PEP 440, below every version as well. */
  readonly at: Bound | "start" | "unreadable";
}

function place(event: OsvEvent, reader: VersionReader): PlacedEvent {
  if (event.kind === "introduced" && event.version === "0") return { kind: event.kind, at: "start" };
  return { kind: event.kind, at: reader.readBound(event.version) ?? "unreadable" };
}

/**
 * A range with an end that nobody can read would never end. Where the record also lists its versions, the list says
 * what that end meant, so nothing is affected beyond it: `introduced 8, fixed 8.3.0-11.1` is not "everything from 8 on".
 */
function stretchesOf(range: readonly PlacedEvent[], isListed: boolean): readonly Stretch[] {
  const stretches = toStretches(range);
  const isEndUnreadable = range.some(({ kind, at }) => ENDS.has(kind) && at === "unreadable");
  return isListed && isEndUnreadable ? stretches.filter(({ end }) => end !== "open") : stretches;
}

/** Not `limit`, whose `*` is no version and means "without an end". */
const ENDS: ReadonlySet<OsvEvent["kind"]> = new Set(["fixed", "last_affected"]);

/** It has bounds that nobody can read and none, but the start of time, that anybody can. */
function isUnreadable(events: readonly PlacedEvent[]): boolean {
  return events.some(({ at }) => at === "unreadable") && events.every(({ at }) => typeof at === "string");
}

/**
 * OSV schema, "Evaluation": events in the order of their versions, each of which says anew whether what follows is affected. Limits are no events of that line: they bound all of the
 * range (`BeforeLimits`). The order at one version is left open. Events are a timeline, so each is taken where it changes something: where X is affected before, [fixed X, introduced X]
 * leaves it affected, and where it is not, [introduced X, fixed X] affects nothing.
 */
function toStretches(events: readonly PlacedEvent[]): readonly Stretch[] {
  const timeline = events.filter(({ kind }) => kind !== "limit").toSorted((a, b) => compareAt(a.at, b.at));
  const stretches: Stretch[] = [];
  let open: Pick<Stretch, "from"> | null = null;
  for (const here of atOneVersion(timeline)) {
    const left = countKinds(here.kinds);
    const { bound } = here;
    for (;;) {
      const kind: OsvEvent["kind"] =
        open === null ? "introduced" : left.fixed > 0 ? "fixed" : "last_affected";
      if (left[kind] === 0) break;
      left[kind] -= 1;
      if (open === null) open = { from: bound };
      else if (bound === null) break; // an end that nobody can read
      else {
        stretches.push({ ...open, to: bound, end: kind === "fixed" ? "fixed" : "last-affected" });
        open = null;
      }
    }
  }
  if (open !== null) stretches.push({ ...open, to: null, end: "open" });
  const limit = limitOf(events);
  return limit === null ? stretches : stretches.flatMap((stretch) => within(stretch, limit));
}

interface AtOneVersion {
  /** Null: below every version. */
  readonly bound: Bound | null;
  readonly kinds: OsvEvent["kind"][];
}

/** Of sorted events. */
function atOneVersion(timeline: readonly PlacedEvent[]): readonly AtOneVersion[] {
  const groups: AtOneVersion[] = [];
  let last: PlacedEvent | null = null;
  for (const event of timeline) {
    const bound = typeof event.at === "string" ? null : event.at;
    if (last === null || compareAt(last.at, event.at) !== 0) groups.push({ bound, kinds: [] });
    groups.at(-1)?.kinds.push(event.kind);
    last = event;
  }
  return groups;
}

function countKinds(kinds: readonly OsvEvent["kind"][]): Record<OsvEvent["kind"], number> {
  const counts = { introduced: 0, fixed: 0, last_affected: 0, limit: 0 };
  for (const kind of kinds) counts[kind] += 1;
  return counts;
}

/** The furthest, for each widens the scope of the range; null: there is none, or one that nobody can read (`*`: there is no limit). */
function limitOf(events: readonly PlacedEvent[]): Bound | null {
  const limits = events.flatMap(({ kind, at }) => (kind === "limit" ? [at] : []));
  let furthest: Bound | null = null;
  for (const at of limits) {
    if (typeof at === "string") return null;
    if (furthest === null || compareVersions(at.version, furthest.version) > 0) furthest = at;
  }
  return furthest;
}

function within(stretch: Stretch, limit: Bound): readonly Stretch[] {
  const { from, to } = stretch;
  if (from !== null && compareVersions(from.version, limit.version) >= 0) return [];
  const isBefore = to !== null && compareVersions(to.version, limit.version) < 0;
  return [isBefore ? stretch : { from, to: limit, end: "limit" }];
}

function compareAt(a: PlacedEvent["at"], b: PlacedEvent["at"]): number {
  if (typeof a === "string") return typeof b === "string" ? 0 : -1;
  return typeof b === "string" ? 1 : compareVersions(a.version, b.version);
}

/** Whether any stretch holds a version, by binary search over the merged stretches. */
function cover(stretches: readonly Stretch[]): (bound: Bound) => boolean {
  const merged: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => compareFrom(a.from, b.from))) {
    const last = merged.at(-1);
    if (last === undefined || !reaches(last, stretch.from)) merged.push(stretch);
    else if (compareEnd(stretch, last) > 0) merged[merged.length - 1] = { ...stretch, from: last.from };
  }
  return (bound) => {
    let low = 0;
    let high = merged.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareFrom(merged[middle]?.from ?? null, bound) <= 0) low = middle + 1;
      else high = middle;
    }
    const candidate = merged[low - 1];
    return candidate !== undefined && reaches(candidate, bound);
  };
}

function compareFrom(a: Bound | null, b: Bound | null): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  return compareVersions(a.version, b.version);
}

/** Whether the stretch, which starts at or below the bound, holds it. */
function reaches(stretch: Stretch, bound: Bound | null): boolean {
  if (stretch.to === null || bound === null) return true;
  const order = compareVersions(bound.version, stretch.to.version);
  return stretch.end === "last-affected" ? order <= 0 : order < 0;
}

function compareEnd(a: Stretch, b: Stretch): number {
  if (a.to === null || b.to === null) return Number(a.to === null) - Number(b.to === null);
  const isInclusive = [a, b].map(({ end }) => Number(end === "last-affected"));
  return compareVersions(a.to.version, b.to.version) || (isInclusive[0] ?? 0) - (isInclusive[1] ?? 0);
}
