import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  parseSpecifiers,
  parseVersion,
  satisfies,
  type SpecifierSet,
  type Version,
} from "../python/index.ts";
import { cutAt, isBehind, type Side } from "./cut.ts";
import { setOfSpecifiers } from "./set-of-specifiers.ts";
import { complement, contains, intersection, isEmpty, isSubset, union } from "./version-set.ts";

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

function specifiers(text: string): SpecifierSet {
  const parsed = parseSpecifiers(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

/** Every kind of suffix around few releases: neighbours are what goes wrong. */
const VERSIONS = ["0.9", "1", "1.0.0", "1.0.1", "1.1", "2", "1!0", "9007199254740991", "9007199254740992"]
  .flatMap((release) => ["", "a0", "a1", "rc1"].map((pre) => release + pre))
  .flatMap((text) => ["", ".post0", ".post1"].map((post) => text + post))
  .flatMap((text) => ["", ".dev0", ".dev1"].map((dev) => text + dev));
const CANDIDATES = VERSIONS.flatMap((text) => [text, `${text}+a`, `${text}+1.b`]).map(version);
const PUBLIC = VERSIONS.flatMap((text) =>
  ["<", "<=", ">", ">=", "==", "!="].map((operator) => operator + text),
);
const CLAUSES = [
  ...PUBLIC,
  ...VERSIONS.filter((text) => text.includes(".") && !text.startsWith("1!")).map((text) => `~=${text}`),
  ...["0.9", "1", "1.0", "1.0.0", "1!0", "9007199254740991"].flatMap((text) => [
    `==${text}.*`,
    `!=${text}.*`,
  ]),
  ...["==1.0+a", "!=1.0+a", "==1.0a1+1.b", "===1.0.1", "===nonsense"],
].filter((text) => parseSpecifiers(text).ok);

test("a set of one clause has the versions that packaging's rules admit", () => {
  for (const clause of CLAUSES) {
    const set = setOfSpecifiers(specifiers(clause));
    const wrong = CANDIDATES.filter(
      (candidate) => contains(set, candidate) !== satisfies(candidate, specifiers(clause)),
    );
    expect({ clause, wrong }).toEqual({ clause, wrong: [] });
  }
});

describe("laws", () => {
  const clauses = fc.array(fc.constantFrom(...CLAUSES), { minLength: 1, maxLength: 4 });
  const sets = clauses.map((parts) => setOfSpecifiers(specifiers(parts.join(","))));
  const candidates = fc.constantFrom(...CANDIDATES);
  const sides = fc.constantFrom<Side>("before", "after", "after-locals");
  const cuts = fc.tuple(candidates, sides).map(([at, side]) => cutAt(at, side));

  test("several clauses admit what each of them admits", () => {
    fc.assert(
      fc.property(clauses, candidates, (parts, candidate) => {
        const all = specifiers(parts.join(","));
        expect(contains(setOfSpecifiers(all), candidate)).toBe(satisfies(candidate, all));
      }),
      { numRuns: 3000 },
    );
  });

  test("intersection, union and complement are those of sets", () => {
    fc.assert(
      fc.property(sets, sets, candidates, (a, b, candidate) => {
        const [inA, inB] = [contains(a, candidate), contains(b, candidate)];
        expect(contains(intersection(a, b), candidate)).toBe(inA && inB);
        expect(contains(union(a, b), candidate)).toBe(inA || inB);
        expect(contains(complement(a), candidate)).toBe(!inA);
        if (isSubset(a, b) && inA) expect(inB).toBe(true);
        expect(isEmpty(intersection(a, complement(a)))).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test("what lies behind a later cut lies behind an earlier one", () => {
    fc.assert(
      fc.property(cuts, cuts, candidates, (a, b, candidate) => {
        if (a <= b && isBehind(candidate, b)) expect(isBehind(candidate, a)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
