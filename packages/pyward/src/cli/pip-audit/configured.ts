import type { ServiceWish } from "../../consult-like-pip-audit.ts";
import { hasAny, searchFor } from "../config-search.ts";
import type { Io } from "../io.ts";

/** What the configurations say that lie where an audit of the same would look: what one of them calls internal is told to nobody. */
export async function configured(
  named: readonly string[],
  io: Io,
): Promise<Pick<ServiceWish, "internal" | "indexes">> {
  const internal: string[] = [];
  const indexes: ServiceWish["indexes"][number][] = [];
  const cache = new Map();
  for (const path of new Set([".", ...named])) {
    const search = searchFor(
      { config: undefined, command: null, named: { paths: [path], root: null }, revision: null },
      io,
    );
    if (search.user === null && !(await hasAny(search.folders))) continue;
    const { load } = await import("../apply-configuration.ts");
    const merged = await load({ search, cache, wholeFiles: new Map() }, [], io);
    internal.push(...merged.internal.map(({ text }) => text));
    indexes.push(...merged.indexes);
  }
  return { internal: [...new Set(internal)], indexes };
}
