/** The CVEs of the items of a changelog that apply a fix, of which no item says otherwise; sorted. */
export function fixesOf(items: readonly string[]): readonly string[] {
  const fixed = new Set<string>();
  const doubtful = new Set<string>();
  for (const item of items) {
    const cves = (item.match(/\bCVE-\d{4}-\d{4,}\b/gi) ?? []).map((cve) => cve.toUpperCase());
    if (cves.length === 0) continue;
    if (DOUBTS.test(item)) cves.forEach((cve) => doubtful.add(cve));
    else if (FIXES.test(item) || OPENS_WITH_CVE.test(item)) cves.forEach((cve) => fixed.add(cve));
  }
  return [...fixed].filter((cve) => !doubtful.has(cve)).toSorted();
}

/** What applies a change: `CVE-2023-49083: NULL dereference …` of a security upload needs no such word. */
const FIXES =
  /\b(?:fix(?:e[sd])?|security|patch(?:e[sd])?|backport\w*|address(?:e[sd])?|resolve[sd]?|mitigate[sd]?|prevent(?:s|ed)?|cherry-pick\w*)\b/i;
const OPENS_WITH_CVE = /^(?:\[?security\]?:? )?CVE-\d{4}-\d{4,}\b/i;
/** What can say that it is not fixed, not yet, not wholly or no more. One such item about a CVE outweighs all others. */
const DOUBTS =
  /\b(?:not|n't|never|cannot)\s+(?:\w+\s+){0,2}(?:affect\w*|vulnerable|fix\w*|applicable|appl\w+|need\w*|exploitable|includ\w*|present|address\w*)|\b(?:unaffected|unfixed|postpone\w*|ignor\w+|revert\w*|drop(?:s|ped)?|remov\w+|disabl\w+|incomplete|partial\w*|no-dsa|todo|wontfix|won't|pending|later|regression|still|false|disputed?|rejected|only affects?)\b|\bn't affect/i;
