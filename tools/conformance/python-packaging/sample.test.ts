import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findDisagreement } from "./disagreement.ts";
import type { About, Case } from "./disagreement.ts";

/** Made by `generate.py --seed 26` with small numbers of questions; README.md has the whole command. */
const SAMPLE = new URL("../../../packages/pyward/src/python/fixtures/packaging-26.jsonl", import.meta.url);

const [about, ...cases] = readFileSync(SAMPLE, "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as About | Case);

describe("a sample of what packaging 26 answers", () => {
  const kinds = new Set(cases.map(({ kind }) => kind));

  it("asks about everything", () => {
    expect([...kinds].toSorted()).toEqual([
      "filter",
      "marker",
      "pair",
      "requirement",
      "sdist",
      "specifier",
      "wheel",
    ]);
  });

  it.each([...kinds])("agrees: %s", (kind) => {
    if (about?.kind !== "about") throw new Error("the first line says what the sample was made with");
    const ofKind = cases.filter((one): one is Case => one.kind === kind);
    const differing = ofKind.filter((one) => findDisagreement(one, about) !== null);
    expect(differing).toEqual([]);
  });
});
