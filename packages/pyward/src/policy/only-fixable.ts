import type { Verdict } from "../model/index.ts";
import { isLikelyExploited } from "./likely-exploited.ts";
import type { Judged } from "./judged.ts";
import type { Policy } from "./policy.ts";

/** The verdict on what has no fix, where only what has one is to fail; null: it has one, or nobody asks. */
export function judgeFixable(finding: Judged, { onlyFixable }: Policy): Verdict | null {
  return onlyFixable !== true || isFixable(finding) ? null : unfixable("no version is known that fixes it");
}

/** The verdict on what fails, once a plan has shown that no version clears it. `reason`: the end of a sentence. */
export function judgeUnfixable(
  finding: Pick<Judged, "kind" | "exploited" | "epss"> & { readonly verdict: Verdict },
  policy: Policy,
  reason: string,
): Verdict {
  const { kind, exploited, verdict } = finding;
  const isDemanded =
    kind !== "vulnerability" ||
    (exploited !== null && policy.failOnExploited === true) ||
    isLikelyExploited(finding, policy);
  return policy.onlyFixable === true && verdict.status === "fail" && !isDemanded
    ? unfixable(reason)
    : verdict;
}

function unfixable(reason: string): Verdict {
  return { status: "below-threshold", rule: "only-fixable", reason };
}

/** Of a distribution's package, where its data confirm the flaw, only what the distribution fixes can be had. */
function isFixable({ fix = null, systemPackage, statements = [] }: Judged): boolean {
  const said = systemPackage === undefined ? [] : statements.filter(({ status }) => status === "affected");
  return said.length === 0 ? fix !== null : said.every(({ version }) => version !== null);
}
