import { takeTurns } from "../host/take-turns.ts";
import type { PackageName } from "../python/index.ts";
import { fetchMetadata, type FoundMetadata } from "./fetch-metadata.ts";
import { fetchPage, type IndexAccess } from "./fetch-page.ts";
import type { IndexFile, ProjectPage } from "./page/project-page.ts";
import type { IndexSettings, PackageIndex } from "./settings.ts";

export type FoundProject =
  /** The pages of the indexes that have it, in the order of the settings. `since`: from when the oldest kept answer is; null: all are new. */
  | { readonly kind: "found"; readonly pages: readonly ProjectPage[]; readonly since: string | null }
  | { readonly kind: "not-found" }
  /** An index did not answer, so that nobody knows. */
  | { readonly kind: "failed"; readonly reason: string };

/** The package indexes of the user. */
export interface PackageIndexes {
  /** Hosts with their ports. */
  readonly hosts: readonly string[];
  /** What was left out of the user's settings, for the report; absent: nothing. */
  readonly notes?: readonly string[];
  /** Who is asked about what a file says comes from `source`, or from no index in particular (null); null: nobody. */
  place(source: string | null): IndexPlace | null;
  project(name: PackageName, place: IndexPlace): Promise<FoundProject>;
  /** What a file of one of its pages needs, without building or running anything. */
  metadata(file: IndexFile): Promise<FoundMetadata>;
}

/** `usual`: those that are asked about everything, by their order; else the address of one index, which alone is asked. */
export type IndexPlace = string;

export const USUAL: IndexPlace = "usual";

/** What is asked at once: more waits, and is not held against the one who is asked. */
const AT_ONCE = 24;

/** Nobody but the indexes of `settings` is asked, and only when a project is. `usual`: the default index, which a mirror may stand for. */
export function openIndexes(
  { indexes, order }: IndexSettings,
  access: Omit<IndexAccess, "hosts">,
  usual: string | null,
): PackageIndexes {
  const hosts = new Set(indexes.map(({ url }) => url.hostname));
  const general = indexes.filter(({ isExplicit }) => !isExplicit);
  const turn = takeTurns(AT_ONCE);
  const usualOrigin = usual === null ? null : new URL(usual).origin;
  return {
    hosts: [...new Set(indexes.map(({ url }) => url.host))],
    place(source) {
      const url = source === null ? null : parsed(source);
      const one = url === null ? undefined : indexes.find((index) => isAt(index, url));
      if (one !== undefined) return one.url.href;
      const isUsual = source === null || (url !== null && url.origin === usualOrigin);
      return isUsual && general.length > 0 ? USUAL : null;
    },
    // A login goes to its own origin, wherever the page says that the files lie.
    metadata: (file) =>
      turn(() =>
        fetchMetadata(file, {
          ...access,
          hosts,
          loginFor: ({ origin }) => indexes.find(({ url }) => url.origin === origin)?.authorization ?? null,
        }),
      ),
    project: (name, place) => {
      const asked = place === USUAL ? general : indexes.filter(({ url }) => url.href === place);
      return turn(() => askInOrder(asked, order, (index) => fetchPage(index, name, { ...access, hosts })));
    },
  };
}

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** The same address, whatever its login and whether or not it ends with a slash: what a file adds to it is not sent. */
function isAt({ url }: PackageIndex, { origin, pathname, search }: URL): boolean {
  const path = pathname.endsWith("/") ? pathname : `${pathname}/`;
  return url.origin === origin && url.pathname === path && url.search === search;
}

async function askInOrder(
  indexes: readonly PackageIndex[],
  order: IndexSettings["order"],
  fetch: (index: PackageIndex) => ReturnType<typeof fetchPage>,
): Promise<FoundProject> {
  const pages: ProjectPage[] = [];
  const times: string[] = [];
  for (const index of indexes) {
    const one = await fetch(index);
    if (one.kind === "failed") return { kind: "failed", reason: `${index.url.host}: ${one.reason}` };
    if (one.kind === "not-found") continue;
    pages.push(one.page);
    if (one.since !== null) times.push(one.since);
    if (order === "first") break;
  }
  if (pages.length === 0) return { kind: "not-found" };
  return { kind: "found", pages, since: times.toSorted()[0] ?? null };
}
