import type { PackageName } from "../python/index.ts";
import { fetchPage, type IndexAccess } from "./fetch-page.ts";
import { fetchMetadata, type FoundMetadata } from "./fetch-metadata.ts";
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
  readonly hosts: readonly string[];
  project(name: PackageName): Promise<FoundProject>;
  /** What a file of one of its pages needs, without building or running anything. */
  metadata(file: IndexFile): Promise<FoundMetadata>;
}

/** Nobody but the indexes of `settings` is asked, and only when a project is. */
export function openIndexes(
  { indexes, order }: IndexSettings,
  access: Omit<IndexAccess, "hosts">,
): PackageIndexes {
  const hosts = new Set(indexes.map(({ url }) => url.hostname));
  const fetch = (index: PackageIndex, name: PackageName) => fetchPage(index, name, { ...access, hosts });
  return {
    hosts: [...new Set(indexes.map(({ url }) => url.host))],
    // A login goes to its own origin, wherever the page says that the files lie.
    metadata: (file) =>
      fetchMetadata(file, {
        ...access,
        hosts,
        loginFor: ({ origin }) => indexes.find(({ url }) => url.origin === origin)?.authorization ?? null,
      }),
    async project(name) {
      const pages: ProjectPage[] = [];
      const times: string[] = [];
      for (const index of indexes) {
        const one = await fetch(index, name);
        if (one.kind === "failed") return { kind: "failed", reason: `${index.url.host}: ${one.reason}` };
        if (one.kind === "not-found") continue;
        pages.push(one.page);
        if (one.since !== null) times.push(one.since);
        if (order === "first") break;
      }
      if (pages.length === 0) return { kind: "not-found" };
      return { kind: "found", pages, since: times.toSorted()[0] ?? null };
    },
  };
}
