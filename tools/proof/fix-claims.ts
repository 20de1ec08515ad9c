import type { Claim } from "./claim.ts";

/** What `pyward fix` plans and writes (docs/fix.md). */
export const FIX_CLAIMS: readonly Claim[] = [
  {
    id: "smallest-plans",
    claim:
      "on 300 small generated graphs no plan clears less than can be cleared, and none is larger than the optimum of an exhaustive search",
    needs: [],
    isSlow: true,
    commands: ["npx vitest run --maxWorkers=1 packages/pyward/src/fix/plan/optimum.test.ts"],
    figure: /Tests\s+(300 passed)/,
  },
  {
    id: "plans",
    claim:
      "200 made-up vulnerable projects, fixed and written: an audit confirms all that was claimed, nothing new comes, and uv and pip resolve the result",
    needs: ["peers"],
    isSlow: true,
    commands: ["node tools/conformance/fix/compare.ts {peers}/uv {python} 200"],
    figure:
      /(200 projects, \d+ changed, \d+ of \d+ findings cleared, \d+ plans not proved smallest: 0 problems)/,
  },
  {
    id: "plans-of-projects",
    claim:
      "the same of 25 real projects as they were locked at past dates, over the user's package index; nine of the results are installed by uv and by pip, from wheels alone",
    needs: ["peers", "package-index"],
    isSlow: true,
    commands: ["node tools/conformance/fix/projects.ts {peers}/uv {python}"],
    figure:
      /(\d+ vulnerable projects, \d+ of \d+ findings cleared, \d+ plans proved smallest, \d+ installed by uv and pip: 0 problems)/,
  },
];
