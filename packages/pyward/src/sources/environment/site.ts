import { readPathFiles } from "./path-additions.ts";
import { readEntries, type Site, type SiteBuilder } from "./site-entries.ts";

/** Reads a site directory and what its `.pth` files put on the module path, as data. */
export async function readSite(
  around: Pick<SiteBuilder, "tree" | "isWholeSystem" | "visited">,
  path: string,
): Promise<Site> {
  const site: SiteBuilder = { ...around, distributions: [], gaps: [], notes: [], ownFolders: [] };
  const entries = await readEntries(site, path);
  const pathFiles = entries.filter(({ name, kind }) => kind === "file" && /\.pth$/i.test(name));
  await readPathFiles(
    site,
    path,
    pathFiles.map(({ name }) => name),
  );
  return site;
}
