import type { Claim } from "./claim.ts";

/** Which versions fit together (packages/pyward/src/resolve). */
export const RESOLVE_CLAIMS: readonly Claim[] = [
  {
    id: "scenarios",
    claim:
      "scenarios of our own and 300 random graphs, resolved by pyward and by uv over an index on this machine: each difference is explained",
    needs: ["peers"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/compare.ts {peers}/uv 300"],
    figure: /(\d+ scenarios: [^]*)\n0 differences unexplained/,
  },
  {
    id: "resolve-speed",
    claim: "a graph of 500 packages in memory is solved in at most 200 ms of processor time",
    needs: [],
    isSlow: false,
    commands: ["node bench/resolve.ts"],
    figure: /(500 packages: \d+ ms)/,
  },
];
