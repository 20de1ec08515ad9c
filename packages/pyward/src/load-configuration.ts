import { mergeConfigs, problemText, type MergedConfig } from "./config/merge.ts";
import { readConfig, type ConfigLocation, type LayeredFile, type OpenFolder } from "./config/read-config.ts";
import type { ConfigText } from "./config/parse-config.ts";
import type { ConfigProblem } from "./config/config-file.ts";
import type { KeyName } from "./config/keys.ts";
import { applies, parsePattern } from "./discover/ignore-rules.ts";
import { folderOf, PywardError, type ConfigPlace, type ReportTarget } from "./model/index.ts";
import type { PathMatcher } from "./policy/bars.ts";
import type { PolicyRules } from "./policy/index.ts";
import { policyRules } from "./policy/rules.ts";

export { loosenings } from "./config/loosenings.ts";
export type { ConfigLocation, ConfigText, KeyName, MergedConfig };

/** Files that were read, so that those above many projects are read once. */
export type ConfigCache = Map<string, readonly LayeredFile[]>;

/** Where configuration may be, the lowest precedence first. */
export interface ConfigChain {
  readonly locations: readonly ConfigLocation[];
  /** How many of them speak for the whole run; those after them, for one project. */
  readonly ofRun: number;
}

/**
 * Reads and merges the files of a chain. Throws PywardError `bad-configuration` for what is wrong with any of them: an audit
 * under half a policy would be none.
 */
export async function loadConfiguration(
  { locations, ofRun }: ConfigChain,
  open: OpenFolder,
  cache: ConfigCache,
): Promise<MergedConfig> {
  const files: LayeredFile[] = [];
  const problems: ConfigProblem[] = [];
  let runFiles = 0;
  for (const [at, location] of locations.entries()) {
    const known = cache.get(location.path);
    const read = known === undefined ? await readConfig(location, open) : null;
    if (read?.kind === "bad") problems.push(...read.problems);
    const found = known ?? (read?.kind === "config" ? read.files : []);
    cache.set(location.path, found);
    files.push(...found);
    const twin = locations[at - 1];
    if (found.length > 0 && isBeside(twin, location) && cache.get(twin.path)?.length !== 0)
      problems.push(twice(twin, location));
    if (at < ofRun) runFiles = files.length;
  }
  const merged = mergeConfigs(files, runFiles);
  failFor([...problems, ...merged.problems]);
  return merged;
}

function isBeside(twin: ConfigLocation | undefined, location: ConfigLocation): twin is ConfigLocation {
  return twin !== undefined && twin.tree === location.tree && folderOf(twin.file) === folderOf(location.file);
}

function twice(twin: ConfigLocation, { path }: ConfigLocation): ConfigProblem {
  const message = `${twin.path} and [tool.pyward] of ${path} lie in one folder: keep one of them`;
  return { place: { path: twin.path, line: 1 }, message, hint: null };
}

function failFor(problems: readonly ConfigProblem[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const more = others.slice(0, MOST_TOLD).map(problemText);
  const left = others.length - more.length;
  const hint = [first.hint, ...more, left > 0 ? `… and ${left} more` : null].filter((line) => line !== null);
  // A line each: a name with a line feed in it makes no line of its own.
  const lines = hint.map((line) => line.replaceAll("\n", "\\n"));
  throw new PywardError(
    "bad-configuration",
    problemText(first),
    lines.length === 0 ? {} : { hint: lines.join("\n") },
  );
}

const MOST_TOLD = 20;

/** Steps of comparing patterns in one run: about a second. Beyond it nothing is waived by a path any more. */
const MAX_WORK = 100_000_000;

/** The waivers and bars of a merged configuration as the judge asks them; undefined: it has none. */
export function rulesOf(
  { waivers, bars, indexes, neverWaive, files }: MergedConfig,
  settings: { readonly now: Date; readonly targets: readonly ReportTarget[]; readonly withBars: boolean },
): PolicyRules | undefined {
  const chosen = settings.withBars ? bars : [];
  if (waivers.length + chosen.length + indexes.length === 0) return undefined;
  const folders = new Map(files.map(({ path, folder }) => [path, folder]));
  const allowance = { left: MAX_WORK };
  const matcherOf = (pattern: string, place: ConfigPlace): PathMatcher => {
    const rule = parsePattern(pattern.replace(/^(?:\.\/)+/, ""));
    const folder = folders.get(place.path) ?? "";
    return (path) => {
      const inside =
        folder === "" ? path : path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
      if (rule === null || inside === null) return false;
      const names = inside.split("/");
      // A pattern that fits a folder holds for what lies in it, as in `.gitignore`.
      return names.some((_, at) =>
        applies(rule, { names: names.slice(0, at + 1), isFolder: at < names.length - 1 }, allowance),
      );
    };
  };
  const { now, targets } = settings;
  return policyRules({ waivers, bars: chosen, indexes, neverWaive, now, targets, matcherOf });
}
