import type { Claim } from "./claim.ts";

/** Time, memory and growth (docs/performance.md). A bar that does not hold is printed as BROKEN, and the claim does not hold. */
export const SPEED_CLAIMS: readonly Claim[] = [
  {
    id: "matching-rate",
    claim:
      "one million (parsed version, advisory range) evaluations a second on one core, 200,000 from text, three ways to the same answers",
    needs: [],
    isSlow: true,
    commands: ["node bench/matching.ts"],
    figure: /^([^]*)$/,
  },
];
