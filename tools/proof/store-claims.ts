import type { Claim } from "./claim.ts";

/** What `pyward db update` costs, and what it outlives (docs/database.md). */
export const STORE_CLAIMS: readonly Claim[] = [
  {
    id: "light",
    claim:
      "db update after 100 records changed: time and memory; the size of the database; an audit with it beside one with the embedded one",
    needs: ["advisories"],
    isSlow: true,
    // The bars that do not hold yet are printed as BROKEN, as those of `speed` are.
    commands: ["node bench/update.ts {advisories} 100 5"],
    figure: /^bars\n([^]*)$/,
  },
  {
    id: "survives-sample",
    // Six kills and the faults of a network are among the tests of every check (sample.test.ts).
    claim:
      "db update killed 10 times, and met by faults of network, disk and clock: the database before or after",
    needs: ["advisories"],
    isSlow: true,
    commands: ["node tools/conformance/survival/measure.ts {advisories} 10"],
    figure: /(10 kills .* faults survived)/,
  },
  {
    id: "survives",
    claim: "the same with 200 kills, every other one amid the writing",
    needs: ["advisories"],
    isSlow: true,
    commands: ["node tools/conformance/survival/measure.ts {advisories} 200"],
    figure: /(200 kills .* faults survived)/,
  },
];
