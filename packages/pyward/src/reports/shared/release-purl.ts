import type { ReportDependency } from "../../model/index.ts";
import { formatPurl, parsePurl } from "../../python/index.ts";

/**
 * The package URL with where the release comes from, where that is not the index (ECMA-427, "Known qualifiers"). The URLs of a report
 * hold no credentials. Of a path nothing is said: it means something on one machine only.
 */
export function releasePurl({ purl, source }: Pick<ReportDependency, "purl" | "source">): string | null {
  const parsed = parsePurl(purl);
  if (!parsed.ok || purl.length > MAX_LENGTH) return null;
  return formatPurl({ ...parsed.value, qualifiers: qualifiersOf(source) });
}

const MAX_LENGTH = 2_000;

function qualifiersOf({ type, url }: ReportDependency["source"]): Readonly<Record<string, string>> {
  if (url === null || !/^(?:https?|ssh|git):\/\//i.test(url) || url.length > MAX_LENGTH) return {};
  if (type === "git") return { vcs_url: repository(url) };
  return type === "url" ? { download_url: url } : {};
}

/** SPDX, "Package download location": the commit stands after an @. */
export function repository(url: string): string {
  return `git+${url.replace(/#(?=[0-9a-f]{40}(?:[0-9a-f]{24})?$)/, "@")}`;
}
