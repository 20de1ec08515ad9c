import type { VersionChange } from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";

/** A change as short as a test wants it: `demo` from 1.0 to 2.0, unless it is told otherwise. */
export type GivenChange = Partial<Omit<VersionChange, "name">> & { readonly name?: string };

export function exampleChange({ name = "demo", ...rest }: GivenChange): VersionChange {
  return { from: "1.0", to: "2.0", release: null, ...rest, name: normalizeName(name) };
}
