import { gunzipSync } from "node:zlib";
import type { FileTree } from "../../../host/index.ts";
import type { DpkgPackage } from "./dpkg-status.ts";
import { fixesOf } from "./fixes.ts";

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

/** The CVEs that a changelog of Debian says to have fixed. */
export function fixesIn(text: string): readonly string[] {
  return fixesOf(itemsOf(text));
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
