import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { readRecords } from "../feeds/shared/read-records.ts";
import { memoryTree } from "../host/memory/index.ts";
import type { Advisory, Interval } from "../model/index.ts";
import type { AdvisoryIndex } from "./advisory-index.ts";
import { buildIndex } from "./build-index.ts";
import { memorySource } from "./memory-source.ts";
import { openIndex } from "./store/open-index.ts";

const FOLDER = join(import.meta.dirname, "fixtures");
const NOW = new Date("2026-01-01T00:00:00Z");

describe("records as suppliers write them", () => {
  for (const file of readdirSync(FOLDER).filter((name) => !name.endsWith(".expected.json"))) {
    it(file, async () => {
      const tree = memoryTree({ [file]: readFileSync(join(FOLDER, file)) });
      const { bytes } = await buildIndex(readRecords(tree, file), { now: NOW });
      const expected = join(FOLDER, `${file.replace(/\.[a-z]+$/, "")}.expected.json`);
      await expect(
        `${JSON.stringify(describeIndex(openIndex(memorySource(bytes))), null, 2)}\n`,
      ).toMatchFileSnapshot(expected);
    });
  }
});

/** All that is not at its null, ranges as text, so that a reader sees at once what a record became. */
function describeIndex(index: AdvisoryIndex): object {
  const packages = index.packageNames().map((name) => {
    const found = index.lookup(name) ?? { bounds: [], advisories: [] };
    return [name, found.advisories.map((advisory) => describeAdvisory(index, found.bounds, advisory))];
  });
  const malformed = index.info.malformed.map(({ id, packages: names }) => ({ id, packages: names }));
  return { packages: Object.fromEntries(packages), malformed };
}

function describeAdvisory(index: AdvisoryIndex, bounds: readonly string[], advisory: Advisory): object {
  const { intervals, enumerated, fixed, severity, ...plain } = advisory;
  const all = {
    ...plain,
    intervals: intervals.map((interval) => describeInterval(bounds, interval)),
    enumerated: enumerated.map((rank) => bounds[rank]),
    fixed: fixed.map((rank) => bounds[rank]),
    severity: severity.vector === null ? null : severity,
    details: index.details(advisory.id),
  };
  const isTold = (value: unknown): boolean =>
    value !== null && value !== false && value !== "" && !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(all).filter(([, value]) => isTold(value)));
}

function describeInterval(bounds: readonly string[], { from, to, end, repaired }: Interval): string {
  const start = from === -1 ? "from the start" : `>=${bounds[from]}`;
  const stop = { open: "", fixed: " <", limit: " limit ", "last-affected": " <=" }[end];
  return `${start}${stop}${to === null ? "" : bounds[to]}${repaired ? " repaired" : ""}`;
}
