import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { compareVersions, normalizeName, parseVersion, type Version } from "../../python/index.ts";
import { evaluate } from "./evaluate.ts";
import type { OsvEvent } from "./osv-record.ts";
import { createVersionReader } from "./versions.ts";

const VERSIONS = [
  "0",
  "0.dev0",
  "0.9",
  "1.0.dev1",
  "1.0a1",
  "1.0",
  "1.0.0",
  "1.0.post1",
  "1.0+local",
  "1.5",
  "2.0rc1",
  "2.0",
  "1!0.1",
];
const UNREADABLE = ["1.0.x", "2019-09-12", "*"];

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

interface Placed {
  readonly kind: OsvEvent["kind"];
  /** Null: below every version. */
  readonly at: Version | null;
}

function placed({ kind, version: text }: OsvEvent): Placed {
  const parsed = parseVersion(text);
  const isStart = (kind === "introduced" && text === "0") || !parsed.ok;
  return { kind, at: isStart ? null : version(text) };
}

function isBelow(a: Version | null, b: Version | null): number {
  return a === null || b === null ? Number(b === null) - Number(a === null) : compareVersions(a, b);
}

/** All orders of a few events. */
function ordersOf(events: readonly Placed[]): readonly (readonly Placed[])[] {
  if (events.length < 2) return [events];
  return events.flatMap((first, at) =>
    ordersOf(events.toSpliced(at, 1)).map((others): readonly Placed[] => [first, ...others]),
  );
}

/** How many of the events change what holds. */
function changes(events: readonly Placed[], isAffectedBefore: boolean): { count: number; after: boolean } {
  let after = isAffectedBefore;
  let count = 0;
  for (const { kind, at } of events) {
    const says = kind === "introduced";
    if (says === after || (!says && at === null)) continue;
    after = says;
    count += 1;
  }
  return { count, after };
}

/** By version; of those at one version the order in which most of them change something, by trying all. */
function timelineOf(events: readonly Placed[]): readonly Placed[] {
  const sorted = events.toSorted((a, b) => isBelow(a.at, b.at));
  const timeline: Placed[] = [];
  let before = false;
  while (timeline.length < sorted.length) {
    const here = sorted.filter((one) => isBelow(one.at, sorted[timeline.length]?.at ?? null) === 0);
    // Of two ends at one version the fix says more.
    const orders = ordersOf(here.toSorted((a, b) => Number(b.kind === "fixed") - Number(a.kind === "fixed")));
    const most = Math.max(...orders.map((order) => changes(order, before).count));
    const chosen = orders.find((order) => changes(order, before).count === most) ?? here;
    before = changes(chosen, before).after;
    timeline.push(...chosen);
  }
  return timeline;
}

/** The pseudo-code of the OSV schema, one version at a time: nothing of intervals in it. */
function isAffected(events: readonly OsvEvent[], asked: Version): boolean {
  const all = events.map(placed);
  const limits = all.filter(({ kind }) => kind === "limit");
  const isBefore = limits.some(({ at }) => at === null || compareVersions(asked, at) < 0);
  if (limits.length > 0 && !isBefore) return false;
  const sorted = timelineOf(all.filter(({ kind }) => kind !== "limit"));
  let affected = false;
  for (const { kind, at } of sorted) {
    const order = at === null ? 1 : compareVersions(asked, at);
    if (kind === "introduced" && order >= 0) affected = true;
    else if (kind === "last_affected" && order > 0 && at !== null) affected = false;
    else if (kind === "fixed" && order >= 0 && at !== null) affected = false;
  }
  return affected && (all.every(isReadable) || isInClosedStretch(sorted, asked) || isUnderLimit(limits));
}

/** What a limit ends is not open, whatever else cannot be read. */
function isUnderLimit(limits: readonly Placed[]): boolean {
  return limits.length > 0 && limits.every(({ at }) => at !== null);
}

/** The record lists its versions here, so a range whose end cannot be read goes no further than one that can. */
function isReadable({ kind, at }: Placed): boolean {
  return at !== null || kind === "introduced" || kind === "limit";
}

/** Of sorted events: a stretch with an end that can be read holds the version. */
function isInClosedStretch(sorted: readonly Placed[], asked: Version): boolean {
  let isOpen = false;
  let isAbove = false;
  for (const { kind, at } of sorted) {
    const order = at === null ? 1 : compareVersions(asked, at);
    if (kind === "introduced" && !isOpen) [isOpen, isAbove] = [true, order >= 0];
    else if (kind !== "introduced" && at !== null && isOpen) {
      if (isAbove && (kind === "last_affected" ? order <= 0 : order < 0)) return true;
      isOpen = false;
    }
  }
  return false;
}

const event = fc.record({
  kind: fc.constantFrom("introduced", "fixed", "last_affected", "limit" as const),
  version: fc.constantFrom(...VERSIONS, ...UNREADABLE),
});
const range = fc.array(event, { maxLength: 6 });

function affectedEntry(ranges: readonly (readonly OsvEvent[])[], versions: readonly string[]) {
  return {
    name: normalizeName("example"),
    ranges: ranges.map((events) => ({ type: "ECOSYSTEM", repo: null, events })),
    versions,
    severity: [],
    symbols: [],
  };
}

describe("evaluate", () => {
  it("agrees with the evaluation of the OSV schema, version by version", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 3 }), fc.constantFrom(...VERSIONS), (ranges, asked) => {
        const listed = ["1!9"]; // so that it is never undecided
        const { stretches } = evaluate([affectedEntry(ranges, listed)], createVersionReader());
        const held = stretches.some(({ from, to, end }) => {
          if (from !== null && compareVersions(version(asked), from.version) < 0) return false;
          const order = to === null ? -1 : compareVersions(version(asked), to.version);
          return end === "last-affected" ? order <= 0 : order < 0;
        });
        expect(held).toBe(ranges.some((events) => isAffected(events, version(asked))));
      }),
      { numRuns: 2_000 },
    );
  });

  it("lists exactly the enumerated versions that no range holds", () => {
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 3 }),
        fc.subarray(VERSIONS, { minLength: 1 }),
        (ranges, listed) => {
          const { enumerated } = evaluate([affectedEntry(ranges, listed)], createVersionReader());
          const outside = listed.filter(
            (text) => !ranges.some((events) => isAffected(events, version(text))),
          );
          expect(enumerated.map(({ text }) => text).toSorted()).toEqual(outside.toSorted());
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ["fixed and introduced again", "0 <2 2 <3", ["1", "2", "2.5"]],
    ["listed by kind", "0 2 <2 <3", ["1", "2", "2.5"]],
    ["introduced and fixed at once", "2 <2", []],
    ["introduced and fixed at once, the fix first", "<2 2", []],
    ["one version", "2 =2", ["2"]],
    ["one version, its end first", "=2 2", ["2"]],
    ["affected, then introduced once more", "1 =2 2 <3", ["1", "2", "2.5"]],
    ["a limit", "1 !3", ["1", "2", "2.5"]],
    ["a limit that what follows does not lift", "1 !2 2.5", ["1"]],
    ["limits of two branches", "1 !2 !3", ["1", "2", "2.5"]],
    ["a limit beyond the fix", "1 <2 !3", ["1"]],
    ["a limit that is none", "1 !*", ["1", "2", "2.5", "3", "4"]],
  ])("%s: %s", (_, told, expected) => {
    const kinds = { "<": "fixed", "=": "last_affected", "!": "limit" } as const;
    const events = told.split(" ").map((text): OsvEvent => {
      const [, mark = "", named = ""] = /^([<=!]?)(.*)$/.exec(text) ?? [];
      return {
        kind: mark === "<" || mark === "=" || mark === "!" ? kinds[mark] : "introduced",
        version: named,
      };
    });
    const listed = ["0.1", "1", "2", "2.5", "3", "4"];
    const { enumerated } = evaluate([affectedEntry([events], listed)], createVersionReader());
    const outside = new Set(enumerated.map(({ text }) => text));
    expect(
      listed.filter((text) => !outside.has(text)).filter((text) => text !== "0.1" || !told.startsWith("0 ")),
    ).toEqual(expected);
  });

  it("ignores GIT ranges", () => {
    const entry = affectedEntry([[{ kind: "introduced", version: "0" }]], []);
    const git = { ...entry, ranges: entry.ranges.map((one) => ({ ...one, type: "GIT" })) };
    expect(evaluate([git], createVersionReader())).toMatchObject({ stretches: [], undecided: true });
  });

  it("takes no quadratic time over many ranges and many versions", () => {
    const ranges = Array.from({ length: 20_000 }, (_, index): OsvEvent[] => [
      { kind: "introduced", version: `${index}.1` },
      { kind: "fixed", version: `${index}.2` },
    ]);
    const versions = Array.from({ length: 20_000 }, (_, index) => `${index}.3`);
    const start = performance.now();
    expect(evaluate([affectedEntry(ranges, versions)], createVersionReader()).enumerated).toHaveLength(
      20_000,
    );
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
