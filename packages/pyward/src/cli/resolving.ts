import type { AuditRequest } from "../audit-request.ts";
import type { Resolving } from "../resolve-projects.ts";
import type { IndexOptions } from "./index-options.ts";
import type { Io } from "./io.ts";
import { namedIndexes } from "./package-indexes.ts";
import type { ResolveOptions } from "./resolve-options.ts";

/** What is resolved, and when: nothing that was uploaded since a past `moment` exists. */
interface Asked {
  readonly audited: readonly string[];
  readonly moment: Pick<AuditRequest, "now" | "ranAt">;
}

/** How what is not pinned is resolved: by the indexes that the user names. Throws PywardError `usage` and `bad-configuration`. */
export function resolvingBy(
  options: IndexOptions & ResolveOptions & { readonly offline?: true },
  { audited, moment }: Asked,
  io: Io,
): Resolving | { readonly unnamed: string } {
  const indexes = namedIndexes(options, audited, io);
  if (indexes === null) return { unnamed: UNNAMED };
  const past = moment.ranAt === undefined ? null : moment.now.toISOString();
  const bounds = [past, options.excludeNewer ?? null].filter((one) => one !== null);
  return {
    indexes,
    mode: options.resolution ?? "highest",
    excludeNewer: bounds.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null,
  };
}

const UNNAMED =
  "what is not pinned was not resolved: your settings of pip and uv name no package index (--resolve asks the default one, --index-url another)";
