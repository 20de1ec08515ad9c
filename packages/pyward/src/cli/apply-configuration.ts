import { basename, dirname, join, relative } from "node:path";
import { realpathSync } from "node:fs";
import type { Command } from "commander";
import { nodeTree, realPath } from "../host/node/index.ts";
import {
  loadConfiguration,
  loosenings,
  rulesOf,
  type ConfigCache,
  type ConfigLocation,
  type KeyName,
  type MergedConfig,
} from "../load-configuration.ts";
import { joinPath, PywardError } from "../model/index.ts";
import type { ProjectPolicy } from "../policy/index.ts";
import type { ReadProject } from "../read-projects.ts";
import { momentOf } from "./as-of.ts";
import { completeOptions } from "./complete-options.ts";
import { foldersBelow, hasAny, mayConfigure, type ConfigFolder, type ConfigSearch } from "./config-search.ts";
import type { Configured } from "./configured.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import { targetsOf } from "./targets-of.ts";
import { policyOf } from "./policy-of.ts";
import { isInside, posix, shownPath } from "./shown-path.ts";
import { showConfiguration } from "./show-configuration.ts";

/** What a configuration is applied to, and what was read of it so far. */
export interface Applying<T extends AuditOptions = AuditOptions> {
  readonly command: Command;
  /** As they were typed. */
  readonly options: T;
  readonly search: ConfigSearch;
  readonly cache: ConfigCache;
  /** Files all of whose reach is audited, filled as they are read. */
  readonly wholeFiles: Map<string, string>;
}

/** The options of the run, and what is said of each project. Throws PywardError `bad-configuration`. */
export async function applyConfiguration<T extends AuditOptions>(
  applying: Applying<T>,
  io: Io,
): Promise<Configured<T>> {
  const { command, search, wholeFiles, options: initial } = applying;
  const merged = await load(applying, [], io);
  const loosened = await loosenedBy(merged, applying, [], io);
  const brought = merged.advisories.map((one) => ({ ...one, onlyAdds: true as const }));
  const options = { ...completeOptions(command, initial, merged), brought };
  const rules = rulesFor(command, options, merged, io);
  const policyFiles = filesOf(merged);
  // `diff` takes the policy of its base: where there is none, there is nothing to say.
  const isSaid =
    command.getOptionValueSource("configRev") === "cli" || policyFiles.length > 0 || loosened.length > 0;
  return {
    options,
    ...(rules === undefined ? {} : { rules }),
    policyFiles,
    policyNotes: [...(isSaid ? (search.revision?.notes ?? []) : []), ...loosened],
    wholeFiles,
    internal: textsOf(merged.internal),
    policyFor: async (project: ReadProject) => {
      const below = foldersBelow(search, project);
      return below.length === 0 || search.given !== null ? null : policyOfProject(applying, below, io);
    },
    ...(options.showConfig === true ? { shown: showConfiguration(command, options, merged) } : {}),
  };
}

/** The options alone, for who judges nothing. */
export async function applyReading<T extends object>(
  { command, options, search }: Pick<Applying, "command" | "search"> & { readonly options: T },
  io: Io,
): Promise<T & { readonly internal?: readonly string[] }> {
  const merged = await load({ search, cache: new Map(), wholeFiles: new Map() }, [], io);
  return { ...completeOptions(command, options, merged), internal: textsOf(merged.internal) };
}

/** What the folders between the run's and a project's say for it, on top of what holds for the run. */
export async function policyOfProject(
  applying: Applying,
  below: readonly ConfigFolder[],
  io: Io,
): Promise<ProjectPolicy | null> {
  if (applying.search.revision === null && !(await hasAny(below))) return null;
  const merged = await load(applying, below, io);
  const loosened = await loosenedBy(merged, applying, below, io);
  const { command } = applying;
  const options = completeOptions(command, applying.options, merged);
  return {
    policy: policyOf(options, rulesFor(command, options, merged, io)),
    allowGaps: options.allowGaps ?? [],
    files: filesOf(merged),
    internal: textsOf(merged.internal),
    notes: [...merged.notes, ...loosened],
  };
}

/** What holds for the run and, with the files below, for a project. */
export async function load(
  applying: Pick<Applying, "search" | "cache" | "wholeFiles">,
  below: readonly ConfigFolder[],
  io: Io,
): Promise<MergedConfig> {
  const { search, cache } = applying;
  const above = [...trustedFiles(search, io), ...(await locationsIn(search.folders, applying, io))];
  const others = await locationsIn(below, applying, io);
  return loadConfiguration({ locations: [...above, ...others], ofRun: above.length }, nodeTree, cache);
}

/** The texts of one key of the user's own file. Throws PywardError `bad-configuration`. */
export async function userTexts(key: KeyName, user: string, io: Io): Promise<readonly string[]> {
  const search = { folders: [], given: null, user, audited: [], revision: null };
  const { settings } = await load({ search, cache: new Map(), wholeFiles: new Map() }, [], io);
  const value = settings.get(key)?.value;
  return value?.kind === "list" ? value.items.map(({ text }) => text) : [];
}

/** With `--config-rev`: what the files as they lie here would let through besides. */
async function loosenedBy(
  before: MergedConfig,
  applying: Applying,
  below: readonly ConfigFolder[],
  io: Io,
): Promise<readonly string[]> {
  const { search } = applying;
  if (search.revision === null) return [];
  const here = (folder: ConfigFolder): ConfigFolder => ({ ...folder, tree: nodeTree(folder.top) });
  const folders = search.folders.map(here);
  const asIs = { ...applying, search: { ...search, folders }, cache: new Map() };
  return loosenings(before, await load(asIs, below.map(here), io));
}

/** `--config FILE`, else the user's own. Throws PywardError `missing-path` where the one that is named is not there. */
function trustedFiles({ given, user }: ConfigSearch, io: Io): readonly ConfigLocation[] {
  const file = given ?? user;
  if (file === null) return [];
  const real = realPath(file);
  if (real === null) throw new PywardError("missing-path", `there is no configuration at ${shown(file, io)}`);
  const name = basename(real);
  const form = name === "pyproject.toml" ? "pyproject" : "pyward";
  const root = dirname(real);
  return [
    { tree: nodeTree(root), file: name, path: shown(file, io), form, isTrusted: true, folder: "", root },
  ];
}

/** As people see it: no place of a machine where the user's home or the working directory says it. */
function shown(file: string, io: Io): string {
  const { HOME: home, XDG_CONFIG_HOME: config } = io.environment;
  if (isInside(file, io.cwd)) return posix(relative(io.cwd, file));
  if (config && isInside(file, config)) return `$XDG_CONFIG_HOME/${posix(relative(config, file))}`;
  return home && isInside(file, home) ? `~/${posix(relative(home, file))}` : posix(relative(io.cwd, file));
}

/** The files of folders, at most one a folder. */
async function locationsIn(
  folders: readonly ConfigFolder[],
  { search, wholeFiles }: Pick<Applying, "search" | "wholeFiles">,
  io: Io,
): Promise<readonly ConfigLocation[]> {
  const cwd = realpathSync(io.cwd);
  const locations: ConfigLocation[] = [];
  for (const { top, tree, folder } of folders) {
    const at = (name: string): string => joinPath(folder, name);
    const own = (await mayConfigure(tree, at("pyward.toml"))) ? at("pyward.toml") : null;
    const shared = (await mayConfigure(tree, at("pyproject.toml"))) ? at("pyproject.toml") : null;
    const absolute = join(top, folder);
    for (const file of [own, shared]) {
      if (file === null) continue;
      const whole = join(top, file);
      // Above the working directory it is told from there: two files never look like one.
      const path = isInside(cwd, top) ? posix(relative(cwd, whole)) : shownPath(whole, cwd, top);
      const form = file === shared ? "pyproject" : "pyward";
      locations.push({ tree, file, path, form, isTrusted: false, folder, root: null });
      if (search.audited.some((one) => isInside(absolute, one))) wholeFiles.set(path, whole);
    }
  }
  return locations;
}

function textsOf(placed: MergedConfig["internal"]): readonly string[] {
  return [...new Set(placed.map(({ text }) => text))];
}

function filesOf({ files }: MergedConfig): ProjectPolicy["files"] {
  return files.map(({ path, sha256 }) => ({ path, sha256 }));
}

/** A bar that is typed is the whole answer: those of scopes and paths stand back. */
function rulesFor(command: Command, options: AuditOptions, merged: MergedConfig, io: Io) {
  const withBars = command.getOptionValueSource("failOn") !== "cli";
  const now = options.asOf === undefined ? io.now() : momentOf(options.asOf, io.now());
  return rulesOf(merged, { now, targets: targetsOf(options), withBars });
}
