import type { Report } from "../../../model/index.ts";
import { stableUuid } from "../stable-uuid.ts";

/**
 * What the ids of a document begin with. SPDX asks for an address that no other document has, at the creator's own site or else at this one,
 * where nothing has to lie; the same report gives the same one.
 */
export function namespaceOf(report: Report): string {
  return `https://spdx.org/spdxdocs/pyward-${stableUuid(JSON.stringify(report))}`;
}

/** Letters, digits, `.` and `-` only, and never the same for two ids. */
export function localId(kind: string, id: string): string {
  const shown = id.replaceAll(/[^A-Za-z0-9.]+/g, "-").slice(0, 60);
  return `${kind}-${shown}-${stableUuid(id).replaceAll("-", "").slice(0, 16)}`;
}
