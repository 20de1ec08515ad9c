import type { AuditRequest } from "../audit-request.ts";
import type { AuditRoot } from "../audit-root.ts";
import type { IndexOptions } from "./index-options.ts";
import type { Io } from "./io.ts";
import type { ResolveOptions } from "./resolve-options.ts";

interface Asked {
  readonly audited: readonly string[];
  readonly moment: Pick<AuditRequest, "now" | "ranAt">;
}

/** How what is not pinned is resolved; loaded where something has no version. */
export function resolvingOf(
  options: IndexOptions & ResolveOptions & { readonly offline?: true },
  asked: Asked,
  io: Io,
): Pick<AuditRequest, "resolving"> {
  if (options.resolve === false) return {};
  return {
    resolving: async () => {
      const { resolvingBy } = await import("./resolving.ts");
      return resolvingBy(options, asked, io);
    },
  };
}

/** Loaded where something fails. Who names an index for this very run has said that it may be asked, also where all is pinned. */
export async function planningOf(
  options: IndexOptions & ResolveOptions & { readonly offline?: true },
  asked: Asked,
  io: Io,
): Promise<Pick<AuditRequest, "planning">> {
  const { plan, resolve, indexUrl } = options;
  if (plan === false || (resolve === false && plan !== true)) return {};
  const open = async () => (await import("./resolving.ts")).planningBy(options, asked, io);
  // What cannot be asked is said before anything is audited.
  if (plan === true) await open();
  const isAsked = plan === true || resolve === true || indexUrl !== undefined;
  return { planning: { whose: isAsked ? "all" : "resolved", open } };
}

/** Where what is audited lies: nothing in there names an index. */
export function auditedPlaces(roots: readonly AuditRoot[], paths: readonly string[]): readonly string[] {
  return [...roots.flatMap(({ place }) => place ?? []), ...paths];
}
