import type { ReportFinding } from "../../model/index.ts";
import { webUrl, type JsonMembers } from "../shared/clean-json.ts";

/** The first is the one by which GitLab knows a finding again: the CVE, else the GHSA id, which stay when other records arrive. */
export function identifiersOf({ id, aliases, url }: ReportFinding): readonly JsonMembers[] {
  const ids = [id, ...aliases].map((one) => (one === "" ? "unnamed" : one));
  const first =
    ids.find((one) => one.startsWith("CVE-")) ?? ids.find((one) => one.startsWith("GHSA-")) ?? ids[0];
  const ordered = [...new Set([...(first === undefined ? [] : [first]), ...ids])];
  return ordered.map((one) => ({
    type: typeOf(one),
    name: one,
    value: one,
    url: one === id ? webUrl(url) : undefined,
  }));
}

/** `cve`, `ghsa`, `pysec` and so on. */
function typeOf(id: string): string {
  return /^(CVE|GHSA|PYSEC|MAL)-/.exec(id)?.[1]?.toLowerCase() ?? "pyward";
}
