import type { Verdict } from "../model/index.ts";
import type { Judged } from "./judged.ts";
import type { Policy } from "./policy.ts";

/**
 * The verdict where live records disagree about the version and the policy has a word on that; null: it is judged as any other.
 * It asks the records: that the authority of a CVE calls the flaw disputed is no disagreement about versions.
 */
export function judgeDisagreement(
  { records = [] }: Judged,
  what: NonNullable<Policy["onDisagreement"]>,
): Verdict | null {
  if (what === "fail") return null;
  const affecting = records.filter(({ affected }) => affected);
  // Only what can speak of the package has `affects`, and only where the records disagree.
  const denying = records.filter(({ affected, affects }) => !affected && affects !== undefined);
  if (affecting.length === 0 || denying.length === 0) return null;
  const reason = `the records disagree: ${saying(affecting)}; not affected by ${saying(denying)}`;
  return { status: what === "warn" ? "review" : "below-threshold", rule: "disagreement", reason };
}

function saying(records: NonNullable<Judged["records"]>): string {
  return records.map(({ id, affects }) => (affects === undefined ? id : `${id} (${affects})`)).join(", ");
}
