import { MERGING_CLAIMS } from "./merging-claims.ts";
import type { Claim } from "./claim.ts";
import { CONFORMANCE_CLAIMS } from "./conformance-claims.ts";
import { FIX_CLAIMS } from "./fix-claims.ts";
import { INDEX_CLAIMS } from "./index-claims.ts";
import { REPORT_CLAIMS } from "./report-claims.ts";
import { LOCK_CLAIMS } from "./lock-claims.ts";
import { MANIFEST_CLAIMS } from "./manifest-claims.ts";
import { RESOLVE_CLAIMS } from "./resolve-claims.ts";
import { SPEED_CLAIMS } from "./speed-claims.ts";
import { STANDALONE_CLAIMS } from "./standalone-claims.ts";
import { STORE_CLAIMS } from "./store-claims.ts";
import { TIME_CLAIMS } from "./time-claims.ts";

const PYWARD = "node packages/pyward/bin/pyward.js";

const OWN_CLAIMS: readonly Claim[] = [
  {
    id: "webshop",
    claim:
      "examples/webshop has 43 known vulnerabilities by the embedded data; the audit ends with exit code 1",
    needs: [],
    isSlow: false,
    commands: [`${PYWARD} audit examples/webshop`],
    figure: /(43 known vulnerabilities in 4 packages)/,
    exit: 1,
  },
  {
    id: "webshop-2023",
    claim: "the project as it was fixed in 2023 has 53",
    needs: [],
    isSlow: false,
    commands: [`${PYWARD} audit examples/webshop-2023`],
    figure: /(53 known vulnerabilities in 3 packages)/,
    exit: 1,
  },
  {
    id: "embedded",
    claim: "the embedded database holds 7,080 advisories and is whole",
    needs: [],
    isSlow: false,
    commands: [`${PYWARD} db status`],
    figure: /(7080 advisories about \d+ packages)[^]*embedded: whole/,
  },
  {
    id: "snapshot",
    claim: "the embedded snapshot is what its sources give, byte for byte",
    needs: ["advisories"],
    isSlow: false,
    commands: ["node tools/build-snapshot/compare.ts {advisories}"],
    figure: /(\d+ bytes, the same)/,
  },
  {
    id: "facts-only",
    claim: "the embedded snapshot holds no sentence of an advisory",
    needs: [],
    isSlow: false,
    commands: ["vitest run tools/build-snapshot packages/pyward/src/advisory-index -t sentence"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "boundaries",
    claim: "the layers hold, nothing starts a program, and a planted breach of every rule is caught",
    needs: [],
    isSlow: false,
    commands: ["vitest run tools/check/boundaries.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "policy",
    claim:
      "the policy is a table: waiver × alias × part × end × kind × bar × what the base has, each case with its verdict, rule and reason",
    needs: [],
    isSlow: false,
    commands: ["vitest run packages/pyward/src/policy/policy-table.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "action",
    claim:
      "the GitHub Action as it is started, against fakes of GitHub's API, of the runner's cache and of osv.dev: who is told what, and a pull request never writes the cache",
    needs: [],
    isSlow: true,
    commands: ["vitest run test/action.test.ts test/action-cache.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "carried",
    claim:
      "a database is carried to another machine: the same bytes, refused where it is damaged, older, or not signed by the key that is asked for",
    needs: [],
    isSlow: false,
    commands: ["vitest run packages/pyward/src/cli/carried-database.test.ts"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "pull-requests",
    claim:
      "17 changes in a real repository (bumps, additions, removals, moved files and projects, lock refreshes), and news against saved reports: what is new, kept and gone, and the exit code of each",
    needs: [],
    isSlow: true,
    commands: ["vitest run test/pull-requests"],
    figure: /Tests\s+(\d+ passed)/,
  },
  {
    id: "peers",
    claim:
      "every difference to pip-audit, uv audit, osv-scanner and pysentry has a cause (exit 1 where one has none)",
    needs: ["peers", "advisories"],
    isSlow: true,
    commands: ["node tools/compare-peers/compare.ts --peers {peers} --python {python}"],
    figure: /(edge: [^\n]*)/,
  },
  {
    id: "pip-audit",
    claim:
      "pyward pip-audit: the answers of both tools to the same command lines are equal, or differ as docs/pip-audit.md says",
    needs: ["peers", "advisories"],
    isSlow: true,
    commands: ["node tools/conformance/pip-audit/compare.ts --peers {peers} --python {python}"],
    figure:
      /(\d+ invocations of both, in \d+ of which both ask the service: \d+ equal, \d+ different as the table says), 0 unexplained/,
  },
  {
    id: "speed",
    claim:
      "494 pins, offline, cold process: CPU in multiples of an empty Node process, peak memory, growth with the data",
    needs: [],
    isSlow: true,
    // The bars that do not hold yet are printed as BROKEN: then this claim does not hold.
    commands: ["node bench/run.ts"],
    figure: /bars\n([^]*)$/,
  },
  {
    id: "reading",
    claim:
      "a uv.lock of 5,000 packages with places beside smol-toml without; an environment of 500 distributions",
    needs: [],
    isSlow: true,
    commands: ["node bench/reading.ts"],
    figure: /bars\n([^]*)$/,
  },
  {
    id: "hostile",
    claim: "hostile input ends in a gap, in bounded time and memory; nothing of it runs",
    needs: [],
    isSlow: true,
    commands: ["vitest run test/hostile", "node test/hostile/measure.ts 3"],
    figure: /((\d+) of \2 cases within the bars)/,
  },
];

export const CLAIMS: readonly Claim[] = [
  ...OWN_CLAIMS,
  ...CONFORMANCE_CLAIMS,
  ...REPORT_CLAIMS,
  ...FIX_CLAIMS,
  ...INDEX_CLAIMS,
  ...TIME_CLAIMS,
  ...MERGING_CLAIMS,
  ...LOCK_CLAIMS,
  ...MANIFEST_CLAIMS,
  ...RESOLVE_CLAIMS,
  ...SPEED_CLAIMS,
  ...STANDALONE_CLAIMS,
  ...STORE_CLAIMS,
];
