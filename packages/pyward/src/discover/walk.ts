import type { Entry, FileTree, Progress } from "../host/index.ts";
import { fileOrigin, makeGap, type Gap } from "../model/index.ts";
import {
  decideFolder,
  enterFolder,
  type Entering,
  type PathFilter,
  type Skipped,
  type Standing,
} from "./path-filter.ts";

/** Bounds of one walk: a tree beyond them is said to be cut, never silently. */
const MAX_DEPTH = 16;
const MAX_DIRECTORIES = 50_000;

/** A directory that the walk entered, with its file names. */
export interface WalkedFolder {
  /** In the tree's coordinates; "" for the root. */
  readonly path: string;
  /** Sorted. Pipes, devices and links that lead nowhere are among them: reading one that a source claims is a gap. */
  readonly files: readonly string[];
  readonly standing: Standing;
}

export interface Walk {
  readonly folders: readonly WalkedFolder[];
  /** Environments: they hold a pyvenv.cfg (PEP 405) or conda's records. Not entered. */
  readonly environments: readonly string[];
  /** Folders that were not entered, in the order of the walk. */
  readonly skipped: readonly Skipped[];
  readonly gaps: readonly Gap[];
}

/** Where a walk begins, and what it passes over. */
export interface Course {
  readonly tree: FileTree;
  readonly start: string;
  readonly filter: PathFilter;
  /** False: only the start itself, and its folder called `requirements`. */
  readonly recurse: boolean;
}

interface Step extends Entering {
  readonly depth: number;
}

/** Every folder from the start down that a project may live in. Links to directories are not followed. */
export async function walk(course: Course, progress: Progress): Promise<Walk> {
  const { tree, start, filter } = course;
  const folders: WalkedFolder[] = [];
  const found = { environments: [] as string[], skipped: [] as Skipped[], gaps: [] as Gap[] };
  const queue: Step[] = [{ path: start, depth: 0, above: null, mode: "usual", because: null }];
  for (let at = 0; at < queue.length; at++) {
    const next = queue[at];
    if (next === undefined) break;
    if (at >= MAX_DIRECTORIES) {
      found.gaps.push(tooMany(next.path));
      break;
    }
    const listed = await tree.list(next.path);
    if (listed.kind !== "directory") {
      const reason = describe(listed.kind);
      found.gaps.push(makeGap({ code: "unreadable", reason, origin: fileOrigin(next.path) }));
      continue;
    }
    if (next.depth > 0 && isEnvironment(listed.entries)) {
      found.environments.push(next.path);
      continue;
    }
    const standing = await enterFolder(next, listed.entries, filter);
    const files = listed.entries.filter(({ kind }) => kind !== "directory").map(({ name }) => name);
    folders.push({ path: next.path, files, standing });
    if (folders.length % 500 === 0) progress.step("looking for projects", folders.length);
    for (const entry of listed.entries) {
      if (entry.kind !== "directory" || entry.isLink) continue;
      const step = await nextStep({ course, parent: next, standing, name: entry.name }, found);
      if (step !== null) queue.push(step);
    }
  }
  return { folders, ...found };
}

interface Found {
  readonly environments: string[];
  readonly skipped: Skipped[];
  readonly gaps: Gap[];
}

interface Candidate {
  readonly course: Course;
  readonly parent: Step;
  readonly standing: Standing;
  readonly name: string;
}

/** Whether the walk enters the folder, and how; what it does not enter is written down. */
async function nextStep({ course, parent, standing, name }: Candidate, found: Found): Promise<Step | null> {
  const path = join(parent.path, name);
  const decision = decideFolder(path, standing, course.filter);
  if (decision.kind === "enter" && (course.recurse || name === "requirements")) {
    const { mode, because } = decision;
    if (parent.depth < MAX_DEPTH) return { path, depth: parent.depth + 1, above: standing, mode, because };
    found.gaps.push(tooDeep(path));
    return null;
  }
  if (decision.kind === "skip" && decision.skipped.why === "excluded") found.skipped.push(decision.skipped);
  // Environments are where the rules rarely look: hidden, ignored, one level down.
  else if (await holdsEnvironment(course.tree, path)) found.environments.push(path);
  else
    found.skipped.push(
      decision.kind === "skip" ? decision.skipped : { path, isFolder: true, why: "not-recursed", by: null },
    );
  return null;
}

/** The marks of an environment: venv's (PEP 405), and the records of conda and its like. */
function isEnvironment(entries: readonly Entry[]): boolean {
  return entries.some(
    ({ name, kind }) =>
      (name === "pyvenv.cfg" && kind !== "directory") || (name === "conda-meta" && kind === "directory"),
  );
}

async function holdsEnvironment(tree: FileTree, path: string): Promise<boolean> {
  const venv = await tree.stat(join(path, "pyvenv.cfg"));
  if (venv.kind === "found") return venv.entry === "file";
  const conda = await tree.stat(join(path, "conda-meta"));
  return conda.kind === "found" && conda.entry === "directory";
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
