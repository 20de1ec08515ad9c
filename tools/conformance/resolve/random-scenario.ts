import type { Scenario } from "../../../packages/pyward/src/resolve/scenarios/scenario.ts";

const NAMES = ["ash", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine"];
const VERSIONS = ["1.0", "1.1", "1.2", "2.0", "2.1", "3.0"];
const OPERATORS = ["<", "<=", "==", "!=", ">=", ">", ">=", "<"];

/** A graph of ten packages in at most six versions; the same for the same seed. */
export function randomScenario(seed: number): Scenario {
  const next = generator(seed);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(next() * from.length)];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  const needs = (most: number): string => {
    const names = new Set(Array.from({ length: Math.floor(next() * (most + 1)) }, () => pick(NAMES)));
    return [...names]
      .map((name) => (next() < 0.25 ? name : name + pick(OPERATORS) + pick(VERSIONS)))
      .join(" & ");
  };
  const releases = (): Readonly<Record<string, string>> =>
    Object.fromEntries(VERSIONS.filter(() => next() < 0.8).map((version) => [version, needs(2)]));
  const index = Object.fromEntries(NAMES.map((name) => [name, releases()]));
  return { name: String(seed), index, ask: needs(3) || pick(NAMES), pins: null };
}

/** Numbers from 0 to 1 by a linear congruential rule (Numerical Recipes' constants); the low bits are left out. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}
