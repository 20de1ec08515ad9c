import type { Command } from "commander";
import type { ReadProject } from "../read-projects.ts";
import { foldersBelow, hasAny, searchFor, type Named } from "./config-search.ts";
import type { Configured } from "./configured.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import type { Typed } from "./typed.ts";

/**
 * The options with what configuration says. Looks only whether there is any: what reads it is loaded where there is.
 * Throws PywardError `bad-configuration`.
 */
export async function configure<T extends AuditOptions>(
  { typed, options, named }: { readonly typed: Typed; readonly options: T; readonly named: Named },
  io: Io,
): Promise<Configured<T>> {
  const revision = options.configRev === undefined ? null : await treesOf(options.configRev);
  const search = searchFor({ config: options.config, command: typed, named, revision }, io);
  const isAsked =
    options.showConfig === true || revision !== null || search.given !== null || search.user !== null;
  const [cache, wholeFiles] = [new Map(), new Map<string, string>()];
  if (isAsked || (await hasAny(search.folders))) {
    const { applyConfiguration } = await import("./apply-configuration.ts");
    const command = await typed.whole();
    return applyConfiguration({ command, options, search, cache, wholeFiles }, io);
  }
  if (options.config === false) return { options };
  const policyFor = async (project: ReadProject) => {
    const below = foldersBelow(search, project);
    if (!(await hasAny(below))) return null;
    const { policyOfProject } = await import("./apply-configuration.ts");
    const command = await typed.whole();
    return policyOfProject({ command, options, search, cache, wholeFiles }, below, io);
  };
  return { options, policyFor, wholeFiles };
}

/**
 * The options of a command that judges nothing, with what configuration says of how to read: what is left out, scopes, targets.
 * Throws PywardError `bad-configuration`.
 */
export async function configureReading<T extends Pick<AuditOptions, "config">>(
  { command, options, named }: { readonly command: Command; readonly options: T; readonly named: Named },
  io: Io,
): Promise<T & { readonly internal?: readonly string[] }> {
  const search = searchFor({ config: options.config, command, named, revision: null }, io);
  if (search.given === null && search.user === null && !(await hasAny(search.folders))) return options;
  const { applyReading } = await import("./apply-configuration.ts");
  return applyReading({ command, options, search }, io);
}

async function treesOf(rev: string) {
  const { revisionTrees } = await import("./config-revision.ts");
  return revisionTrees(rev);
}
