import type { Claim } from "./claim.ts";

/** One file that needs nothing installed (docs/standalone.md). */
export const STANDALONE_CLAIMS: readonly Claim[] = [
  {
    id: "standalone",
    claim:
      "executables for Linux, macOS and Windows: their headers, the same bytes twice, the transcripts of the installed pyward, nothing run or read of a hostile folder",
    needs: [],
    isSlow: true,
    commands: ["node tools/standalone/check.ts"],
    figure: /(6 executables, 6 of 6 promises hold)/,
  },
];
