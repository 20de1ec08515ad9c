import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";

/** A plural folder of plugins, and what its registry calls them. */
export interface Shelf {
  readonly folder: "sources" | "reports" | "feeds";
  /** One of them, as `npm run new` and the docs say it. */
  readonly noun: string;
  /** The exported list. */
  readonly list: string;
  /** Module in `shared/` with the two types of a plugin. */
  readonly contract: { readonly file: string; readonly type: string; readonly meta: string };
}

export const SHELVES: readonly Shelf[] = [
  {
    folder: "sources",
    noun: "source",
    list: "SOURCES",
    contract: { file: "source", type: "Source", meta: "SourceMeta" },
  },
  {
    folder: "reports",
    noun: "report",
    list: "REPORTS",
    contract: { file: "reporter", type: "Reporter", meta: "ReporterMeta" },
  },
  {
    folder: "feeds",
    noun: "feed",
    list: "FEEDS",
    contract: { file: "feed", type: "Feed", meta: "FeedMeta" },
  },
];

/** Folder of a shelf below the root of the repository. */
export function shelfPath(root: string, shelf: Shelf): string {
  return join(root, "packages/pyward/src", shelf.folder);
}

/** What every plugin's folder has: the registry names both. */
const FILES = ["meta.ts", "index.ts"] as const;

/** Ids of the plugins on a shelf, sorted. Half-written folders are not among them. */
export async function pluginsOn(root: string, shelf: Shelf): Promise<string[]> {
  const folder = shelfPath(root, shelf);
  const ids = await foldersOn(root, shelf);
  return ids.filter((id) => FILES.every((file) => existsSync(join(folder, id, file))));
}

/** Files of a feed that is asked while an audit runs: an option chooses it, so that no registry has it. */
const ASKED_FILES = ["meta.ts", "ask.ts"] as const;

/** Ids of the feeds that are asked, sorted. */
export async function askedOn(root: string, shelf: Shelf): Promise<string[]> {
  const folder = shelfPath(root, shelf);
  const ids = await foldersOn(root, shelf);
  return ids.filter((id) => ASKED_FILES.every((file) => existsSync(join(folder, id, file))));
}

/** One line for each folder that is not yet a plugin: it is left out, so that it breaks nobody else's build. */
export async function halfWritten(root: string): Promise<string[]> {
  const lines: string[] = [];
  for (const shelf of SHELVES) {
    const asked = await askedOn(root, shelf);
    for (const id of await foldersOn(root, shelf)) {
      if (asked.includes(id)) continue;
      const missing = FILES.filter((file) => !existsSync(join(shelfPath(root, shelf), id, file)));
      if (missing.length > 0) lines.push(`${shelf.folder}/${id} has no ${missing.join(" and no ")}`);
    }
  }
  return lines;
}

async function foldersOn(root: string, shelf: Shelf): Promise<string[]> {
  const folder = shelfPath(root, shelf);
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map((entry) => entry.name)
    .toSorted();
}

/** The name under which a plugin's index.ts exports it: `uv-lock` → `uvLock`. */
export function exportName(id: string): string {
  return id.replaceAll(/-([a-z0-9])/gu, (_, letter: string) => letter.toUpperCase());
}
