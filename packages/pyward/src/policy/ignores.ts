import type { Problem } from "../model/index.ts";
import type { Ignore } from "./policy.ts";

/** What an ignore looks at. */
export type Named = Pick<Problem, "id" | "aliases">;

/** The first ignore that names the finding by its id or any alias, in any case; it covers the whole group. */
export function findIgnore(finding: Named, ignores: readonly Ignore[]): Ignore | null {
  if (ignores.length === 0) return null;
  const ids = foldedIds(finding);
  return ignores.find((ignore) => ids.has(foldId(ignore.id))) ?? null;
}

/** Ignores that name no finding at all; one whose finding another ignore covers first is used. */
export function unusedIgnores(findings: readonly Named[], ignores: readonly Ignore[]): readonly Ignore[] {
  if (ignores.length === 0) return [];
  const seen = new Set<string>();
  for (const finding of findings) for (const id of foldedIds(finding)) seen.add(id);
  return ignores.filter((ignore) => !seen.has(foldId(ignore.id)));
}

export function foldedIds(finding: Named): ReadonlySet<string> {
  return new Set([finding.id, ...finding.aliases].map(foldId));
}

/** ASCII only: an id with a letter that merely folds to an ASCII one (K, ſ) is another id. */
export function foldId(id: string): string {
  return id.trim().replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}
