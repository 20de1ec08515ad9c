import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { buildIndex } from "../../../packages/pyward/src/advisory-index/build-index.ts";
import { openIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import { problemsOf } from "../../../packages/pyward/src/match/index.ts";
import { normalizeName } from "../../../packages/pyward/src/python/index.ts";

/** One package of sample.json, which sample.py drew. */
interface Sample {
  readonly osv: readonly { readonly id: string }[];
  readonly name: string;
  readonly records: readonly string[];
  readonly odd: readonly number[];
  readonly answers: readonly (readonly [string, readonly number[]])[];
}

const samples: readonly Sample[] = JSON.parse(
  readFileSync(path.join(import.meta.dirname, "fixtures/sample.json"), "utf8"),
);

test("the sample is no formality", () => {
  const answers = samples.flatMap((sample) => sample.answers);
  expect(samples.length).toBeGreaterThan(50);
  expect(answers.filter(([, affecting]) => affecting.length > 0).length).toBeGreaterThan(500);
  expect(answers.filter(([, affecting]) => affecting.length === 0).length).toBeGreaterThan(300);
});

test("every version of the sample has the affecting records that the reference gives it", async () => {
  const values = samples.flatMap((sample) =>
    sample.osv.map((value) => ({ kind: "record", file: value.id, value }) as const),
  );
  const { bytes } = await buildIndex(values, { now: new Date("2026-11-24T00:00:00Z") });
  const index = openIndex(memorySource(bytes));
  for (const sample of samples) {
    const name = normalizeName(sample.name);
    const known = index.lookup(name) ?? { name, bounds: [], advisories: [] };
    const odd = new Set(sample.odd.map((at) => sample.records[at]));
    for (const [version, affecting] of sample.answers) {
      const records = problemsOf({ name, version }, known).flatMap((problem) => problem.records);
      const found = records
        .filter((record) => record.affected && !odd.has(record.id))
        .map((record) => record.id);
      const truth = affecting.map((at) => sample.records[at]).filter((id) => !odd.has(id));
      expect([`${name}==${version}`, ...found.toSorted()]).toEqual([
        `${name}==${version}`,
        ...truth.toSorted(),
      ]);
    }
  }
});
