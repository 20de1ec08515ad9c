import type { Claim } from "./claim.ts";

/** What package indexes say (docs/package-index.md). */
export const INDEX_CLAIMS: readonly Claim[] = [
  {
    id: "index",
    claim:
      "--check-index says of 300 generated releases what the index has of them, in JSON and in HTML, and asks no index that only the audited files name",
    needs: [],
    isSlow: false,
    commands: ["node tools/conformance/index/compare.ts"],
    figure: /^(300 releases in JSON and in HTML: 0 differences; 0 requests to .*)/m,
  },
];
