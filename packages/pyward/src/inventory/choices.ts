import type { Scope } from "../model/index.ts";
import type { ReadSource } from "./merge-sources.ts";

/** The extras and groups that can be asked for: what files declare, and what their entries belong to. */
export function choicesOf(
  projects: readonly { readonly sources: readonly ReadSource[] }[],
): ReadonlySet<Scope> {
  return new Set(
    projects.flatMap(({ sources }) =>
      sources.flatMap(({ inventory }) => [
        ...inventory.choices,
        ...inventory.dependencies.flatMap(({ scopes }) => scopes),
      ]),
    ),
  );
}
