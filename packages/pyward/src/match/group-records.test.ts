import fc from "fast-check";
import { expect, test } from "vitest";
import type { Advisory } from "../model/index.ts";
import { exampleAdvisory } from "./example-advisory.ts";
import { groupRecords } from "./group-records.ts";

test("two records share a group if and only if a chain of shared ids leads from one to the other", () => {
  const id = fc.constantFrom("A-1", "a-1", "B-2", "C-3", "D-4", "E-5", "F-6", "G-7", "H-8");
  const named = fc.record({
    id,
    aliases: fc.array(id, { maxLength: 2 }),
    withdrawn: fc.constantFrom(null, null, null, "2024-01-01T00:00:00Z"),
  });
  fc.assert(
    fc.property(fc.array(named, { maxLength: 8 }), (given) => {
      const records = given.map(exampleAdvisory);
      const groups = groupRecords(records);
      const live = records.filter((record) => record.withdrawn === null);
      expect(groups.flat().toSorted(byPosition(live))).toEqual(live);
      for (const group of groups) {
        for (const record of live)
          expect(group.includes(record)).toBe(group[0] !== undefined && isReached(group[0], record, live));
      }
    }),
  );
});

test("a long chain of aliases is one group and takes no time", () => {
  const chain = Array.from({ length: 20_000 }, (_, index) =>
    exampleAdvisory({ id: `A-${index}`, aliases: [`A-${index + 1}`], withdrawn: null }),
  );
  const start = performance.now();
  expect(groupRecords(chain.toReversed())).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(1000);
});

/** Floods from one record over shared ids, the slow and obvious way. */
function isReached(from: Advisory, to: Advisory, live: readonly Advisory[]): boolean {
  const reached = new Set([from]);
  // A set visits what is added to it while it is walked.
  for (const seen of reached) for (const other of live) if (share(seen, other)) reached.add(other);
  return reached.has(to);
}

function share(left: Advisory, right: Advisory): boolean {
  const ids = new Set(idsOf(left));
  return idsOf(right).some((id) => ids.has(id));
}

function idsOf(record: Advisory): readonly string[] {
  return [record.id, ...record.aliases].map((id) => id.toUpperCase());
}

function byPosition(records: readonly Advisory[]) {
  return (left: Advisory, right: Advisory) => records.indexOf(left) - records.indexOf(right);
}
