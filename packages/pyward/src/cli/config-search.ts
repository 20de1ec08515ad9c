import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import type { FileTree } from "../host/index.ts";
import { nodeTree, userConfigFile } from "../host/node/index.ts";
import { joinPath } from "../model/index.ts";
import type { ReadProject } from "../read-projects.ts";
import { isEnvironment, topOf } from "./audit-roots.ts";
import type { RevisionTrees } from "./config-revision.ts";
import type { Io } from "./io.ts";
import type { AuditOptions } from "./options.ts";
import { isInside, posix } from "./shown-path.ts";

/** What the command line names, for the places where configuration is looked for. */
export interface Named {
  /** Paths and files of `-r`; none: the working directory. */
  readonly paths: readonly string[];
  readonly root: string | null;
}

/** A folder where configuration may lie, and the tree that holds it. */
export interface ConfigFolder {
  /** Absolute: the top of the repository, up to which configuration counts. */
  readonly top: string;
  readonly tree: FileTree;
  /** In the tree's coordinates. */
  readonly folder: string;
}

/** Where the configuration of a run is looked for. */
export interface ConfigSearch {
  /** From the top down to what is audited. */
  readonly folders: readonly ConfigFolder[];
  /** `--config FILE`, absolute; then nothing else is looked for. */
  readonly given: string | null;
  /** The user's own file, where there is one. */
  readonly user: string | null;
  /** Real folders that are audited with all that is in them. */
  readonly audited: readonly string[];
  /** `--config-rev`: the trees of the commit that holds the configuration; null: the files as they lie here. */
  readonly revision: RevisionTrees | null;
}

/** Looks at the command line and the folders only; no file is read. */
export function searchFor({ config, command, named, revision }: Searched, io: Io): ConfigSearch {
  const nothing = { folders: [], given: null, user: null, audited: [], revision };
  if (typeof config === "string") return { ...nothing, given: resolve(io.cwd, config) };
  if (config === false) return nothing;
  const user = userConfigFile(io.environment, io.platform);
  const isPartial = PARTIAL.some((name) => command?.getOptionValueSource(name) === "cli");
  return {
    folders: foldersOf(named, revision, io),
    given: null,
    revision,
    user: user !== null && existsSync(user) ? user : null,
    // What it does not use may be removed already.
    audited: isPartial || revision !== null ? [] : audited(named, io),
  };
}

/** Options that leave something out of what lies in the folders. */
const PARTIAL = [
  ...["requirement", "rev", "recurse", "exclude", "include", "environments"],
  ...["extra", "group", "dev", "python", "platform"],
];

function audited({ paths }: Named, io: Io): readonly string[] {
  return (paths.length === 0 ? ["."] : paths).flatMap((path) => {
    const absolute = resolve(io.cwd, path);
    return existsSync(absolute) && statSync(absolute).isDirectory() ? [realpathSync(absolute)] : [];
  });
}

/**
 * From the top of the repository down to the folder that holds all that is audited. What carries no configuration that
 * counts (an environment, an image, what is typed) is audited under that of the working directory. Nothing where several
 * repositories are audited at once: then each project has its own only.
 */
function foldersOf({ paths, root }: Named, revision: RevisionTrees | null, io: Io): readonly ConfigFolder[] {
  const places = (paths.length === 0 ? ["."] : paths).map((path) => placeOf(path, io));
  // One that is missing is told by who reads it.
  const isLimited = root !== null && existsSync(resolve(io.cwd, root));
  const limit = isLimited ? realpathSync(resolve(io.cwd, root)) : null;
  const tops = new Set(
    places.map((place) => (limit !== null && isInside(place, limit) ? limit : topOf(place))),
  );
  const [top] = tops;
  if (top === undefined || tops.size > 1) return [];
  const shared = places.reduce((known, place) => commonFolder(known, place));
  return chain(top, posix(relative(top, shared)), revision);
}

/** The real folder of a path. */
function placeOf(path: string, io: Io): string {
  const absolute = resolve(io.cwd, path);
  if (path === "-" || !existsSync(absolute) || IMAGE.test(path)) return realpathSync(io.cwd);
  const real = realpathSync(absolute);
  if (!statSync(real).isDirectory()) return dirname(real);
  return isEnvironment(real) || existsSync(join(real, "oci-layout")) ? realpathSync(io.cwd) : real;
}

const IMAGE = /\.(?:tar|tar\.(?:gz|zst)|tgz)$/;

function commonFolder(a: string, b: string): string {
  let shared = a;
  while (!isInside(b, shared)) shared = dirname(shared);
  return shared;
}

/** The folders from the top down to `below`. */
function chain(top: string, below: string, revision: RevisionTrees | null): readonly ConfigFolder[] {
  const tree = revision === null ? nodeTree(top) : revision.treeAt(top);
  const parts = below === "" ? [] : below.split("/");
  const all = ["", ...parts.map((_, at) => parts.slice(0, at + 1).join("/"))];
  return all.map((folder) => ({ top, tree, folder }));
}

interface Searched {
  readonly config: AuditOptions["config"];
  /** Null where no option could leave anything out. */
  readonly command: Pick<Command, "getOptionValueSource"> | null;
  readonly named: Named;
  readonly revision: RevisionTrees | null;
}

/** The folders of a project below those that speak for the run. */
export function foldersBelow(
  { folders, revision }: ConfigSearch,
  { root, path, kind }: ReadProject,
): readonly ConfigFolder[] {
  if (root.place === undefined) return [];
  const known = new Set(folders.map(({ top, folder }) => `${top}\n${folder}`));
  const own = kind === "environment" ? path.slice(0, Math.max(0, path.lastIndexOf("/"))) : path;
  return chain(root.place, own, revision).filter(({ top, folder }) => !known.has(`${top}\n${folder}`));
}

const CONFIG_FILES = ["pyward.toml", "pyproject.toml"];
/** What the whole name of the table has in any way of writing it. */
const MARK = Buffer.from("pyward");

/** Whether anything there may be a configuration. */
export async function hasAny(folders: readonly ConfigFolder[]): Promise<boolean> {
  for (const { tree, folder } of folders)
    for (const name of CONFIG_FILES) if (await mayConfigure(tree, joinPath(folder, name))) return true;
  return false;
}

/** Whether reading the file could give a configuration. A pyproject.toml that is too large to be one is its source's to tell. */
export async function mayConfigure(tree: FileTree, path: string): Promise<boolean> {
  const found = await tree.stat(path);
  if (path.endsWith("pyward.toml")) return found.kind !== "missing";
  if (found.kind !== "found" || found.entry !== "file") return false;
  const read = await tree.read(path, MOST_SEARCHED);
  if (read.kind !== "file") return false;
  const { buffer, byteOffset, length } = read.bytes;
  return Buffer.from(buffer, byteOffset, length).includes(MARK);
}

const MOST_SEARCHED = 4 * 1024 * 1024;
