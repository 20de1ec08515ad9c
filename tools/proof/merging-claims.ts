import type { Claim } from "./claim.ts";

const EVALUATE = "node tools/conformance/merging/measure.ts";
const REFERENCE = "{python} tools/conformance/merging/reference.py";
const FIGURE = /(.*): 0 differences/;

/** Records of several suppliers as one finding, beside a second reading of them. */
export const MERGING_CLAIMS: readonly Claim[] = [
  {
    id: "merging",
    claim:
      "groups of records, what each says, and fixes, for every version that a record of the real data names",
    needs: ["advisories", "packaging"],
    isSlow: true,
    commands: [
      `${EVALUATE} {advisories} > {tmp}/merged.jsonl`,
      `${REFERENCE} {advisories} {tmp}/merged.jsonl`,
    ],
    figure: FIGURE,
  },
  {
    id: "merging-suppliers",
    claim:
      "the same where GHSA, CVE and MAL records stand beside the real ones and agree, disagree, cannot speak or are withdrawn: disagreements, and fixes that are clean against every member",
    needs: ["advisories", "packaging"],
    isSlow: true,
    commands: [
      "{python} tools/conformance/merging/derive.py {advisories} {tmp}/suppliers.zip",
      `${EVALUATE} {tmp}/suppliers.zip > {tmp}/suppliers.jsonl`,
      `${REFERENCE} {tmp}/suppliers.zip {tmp}/suppliers.jsonl`,
    ],
    figure: FIGURE,
  },
];
