import type { FileTree, Progress } from "../host/index.ts";
import { fileOrigin, makeGap, type Gap } from "../model/index.ts";

/** Bounds of one walk: a tree beyond them is said to be cut, never silently. */
const MAX_DEPTH = 16;
const MAX_DIRECTORIES = 50_000;

/** Folders that hold other people's files or caches, whatever the project. */
const NEVER_ENTERED = new Set([
  "node_modules",
  "__pycache__",
  "site-packages",
  "dist-packages",
  "__pypackages__",
]);

/** A directory that the walk entered, with its file names. */
export interface WalkedFolder {
  /** In the tree's coordinates; "" for the root. */
  readonly path: string;
  /** Sorted. Pipes, devices and links that lead nowhere are among them: reading one that a source claims is a gap. */
  readonly files: readonly string[];
}

export interface Walk {
  readonly folders: readonly WalkedFolder[];
  /** Folders that are virtual environments (PEP 405: they hold a pyvenv.cfg) or prefixes of conda. Not entered. */
  readonly environments: readonly string[];
  readonly gaps: readonly Gap[];
}

/** Every folder from `start` down that a project may live in. Links to directories are not followed. */
export async function walk(tree: FileTree, start: string, progress: Progress): Promise<Walk> {
  const folders: WalkedFolder[] = [];
  const environments: string[] = [];
  const gaps: Gap[] = [];
  const queue: { path: string; depth: number }[] = [{ path: start, depth: 0 }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (folders.length >= MAX_DIRECTORIES) {
      gaps.push(tooMany(next.path));
      break;
    }
    const listed = await tree.list(next.path);
    if (listed.kind !== "directory") {
      gaps.push(
        makeGap({ code: "unreadable", reason: describe(listed.kind), origin: fileOrigin(next.path) }),
      );
      continue;
    }
    const files = listed.entries.filter((entry) => entry.kind !== "directory").map((entry) => entry.name);
    const isPrefix = listed.entries.some(({ name, kind }) => name === "conda-meta" && kind === "directory");
    if ((files.includes("pyvenv.cfg") || isPrefix) && next.depth > 0) {
      environments.push(next.path);
      continue;
    }
    folders.push({ path: next.path, files });
    if (folders.length % 500 === 0) progress.step("looking for projects", folders.length);
    for (const entry of listed.entries) {
      if (entry.kind !== "directory" || entry.isLink || isSkipped(entry.name)) continue;
      if (next.depth + 1 > MAX_DEPTH) gaps.push(tooDeep(join(next.path, entry.name)));
      else queue.push({ path: join(next.path, entry.name), depth: next.depth + 1 });
    }
  }
  return { folders, environments, gaps };
}

/** Hidden folders are a tool's own, save the customary name of a virtual environment. */
function isSkipped(name: string): boolean {
  return NEVER_ENTERED.has(name) || (name.startsWith(".") && name !== ".venv");
}

/** The path of `name` in `folder`, where "" is the root. */
export function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

function describe(kind: string): string {
  return kind === "missing"
    ? "the folder went away while it was read"
    : `the folder could not be listed (${kind})`;
}

function tooMany(path: string): Gap {
  const reason = `more than ${MAX_DIRECTORIES} folders: the rest was not looked at; name the projects on the command line`;
  return makeGap({ code: "limit-exceeded", reason, origin: fileOrigin(path) });
}

function tooDeep(path: string): Gap {
  const reason = `folders are nested more than ${MAX_DEPTH} deep here: name this one on the command line to audit it`;
  return makeGap({ code: "limit-exceeded", reason, origin: fileOrigin(path) });
}
