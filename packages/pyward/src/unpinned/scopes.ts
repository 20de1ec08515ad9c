import { awaitsVersion } from "../inventory/awaits-version.ts";
import type { ReadSource } from "../inventory/merge-sources.ts";
import type { Inventory, Scope } from "../model/index.ts";

/** More have no answer of their own. */
const MOST = 50;

/** What a file asks for besides `main`, and something of it waits for a version. */
export function otherScopes({ inventory }: ReadSource): readonly Scope[] {
  const scopes = inventory.dependencies.filter(awaitsVersion).flatMap((one) => one.scopes);
  return [...new Set(scopes)].filter((scope) => scope !== "main" && scope !== "build").slice(0, MOST);
}

/** The file as if it asked for one scope alone. */
export function only(source: ReadSource, scope: Scope): ReadSource {
  const { inventory } = source;
  const dependencies = inventory.dependencies.filter(({ scopes }) => scopes.includes(scope));
  return { ...source, inventory: { ...inventory, dependencies, edges: [], gaps: [] } };
}

/** A file with what was found for a part of it in place of that part. */
export function withPart(whole: Inventory, part: Inventory, found: Inventory): Inventory {
  const replaced = new Set(part.dependencies.map(({ key }) => key));
  const others = whole.dependencies.filter(({ key }) => !replaced.has(key));
  const dependencies = [...others, ...found.dependencies];
  const keys = new Set(dependencies.map(({ key }) => key));
  const edges = [...whole.edges, ...found.edges].filter(({ from, to }) => keys.has(from) && keys.has(to));
  return { ...whole, dependencies, edges, gaps: [...whole.gaps, ...found.gaps] };
}
