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

/** At one version: what is named as fixed and as last affected is fixed, and `introduced` comes last. */
const KINDS: readonly OsvEvent["kind"][] = ["fixed", "limit", "last_affected", "introduced"];

/** The pseudo-code of the OSV schema, one version at a time: nothing of intervals in it. */
function isAffected(events: readonly OsvEvent[], asked: Version): boolean {
  const placed = events.map((event) => {
    const parsed = parseVersion(event.version);
    const isStart = (event.kind === "introduced" && event.version === "0") || !parsed.ok;
    return { kind: event.kind, at: isStart ? null : version(event.version) };
  });
  const isBelow = (a: Version | null, b: Version | null): number =>
    a === null || b === null ? Number(b === null) - Number(a === null) : compareVersions(a, b);
  const sorted = placed.toSorted(
    (a, b) => isBelow(a.at, b.at) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  );
  let affected = false;
  for (const { kind, at } of sorted) {
    const order = at === null ? 1 : compareVersions(asked, at);
    if (kind === "introduced" && order >= 0) affected = true;
    else if (kind === "last_affected" && order > 0) affected = false;
    else if ((kind === "fixed" || kind === "limit") && order >= 0) affected = false;
  }
  return affected && (placed.every(isReadable) || isInClosedStretch(sorted, asked));
}

/** The record lists its versions here, so a range whose end cannot be read goes no further than one that can. */
function isReadable({ kind, at }: { readonly kind: string; readonly at: Version | null }): boolean {
  return at !== null || kind === "introduced" || kind === "limit";
}

/** Of sorted events: a stretch with an end that can be read holds the version. */
function isInClosedStretch(
  sorted: readonly { readonly kind: string; readonly at: Version | null }[],
  asked: Version,
): boolean {
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
