import type { AuditRequest, Planning } from "../audit-request.ts";
import { PywardError } from "../model/index.ts";
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
  return { indexes, mode: options.resolution ?? "highest", excludeNewer: newestFor(options, moment) };
}

/** RFC 3339; null: all counts. */
function newestFor({ excludeNewer }: ResolveOptions, moment: Asked["moment"]): string | null {
  const past = moment.ranAt === undefined ? null : moment.now.toISOString();
  const bounds = [past, excludeNewer ?? null].filter((one) => one !== null);
  return bounds.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** All the time that the plans of one audit may take, in milliseconds. */
const PLANNING = 20_000;

/** How the fixes of an audit are planned; null: no index is named. Throws PywardError `usage` and `bad-configuration`. */
export function planningBy(
  options: IndexOptions & ResolveOptions & { readonly offline?: true },
  { audited, moment }: Asked,
  io: Io,
): Planning | null {
  const indexes = namedIndexes(options, audited, io, PLANNING);
  if (indexes === null && options.plan === true)
    throw new PywardError(
      "usage",
      "--plan was asked for, and your settings of pip and uv name no package index",
      {
        hint: "Name one by --index-url, or take the default one by --resolve.",
      },
    );
  let began: number | null = null;
  const elapsed = (): number => performance.now() - (began ??= performance.now());
  return indexes === null
    ? null
    : { indexes, excludeNewer: newestFor(options, moment), isOver: () => elapsed() > PLANNING };
}

const UNNAMED =
  "what is not pinned was not resolved: your settings of pip and uv name no package index (--resolve asks the default one, --index-url another)";
