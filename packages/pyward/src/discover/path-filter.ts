import type { Entry, FileTree } from "../host/index.ts";
import { baseName } from "../model/index.ts";
import { chainAbove, lengthen, NO_RULES, type ChainContext, type IgnoreChain } from "./ignore-chain.ts";
import { readPatterns, type Patterns } from "./patterns.ts";

/** Which of the paths below a folder are looked at. */
export interface DiscoverySettings {
  /** False: folders below the one that is named are not entered. */
  readonly recurse: boolean;
  /** Patterns of `.gitignore` over paths as people see them: left out. */
  readonly exclude: readonly string[];
  /** Likewise: taken, whatever `.gitignore` and the customs of the walk say. */
  readonly include: readonly string[];
  /** Environments are audited even where files say what the project asks for. */
  readonly environments: boolean;
  /** Everything there is tracked, as in a commit: `.gitignore` says nothing of it (gitignore(5)). */
  readonly tracked?: true;
}

/** Everything that the customs of the walk and `.gitignore` leave. */
export const USUAL_DISCOVERY: DiscoverySettings = {
  recurse: true,
  exclude: [],
  include: [],
  environments: false,
};

/** A path that was not looked at. */
export interface Skipped {
  readonly path: string;
  readonly isFolder: boolean;
  readonly why: "ignored" | "excluded" | "custom" | "hidden" | "not-recursed";
  /** The rule (`.gitignore:3`) or pattern that says so, where one does. */
  readonly by: string | null;
}

/** How a folder is walked. `included`: all of it was asked for; `looking`: only what an include names below. */
export type Mode = "usual" | "included" | "looking";

/** What holds in a folder that was entered. */
export interface Standing {
  readonly rules: IgnoreChain;
  readonly mode: Mode;
  /** Why the folder itself would have been passed over; only where `looking`. */
  readonly because: Skipped | null;
}

/** A folder on its way into the walk. */
export interface Entering {
  readonly path: string;
  /** Of the folder that holds it; null for the start. */
  readonly above: Standing | null;
  readonly mode: Mode;
  readonly because: Skipped | null;
}

export type Decision =
  | { readonly kind: "enter"; readonly mode: Mode; readonly because: Skipped | null }
  | { readonly kind: "skip"; readonly skipped: Skipped };

/** Folders that hold other people's files or caches, whatever the project. docs/discovery.md says them, too. */
const CUSTOMARY = new Set([
  "node_modules",
  "__pycache__",
  "site-packages",
  "dist-packages",
  "__pypackages__",
]);

/** Steps of comparing in one walk: about a second. A hundred rules over 10,000 folders take a fiftieth of it. */
const MAX_WORK = 100_000_000;

/** What decides over the paths of one walk. */
export interface PathFilter {
  readonly display: (path: string) => string;
  readonly exclude: Patterns;
  readonly include: Patterns;
  readonly context: ChainContext;
  readonly tracked: boolean;
}

/** `display` gives a path as people see it, which is what they write patterns for. */
export async function pathFilter(
  tree: FileTree,
  settings: DiscoverySettings,
  display: (path: string) => string,
): Promise<PathFilter> {
  const allowance = { left: MAX_WORK };
  return {
    display,
    exclude: await readPatterns(settings.exclude, display, allowance),
    include: await readPatterns(settings.include, display, allowance),
    context: { tree, allowance, unused: [] },
    tracked: settings.tracked === true,
  };
}

/** What holds in a folder, from what holds above it and its own `.gitignore`. */
export async function enterFolder(
  { path, above, mode, because }: Entering,
  entries: readonly Entry[],
  { context, tracked }: PathFilter,
): Promise<Standing> {
  if (mode === "included" || tracked) return { rules: NO_RULES, mode, because };
  const inherited = above === null ? await chainAbove(path, context) : above.rules;
  // A repository within another has rules of its own only.
  const isRepository = entries.some(({ name }) => name === ".git");
  const rules = isRepository ? NO_RULES : inherited;
  // git follows no link here.
  const hasOwn = entries.some(
    ({ name, isLink, kind }) => name === ".gitignore" && !isLink && kind === "file",
  );
  return { rules: hasOwn ? await lengthen(rules, path, context) : rules, mode, because };
}

/** Whether a folder is entered. Excluding wins over including, and that over rules and customs. */
export function decideFolder(path: string, above: Standing, filter: PathFilter): Decision {
  const excluded = filter.exclude.match(path, true);
  if (excluded !== null)
    return { kind: "skip", skipped: { path, isFolder: true, why: "excluded", by: excluded } };
  if (above.mode === "included" || filter.include.match(path, true) !== null)
    return { kind: "enter", mode: "included", because: null };
  const because = above.because ?? byCustom(path) ?? byRule({ path, isFolder: true }, above, filter);
  if (because === null) return { kind: "enter", mode: "usual", because };
  if (filter.include.leadsBelow(path)) return { kind: "enter", mode: "looking", because };
  return { kind: "skip", skipped: { ...because, path } };
}

/** Why a file is not looked at; null: it is. */
export function decideFile(path: string, above: Standing, filter: PathFilter): Skipped | null {
  const excluded = filter.exclude.match(path, false);
  if (excluded !== null) return { path, isFolder: false, why: "excluded", by: excluded };
  if (filter.include.match(path, false) !== null || above.mode === "included") return null;
  if (above.because !== null) return { ...above.because, path, isFolder: false };
  return byRule({ path, isFolder: false }, above, filter);
}

/** What could not be done as asked, for people. */
export function filterNotes({ display, exclude, include, context }: PathFilter): readonly string[] {
  const { unused, allowance } = context;
  return [
    ...unused.map((path) => `${display(path)} cannot be used, so nothing is left out because of it`),
    ...(allowance.left > 0
      ? []
      : ["comparing the patterns takes too long: nothing more is left out because of them"]),
    ...exclude.unused().map((text) => `--exclude ${text} fits nothing that was found`),
    ...include.unused().map((text) => `--include ${text} fits nothing that was found`),
  ];
}

/** Hidden folders are a tool's own, save the customary name of a virtual environment. */
function byCustom(path: string): Skipped | null {
  const name = baseName(path);
  if (CUSTOMARY.has(name)) return { path, isFolder: true, why: "custom", by: null };
  return name.startsWith(".") && name !== ".venv" ? { path, isFolder: true, why: "hidden", by: null } : null;
}

function byRule(
  { path, isFolder }: { readonly path: string; readonly isFolder: boolean },
  { rules }: Standing,
  { display }: PathFilter,
): Skipped | null {
  const rule = rules.ignoring(path, isFolder);
  return rule === null ? null : { path, isFolder, why: "ignored", by: `${display(rule.file)}:${rule.line}` };
}
