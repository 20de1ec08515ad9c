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
  {
    id: "growth",
    claim:
      "doubling pins, projects, files of one project or advisories never more than doubles the cost of an audit: 4 to 5,000, 1 to 400, 1 to 400, 1,000 to 128,000",
    needs: [],
    isSlow: true,
    commands: ["node bench/growth/growth.ts 5"],
    figure: /^([^]*)$/,
  },
  {
    id: "fleet",
    claim:
      "10,000 stored inventories of 100 releases, judged again when 100 records change: only those that hold a package of a changed record are touched, and the answer is that of judging all",
    needs: [],
    isSlow: true,
    commands: ["node bench/fleet.ts"],
    figure: /^([^]*)$/,
  },
];
