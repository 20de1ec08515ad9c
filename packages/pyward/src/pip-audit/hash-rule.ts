import type { Inventory } from "../model/index.ts";

/**
 * With hashes, everything that is installed has one (pip, "Secure installs", "Hash-checking mode"): a sentence about the first that has none; null: all
 * do.
 */
export function hashRule(inventories: readonly Inventory[]): string | null {
  const hashed = new Set(
    inventories.flatMap(({ dependencies }) =>
      dependencies.filter(({ hashes }) => hashes.length > 0).map(({ name }) => name),
    ),
  );
  for (const { name, version } of inventories.flatMap(({ dependencies }) => dependencies)) {
    if (!hashed.has(name))
      return `requirement ${name}${version === null ? "" : `==${version}`} does not contain a hash`;
  }
  return null;
}
