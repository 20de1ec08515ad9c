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
    needs: ["peers", "package-index"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/compare-universal.ts {peers}/uv --projects"],
    figure: /(\d+ projects for all environments, \d+ pins: \d+ as uv, \d+ with explained differences)/,
  },
  {
    id: "every-python",
    claim:
      "25 real projects as an audit resolves them without declared targets: every version of the universal answer is in that for every maintained Python, save what PyPy or an earlier patch level of a Python alone needs",
    needs: ["package-index"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/compare-cells.ts"],
    figure:
      /(\d+ projects: two Pythons miss \d+ versions of what all five have; universal has \d+ besides, \d+ of them for no maintained Python on a usual machine), 0 unexplained/,
  },
  {
    id: "several-indexes",
    claim:
      "several indexes by the rules of pip and uv, explicit ones and index strategies included: the versions that the real tools choose for the same settings",
    needs: ["peers"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/compare-indexes.ts {peers}"],
    figure: /(\d+ settings of several indexes: \d+ as the tool), 0 different/,
  },
  {
    id: "projects",
    claim:
      "25 real projects as of a fixed day, for Python 3.12 on Linux: the pins of `uv pip compile`, or the project's list says why not",
    needs: ["peers", "package-index"],
    isSlow: true,
    commands: ["node tools/conformance/resolve/projects.ts {peers}/uv"],
    figure: /(\d+ projects, \d+ pins: \d+ as uv, \d+ with explained differences)/,
  },
  {
    id: "resolve-time",
    claim:
      "21 real projects over a loopback index with 20 ms of latency: at most 3 times `uv pip compile` with what is kept, at most twice without",
    needs: ["peers", "package-index"],
    isSlow: true,
    commands: ["node bench/resolve-projects.ts {peers}/uv"],
    figure: /(\d+ projects: warm .+)/,
  },
  {
    id: "resolve-beside-pip-audit",
    claim:
      "six real projects that pin nothing, each resolved and audited by a process of its own with what an earlier run kept: at least 10 times faster than `pip-audit -r`",
    needs: ["peers", "package-index"],
    isSlow: true,
    commands: ["node bench/resolve-audit.ts {peers}"],
    figure: /(\d+ projects: at least .+)/,
  },
  {
    id: "resolve-speed",
    claim: "a graph of 500 packages in memory is solved in at most 200 ms of processor time",
    needs: [],
    isSlow: false,
    commands: ["node bench/resolve.ts"],
    figure: /(500 packages: \d+ ms)/,
  },
  {
    id: "runs-nothing",
    claim:
      "a source distribution whose build writes a file is resolved by an audit, what it needs is said to be unknown, and the file never appears; with pip-audit -r it does",
    needs: ["peers"],
    isSlow: true,
    commands: ["node tools/conformance/resolving/compare.ts {peers}"],
    figure: /(pyward read kiln 1\.0 .*: the canary did not appear; pip-audit -r: the canary appeared)/,
  },
  {
    id: "resolving-trust",
    claim:
      "resolving asks no index that only audited files name, no private address that the user has not named, tells no login to another origin and no variable to anybody: a canary each",
    needs: [],
    isSlow: false,
    commands: ["vitest run packages/pyward/src/cli/resolving-trust.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
];
