import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { parseConfig } from "../config/parse-config.ts";
import { findForeignIgnores } from "../find-foreign-ignores.ts";
import { findKinds } from "../find-kinds.ts";
import { nodeTree, writeAtomically } from "../host/node/index.ts";
import { PywardError } from "../model/index.ts";
import { withWaivers } from "../prune-waivers.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { openConfig } from "./config-to-edit.ts";
import { fillTemplate, type TemplateFacts } from "./fill-template.ts";
import { waiverOf } from "./import-ignores.ts";
import { othersIn, placeFor, type CiPlace } from "./init-places.ts";
import type { Io } from "./io.ts";
import { isInside } from "./shown-path.ts";

/** The options of `init`, as commander hands them over. */
export interface InitOptions {
  readonly ci?: string;
  readonly dryRun?: true;
}

/** A file that the project should have. */
interface Wanted {
  readonly path: string;
  readonly text: string;
  /** It is there, and nothing is written to it; `same`: it says this already. */
  readonly taken: "no" | "same" | "other";
}

/** `pyward init`: a configuration and the file of continuous integration. What is there is never overwritten. */
export async function initProject(path: string, options: InitOptions, io: Io): Promise<number> {
  const folder = folderAt(path, io);
  const isThere = (name: string): boolean => existsSync(join(folder, name));
  const place = placeFor(options.ci ?? null, isThere);
  const facts = { project: basename(folder), branch: await defaultBranch(folder) };
  const config = await configFor(folder, facts, io);
  const wanted = [...config.wanted, ...filesOf(place, facts, folder)];
  const isDry = options.dryRun === true;
  const say = (lines: readonly string[]): void => io.stdout.write(`${lines.map(shown).join("\n")}\n`);
  say([await foundIn(folder), ...config.said]);
  for (const one of wanted) {
    if (!isDry && one.taken === "no") write(folder, one.path, one.text);
    say(["", ...told(one, isDry)]);
  }
  const others = othersIn(isThere, place);
  say([
    "",
    "Next:",
    ...place.next.map((line) => `- ${line}`),
    ...(isDry ? [] : ["- look at the files, and commit them"]),
    "- pyward shows what there is today; pyward ignore add waives what you decide to bear",
    ...(others.length === 0 ? [] : [`- also in use here: ${others.join(", ")} (--ci NAME)`]),
  ]);
  return 0;
}

function told({ path, text, taken }: Wanted, isDry: boolean): readonly string[] {
  if (taken === "same") return [`${path} is there already, and says this`];
  if (taken === "other") return [`${path} is there already; add to it:`, ...indented(text)];
  return isDry ? [`${path} would be written:`, ...indented(text)] : [`${path} written`];
}

function folderAt(path: string, io: Io): string {
  const absolute = resolve(io.cwd, path);
  if (!existsSync(absolute) || !statSync(absolute).isDirectory())
    throw new PywardError("missing-path", `${path} is no folder`);
  return realpathSync(absolute);
}

/** What the remote calls its default branch, where this clone knows; `main` where it does not. */
async function defaultBranch(folder: string): Promise<string> {
  const read = await nodeTree(folder).read(".git/refs/remotes/origin/HEAD", 1024);
  const text = read.kind === "file" ? new TextDecoder().decode(read.bytes) : "";
  return /^ref: refs\/remotes\/origin\/([A-Za-z0-9][\w./-]*)\s*$/.exec(text)?.[1] ?? "main";
}

/** What an audit would read, in one line. */
async function foundIn(folder: string): Promise<string> {
  const { projects, sources } = await findKinds(nodeTree(folder));
  if (projects === 0) return "found nothing to audit yet: an audit of nothing ends with exit code 3";
  return `found ${projects === 1 ? "1 project" : `${projects} projects`}: ${sources.join(", ")}`;
}

interface PlannedConfig {
  readonly wanted: readonly Wanted[];
  readonly said: readonly string[];
}

/** A new pyward.toml with what other tools ignore, unless the folder has a configuration. */
async function configFor(folder: string, facts: TemplateFacts, io: Io): Promise<PlannedConfig> {
  const text = fillTemplate("pyward.toml", facts);
  const { ignores, left } = await findForeignIgnores(nodeTree(folder), "");
  const said = left.map(({ path, line, why }) => `left ${path}:${line}: ${why}`);
  for (const name of ["pyward.toml", "pyproject.toml"]) {
    const file = openConfig(join(folder, name), io);
    const isOurs = name === "pyward.toml" ? existsSync(file.absolute) : parseConfig(file).kind !== "none";
    if (!isOurs) continue;
    const parsed = parseConfig(file);
    if (parsed.kind === "bad")
      return { wanted: [], said: [...said, `${name} has mistakes: pyward --show-config tells them`] };
    const isSet = file.text.includes("max-db-age");
    const more = ignores.length === 0 ? [] : ["pyward ignore import takes over what other tools ignore here"];
    const wanted = isSet ? [] : [{ path: name, text, taken: "other" as const }];
    return { wanted, said: [...said, `${name} is the configuration here`, ...more] };
  }
  const file = { ...openConfig(join(folder, "pyward.toml"), io), text };
  const whole = ignores.length === 0 ? text : withWaivers(file, ignores.map(waiverOf));
  const taken = ignores.map(({ id, path, line }) => `took over the ignore of ${id} (${path}:${line})`);
  return { wanted: [{ path: "pyward.toml", text: whole, taken: "no" }], said: [...taken, ...said] };
}

function filesOf(place: CiPlace, facts: TemplateFacts, folder: string): readonly Wanted[] {
  return Object.entries(place.files).map(([path, template]) => {
    const text = fillTemplate(template, facts);
    const file = join(folder, path);
    if (!isEntry(file)) return { path, text, taken: "no" };
    return { path, text, taken: isFileOf(file, text) ? "same" : "other" };
  });
}

function isFileOf(file: string, text: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return (
    found?.isFile() === true && found.size < 1024 * 1024 && readFileSync(file, "utf8").includes(text.trim())
  );
}

function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  try {
    if (!isInside(realpathSync(nearestFolder(dirname(file))), folder))
      throw new Error("a link leads out of the project");
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, new TextEncoder().encode(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PywardError("cannot-write", `${path} could not be written: ${reason}`, { cause });
  }
}

/** A Makefile needs its tabs. */
function shown(line: string): string {
  return line.split("\t").map(neutralise).join("\t");
}

/** The folder itself, or the first above it that is there. */
function nearestFolder(path: string): string {
  return isEntry(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** Also a link to nothing. */
function isEntry(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function indented(text: string): readonly string[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? "" : `  ${line}`));
}
