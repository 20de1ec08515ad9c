import type { Claim } from "./claim.ts";

/** Which versions fit together (packages/pyward/src/resolve). */
export const RESOLVE_CLAIMS: readonly Claim[] = [
  {
    id: "resolve-speed",
    claim: "a graph of 500 packages in memory is solved in at most 200 ms of processor time",
    needs: [],
    isSlow: false,
    commands: ["node bench/resolve.ts"],
    figure: /(500 packages: \d+ ms)/,
  },
];
