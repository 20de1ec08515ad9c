import type { FileTree } from "../../host/index.ts";
import { readPathFiles } from "./path-additions.ts";
import { readEntries, type Site, type SiteBuilder } from "./site-entries.ts";

/** Reads a site directory and what its `.pth` files put on the module path, as data. */
export async function readSite(tree: FileTree, path: string, visited: Set<string>): Promise<Site> {
  const site: SiteBuilder = {
    tree,
    distributions: [],
    gaps: [],
    notes: [],
    visited,
    ownFolders: [],
    added: [],
  };
  const entries = await readEntries(site, path);
  const pathFiles = entries.filter(({ name, kind }) => kind === "file" && /\.pth$/i.test(name));
  await readPathFiles(
    site,
    path,
    pathFiles.map(({ name }) => name),
  );
  return site;
}
