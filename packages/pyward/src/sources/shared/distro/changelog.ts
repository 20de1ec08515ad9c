import { gunzipSync } from "node:zlib";
import type { FileTree } from "../../../host/index.ts";
import type { DpkgPackage } from "./dpkg-status.ts";

const PACKED_LIMIT = 4 * 1024 * 1024;
const TEXT_LIMIT = 16 * 1024 * 1024;

/** The CVEs that a package of Debian or Ubuntu says to have fixed, sorted; none where its changelog is of another version. */
export async function changelogFixes(
  tree: FileTree,
  { name, sourceVersion }: DpkgPackage,
): Promise<readonly string[]> {
  for (const file of ["changelog.Debian.gz", "changelog.gz"]) {
    const read = await tree.read(`usr/share/doc/${name}/${file}`, PACKED_LIMIT);
    const text = read.kind === "file" ? unpacked(read.bytes) : null;
    if (text !== null && versionOf(text) === sourceVersion) return fixesIn(text);
  }
  return [];
}

function unpacked(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder().decode(gunzipSync(bytes, { maxOutputLength: TEXT_LIMIT }));
  } catch {
    return null; // damaged, or larger than any changelog: no evidence
  }
}

/** Of its newest entry (deb-changelog(5)): `python-cryptography (38.0.4-3) unstable; urgency=medium`. */
function versionOf(text: string): string | null {
  return /^[a-z0-9][a-z0-9+.-]* \(([^()\s]+)\) /.exec(text)?.[1] ?? null;
}

/** What applies a change: `CVE-2023-49083: NULL dereference …` of a security upload needs no such word. */
const FIXES =
  /\b(?:fix(?:e[sd])?|security|patch(?:e[sd])?|backport\w*|address(?:e[sd])?|resolve[sd]?|mitigate[sd]?|prevent(?:s|ed)?|cherry-pick\w*)\b/i;
const OPENS_WITH_CVE = /^(?:\[?security\]?:? )?CVE-\d{4}-\d{4,}\b/i;
/** What can say that it is not fixed, not yet, not wholly or no more. One such item about a CVE outweighs all others. */
const DOUBTS =
  /\b(?:not|n't|never|cannot)\s+(?:\w+\s+){0,2}(?:affect\w*|vulnerable|fix\w*|applicable|appl\w+|need\w*|exploitable|includ\w*|present|address\w*)|\b(?:unaffected|unfixed|postpone\w*|ignor\w+|revert\w*|drop(?:s|ped)?|remov\w+|disabl\w+|incomplete|partial\w*|no-dsa|todo|wontfix|won't|pending|later|regression|still|false|disputed?|rejected|only affects?)\b|\bn't affect/i;

/** The CVEs of the items that apply a fix, of which no item says otherwise. */
export function fixesIn(text: string): readonly string[] {
  const fixed = new Set<string>();
  const doubtful = new Set<string>();
  for (const item of itemsOf(text)) {
    const cves = (item.match(/\bCVE-\d{4}-\d{4,}\b/gi) ?? []).map((cve) => cve.toUpperCase());
    if (cves.length === 0) continue;
    if (DOUBTS.test(item)) cves.forEach((cve) => doubtful.add(cve));
    else if (FIXES.test(item) || OPENS_WITH_CVE.test(item)) cves.forEach((cve) => fixed.add(cve));
  }
  return [...fixed].filter((cve) => !doubtful.has(cve)).toSorted();
}

/** Each `  * …` with its continuations on one line. */
function itemsOf(text: string): readonly string[] {
  const items: string[] = [];
  let open: string[] | null = null;
  const close = (): void => {
    if (open !== null) items.push(open.join(" "));
    open = null;
  };
  for (const line of text.split("\n")) {
    const item = /^ {1,4}\* *(.*)$/.exec(line)?.[1];
    if (item !== undefined) {
      close();
      open = [item];
    } else if (/^ {2,}\S/.test(line)) open?.push(line.trim());
    else close();
  }
  close();
  return items;
}
