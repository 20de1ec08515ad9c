import { lstatSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve, sep } from "node:path";
import type { GitFiles, ObjectStore, RepositoryFiles } from "../git-files.ts";
import { nodeDirectory } from "./file-tree.ts";
import { gitDirectory, objectDirectory } from "./git-files.ts";
import { realPath } from "./real-path.ts";

/** The repository that holds a path. */
export type FoundRepository =
  | {
      readonly kind: "repository";
      /** Absolute: what the paths of a commit are relative to; of a bare repository, the repository itself. */
      readonly top: string;
      readonly isBare: boolean;
      readonly files: RepositoryFiles;
    }
  | { readonly kind: "none" }
  /** It is there, and leads to where the user did not ask to look. */
  | { readonly kind: "refused"; readonly reason: string };

/** Of small files that name one path. */
const LONGEST_PATH = 65_536;
const MOST_BORROWED = 32;

/**
 * The repository at or above an absolute path without links; only at it where `isHere`. `limit`: nothing outside of it
 * is read; null: outside of the repository's own folder. Nothing is read of any configuration.
 */
export function findRepository(
  path: string,
  { limit, isHere }: { readonly limit: string | null; readonly isHere: boolean },
): FoundRepository {
  for (let at = path; ; at = dirname(at)) {
    const inside = join(at, ".git");
    if (isThere(inside)) return withWorkingTree(at, inside, limit);
    if (isBareRepository(at)) {
      const files = gitDirectory(at);
      return {
        kind: "repository",
        top: at,
        isBare: true,
        files: filesOf(at, { own: files, common: files, limit: limit ?? at }),
      };
    }
    if (isHere || dirname(at) === at) return { kind: "none" };
  }
}

/** gitrepository-layout(5): what git itself looks for. */
function isBareRepository(path: string): boolean {
  const isDirectory = (name: string): boolean => isDirectoryAt(join(path, name));
  return isDirectory("objects") && isDirectory("refs") && isThere(join(path, "HEAD"));
}

/** Also where it is a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function isDirectoryAt(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}

function withWorkingTree(top: string, entry: string, limit: string | null): FoundRepository {
  const bound = limit ?? top;
  const real = realPath(entry);
  if (real === null || !isInside(real, bound))
    return refused(`${entry} is a link that leads out of the root`);
  if (isDirectoryAt(real)) {
    const files = gitDirectory(real);
    return {
      kind: "repository",
      top,
      isBare: false,
      files: filesOf(real, { own: files, common: files, limit: bound }),
    };
  }
  return linked(top, real, limit);
}

/**
 * A `.git` file: a linked working tree or a submodule (gitrepository-layout(5)). Who wrote it may not be who owns what it
 * names, so it is followed to where the other side knows it, or to the repository of a folder above.
 */
function linked(top: string, file: string, limit: string | null): FoundRepository {
  const target = /^gitdir: (.+?)\r?\n?$/.exec(textOf(dirname(file), basename(file)))?.[1];
  const own = target === undefined ? null : realPath(resolve(dirname(file), target));
  if (own === null || !isDirectoryAt(own)) return refused(`${file} names no git directory`);
  const files = gitDirectory(own);
  const common = commonOf(own, files);
  if (common === null) return refused(`${own} is no git directory of a linked working tree`);
  const isKnown = realPath(trimmed(files, "gitdir")) === file && isInside(own, common);
  const isOfModule = ancestors(top).some((folder) => isInside(own, join(folder, ".git", "modules")));
  if (!isKnown && !isOfModule && !isInside(own, limit ?? top)) {
    return refused(`${file} leads to ${own}, which does not know of it`);
  }
  const whole = { own: files, common: common === own ? files : gitDirectory(common), limit: limit ?? common };
  return { kind: "repository", top, isBare: false, files: filesOf(common, whole) };
}

/** Where a linked working tree has its objects and most names; null: not in the repository that it belongs to. */
function commonOf(own: string, files: GitFiles): string | null {
  const given = trimmed(files, "commondir");
  if (given === "") return own;
  const common = realPath(isAbsolute(given) ? given : join(own, given));
  return common !== null && isInside(own, join(common, "worktrees")) ? common : null;
}

interface Whole {
  readonly own: GitFiles;
  readonly common: GitFiles;
  readonly limit: string;
}

function filesOf(folder: string, { own, common, limit }: Whole): RepositoryFiles {
  const stores: ObjectStore[] = [{ files: common, prefix: "objects/" }];
  const remarks: string[] = [];
  const seen = new Set([join(folder, "objects")]);
  const pending = alternatesOf(common, "objects/info/alternates", join(folder, "objects"));
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const real = realPath(next);
    if (real === null || seen.has(real)) continue;
    seen.add(real);
    if (!isInside(real, limit))
      remarks.push(`it borrows objects from ${next}, outside of the root: --root DIR allows it`);
    else if (stores.length > MOST_BORROWED)
      remarks.push(`it borrows objects from more than ${MOST_BORROWED} others`);
    else {
      const files = objectDirectory(real);
      stores.push({ files, prefix: "" });
      pending.push(...alternatesOf(files, "info/alternates", real));
    }
    if (stores.length > MOST_BORROWED) break;
  }
  return { own, common, stores, remarks };
}

/** One path a line, relative to the objects that borrow (gitrepository-layout(5)). */
function alternatesOf(files: GitFiles, path: string, objects: string): string[] {
  const read = files.read(path, LONGEST_PATH);
  if (read.kind !== "file") return [];
  return Buffer.from(read.bytes)
    .toString("utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => resolve(objects, line));
}

function trimmed(files: GitFiles, path: string): string {
  const read = files.read(path, LONGEST_PATH);
  return read.kind === "file" ? Buffer.from(read.bytes).toString("utf8").trimEnd() : "";
}

function textOf(folder: string, name: string): string {
  const directory = nodeDirectory(folder);
  const read = directory.read(directory.follow(name), LONGEST_PATH);
  return read.kind === "file" ? Buffer.from(read.bytes).toString("utf8") : "";
}

function ancestors(path: string): readonly string[] {
  const all: string[] = [];
  for (let at = path; dirname(at) !== at; at = dirname(at)) all.push(dirname(at));
  return all;
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function refused(reason: string): FoundRepository {
  return { kind: "refused", reason };
}
