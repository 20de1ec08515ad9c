import type { AdvisoryDetails } from "../../model/index.ts";
import type { OsvAffected, OsvRecord } from "./osv-record.ts";

const MAX_URL = 2_000;
const MAX_LINKS = 1_000;
const COMMIT = /^[0-9a-f]{7,64}$/i;

/** A link that may be shown: http or https, without userinfo, as WHATWG URL writes it; null for anything else. */
function cleanUrl(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > MAX_URL || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  url.username = "";
  url.password = "";
  return url.href;
}

/** Links in the order of the record, each once. */
export function cleanReferences(references: OsvRecord["references"]): AdvisoryDetails["references"] {
  const seen = new Map<string, AdvisoryDetails["references"][number]>();
  for (const { type, url } of references.slice(0, MAX_LINKS)) {
    const clean = cleanUrl(url);
    if (clean !== null) seen.set(`${type} ${clean}`, { type: type.toUpperCase().slice(0, 20), url: clean });
  }
  return [...seen.values()];
}

/** Commits that GIT ranges name as `fixed`, each once. */
export function fixCommits(affected: readonly OsvAffected[]): AdvisoryDetails["fixCommits"] {
  const seen = new Map<string, AdvisoryDetails["fixCommits"][number]>();
  for (const range of affected.flatMap((entry) => entry.ranges)) {
    const repository = range.type === "GIT" && range.repo !== null ? cleanUrl(range.repo) : null;
    if (repository === null) continue;
    for (const { kind, version } of range.events)
      if (kind === "fixed" && COMMIT.test(version) && seen.size < MAX_LINKS)
        seen.set(`${repository} ${version}`, { repository, commit: version });
  }
  return [...seen.values()];
}
