import type { FileTree } from "../../host/index.ts";
import type { IsWanted } from "./parse-records.ts";

/** Where a repository of advisories keeps its records. */
interface Layout {
  readonly path: string;
  readonly isWanted: IsWanted;
}

/**
 * The folder of a directory that holds records, where it is a clone of a database that is known by its layout: PyPA's has
 * `vulns/PACKAGE/PYSEC-….yaml`, GitHub's `advisories/github-reviewed/YYYY/MM/GHSA-…/GHSA-….json`. Null: it is any other directory.
 */
export async function layoutOf(tree: FileTree, path: string): Promise<Layout | null> {
  const inside = (name: string): string => (path === "" ? name : `${path}/${name}`);
  const isFolder = async (name: string): Promise<boolean> => {
    const found = await tree.stat(inside(name));
    return found.kind === "found" && found.entry === "directory";
  };
  if (await isFolder(REVIEWED)) return { path: inside(REVIEWED), isWanted: namesPyPI };
  return (await isFolder("vulns")) ? { path: inside("vulns"), isWanted: () => true } : null;
}

const REVIEWED = "advisories/github-reviewed";

/** What is asked of the text of a member of an archive, by its path there; null: it holds nothing for PyPI, whatever it says. */
export function wantedInArchive(path: string): IsWanted | null {
  if (/(?:^|\/)advisories\/unreviewed\//.test(path)) return null;
  return /(?:^|\/)advisories\/github-reviewed\//.test(path) ? namesPyPI : () => true;
}

/** GitHub's holds all ecosystems, and nine of ten records are of others: reading the text is far less work than parsing it. */
function namesPyPI(text: string): boolean {
  return /"ecosystem"\s*:\s*"pypi/i.test(text);
}
