import type { Claim } from "./claim.ts";

const AUDIT = "node packages/pyward/bin/pyward.js audit examples/webshop-2023 --color never --database";
const DIFF = "node packages/pyward/bin/pyward.js db diff --json";
const REFERENCE = "{python} tools/conformance/db-diff/reference.py";
const COUNTS = /(.*): 0 differences/;
const WORKLOADS = ["seed-old", "seed-fixed", "w200", "w1500", "edge"].map(
  (name) => `{days}/../bench/workloads/${name}/requirements.txt`,
);

const PUBLIC = "{python} tools/conformance/as-of/reference.py {advisories}";

/** What was known when: two databases, and audits as of a day (docs/time.md). */
export const TIME_CLAIMS: readonly Claim[] = [
  ...["2023-12-23", "2025-06-30", "2026-07-23"].map((day): Claim => ({
    id: `story-${day}`,
    claim: `the project as it was fixed in 2023, audited as of ${day} with the data of that day`,
    needs: ["days"],
    isSlow: false,
    commands: [`${AUDIT} {days}/pypi-${day}.zip --as-of ${day}`],
    figure: /(\d+ known vulnerabilities in \d+ packages)/,
    exit: 1,
  })),
  ...[
    ["2023-12-23", "2025-06-30"],
    ["2025-06-30", "2026-07-23"],
  ].map(([from, to]): Claim => ({
    id: `newly-disclosed-${to}`,
    claim: `db diff of the data of ${from} and ${to} is what a script finds in the zips: ids, and versions affected`,
    needs: ["days", "packaging"],
    isSlow: false,
    commands: [
      `${DIFF} {days}/pypi-${from}.zip {days}/pypi-${to}.zip > {tmp}/diff.json`,
      `${REFERENCE} {days}/pypi-${from}.zip {days}/pypi-${to}.zip {tmp}/diff.json`,
    ],
    figure: COUNTS,
  })),
  ...["2023-12-23", "2025-06-30"].map((day): Claim => ({
    id: `as-of-public-${day}`,
    claim: `what was public on ${day}: five workloads have the flaws that a script works out from the raw records`,
    needs: ["days", "packaging"],
    isSlow: true,
    commands: [`${PUBLIC} ${day} packages/pyward/bin/pyward.js ${WORKLOADS.join(" ")}`],
    figure: /^([^]*\n0 differences)/,
  })),
  {
    id: "as-of-known",
    claim:
      "what a database that was updated on three days says it held on each is what the data of that day alone says, package by package",
    needs: ["days"],
    isSlow: false,
    commands: [
      `node tools/conformance/known/measure.ts ${["2023-12-23", "2025-06-30", "2026-07-23"].map((day) => `${day}={days}/pypi-${day}.zip`).join(" ")}`,
    ],
    figure: /^([^]*)\n0 differences/,
  },
  {
    id: "as-of",
    claim:
      "audits as of 2025-06-30 with newer data beside those with the data of that day: each difference has a cause",
    needs: ["days"],
    isSlow: false,
    commands: [
      `node tools/conformance/as-of/compare.ts {days}/pypi-2025-06-30.zip {advisories} 2025-06-30 ${WORKLOADS.join(" ")}`,
    ],
    figure: /^([^]*)\n0 differences unexplained/,
  },
];
