import type { Claim } from "./claim.ts";

/** Which versions fit together (packages/pyward/src/resolve). */
export const RESOLVE_CLAIMS: readonly Claim[] = [
  {
    id: "scenarios",
    claim:
      "the resolver answers its scenarios and 300 random graphs as the real `uv pip compile` does over an index of this machine, or the scenario says why not",
    needs: ["peers"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/compare.ts {peers}/uv 300"],
    figure: /(\d+ scenarios: \d+ as uv, \d+ explained differences)/,
  },
  {
    id: "universal",
    claim:
      "for all Pythons from one on and all platforms at once, the resolver answers its scenarios as `uv pip compile --universal` does, or the scenario says why not",
    needs: ["peers"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/compare-universal.ts {peers}/uv"],
    figure: /(\d+ universal scenarios: \d+ as uv, \d+ explained differences)/,
  },
  {
    id: "universal-projects",
    claim:
      "21 real projects for all platforms and every Python from 3.10 on: the pins and markers of `uv pip compile --universal`",
    needs: ["peers", "registry"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/compare-universal.ts {peers}/uv --projects"],
    figure: /(\d+ projects for all environments, \d+ pins: \d+ as uv, \d+ with explained differences)/,
  },
  {
    id: "projects",
    claim:
      "25 real projects as of a fixed day, for Python 3.12 on Linux: the pins of `uv pip compile`, or the project's list says why not",
    needs: ["peers", "registry"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/projects.ts {peers}/uv"],
    figure: /(\d+ projects, \d+ pins: \d+ as uv, \d+ with explained differences)/,
  },
  {
    id: "resolve-time",
    claim:
      "21 real projects over a loopback index with 20 ms of latency: at most 3 times `uv pip compile` with what is kept, at most twice without",
    needs: ["peers", "registry"],
    isSlow: true,
    commands: ["node bench/resolve-projects.ts {peers}/uv"],
    figure: /(\d+ projects: warm .+)/,
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
