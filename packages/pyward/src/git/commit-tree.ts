import {
  DEFAULT_FILE_LIMIT,
  followLinks,
  type Entry,
  type FileTree,
  type Followed,
  type ListResult,
  type ReadFailure,
  type ReadResult,
  type Seen,
} from "../host/index.ts";
import { idBytes } from "./object-id.ts";
import type { ObjectDatabase, ObjectFailure } from "./object-database.ts";
import { parseTree, type ParsedTree, type TreeEntry } from "./objects.ts";
import { reasonOf } from "./revision.ts";
import { standIn } from "./stand-in.ts";

/** What lies in a commit's folders besides files, as far as they were listed. */
export interface MetOnTheWay {
  /** Other repositories: their files are not in this one. Sorted by path. */
  readonly submodules: readonly { readonly path: string; readonly commit: string }[];
  /** Folders with names that no file can have, or that stand there twice. Sorted by path. */
  readonly oddNames: readonly { readonly path: string; readonly name: string }[];
}

export interface CommitTree {
  readonly tree: FileTree;
  met(): MetOnTheWay;
}

/** One folder; git itself has no bound. */
const LARGEST_TREE = 32 * 1024 * 1024;
/** Names that are kept parsed. */
const CACHED_NAMES = 300_000;
/** Names that are listed in all: a folder can be named many times and is stored once. */
const MOST_LISTED = 5_000_000;
/** Bytes of files that are read in all, for the same reason: the audit has to go through each. */
const MOST_READ = 256 * 1024 * 1024;
const LONGEST_LINK = 4096;
const MOST_ODD = 100;

/** The files of a commit, from the id of its tree. Every object is verified; links are followed inside only. */
export function commitTree(database: ObjectDatabase, root: string): CommitTree {
  const state: State = {
    database,
    root: { name: "", kind: "directory", id: root },
    last: { path: "", entry: { name: "", kind: "directory", id: root } },
    parsed: new Map(),
    kept: 0,
    listed: 0,
    read: 0,
    submodules: new Map(),
    oddNames: new Map(),
  };
  const follow = (path: string): Followed => followLinks(path, (inside) => look(state, inside));
  return {
    tree: {
      read: async (path, limit = DEFAULT_FILE_LIMIT) => readFollowed(state, follow(path), limit),
      list: async (path) => listFollowed(state, follow(path), follow),
      stat: async (path) => statFollowed(state, follow(path)),
    },
    met: () => ({
      submodules: sortedBy(state.submodules).map(([path, commit]) => ({ path, commit })),
      oddNames: sortedBy(state.oddNames).map(([path, name]) => ({ path, name })),
    }),
  };
}

function sortedBy(found: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

interface State {
  readonly database: ObjectDatabase;
  readonly root: TreeEntry;
  /** The last folder that was looked at. */
  last: { readonly path: string; readonly entry: TreeEntry };
  /** By id, the longest unused first. */
  readonly parsed: Map<string, ParsedTree>;
  kept: number;
  listed: number;
  read: number;
  readonly submodules: Map<string, string>;
  readonly oddNames: Map<string, string>;
}

function look(state: State, path: string): Seen {
  const entry = entryAt(state, path);
  if (entry === null) return { kind: "missing" };
  if (!("id" in entry)) return entry;
  switch (entry.kind) {
    case "link":
      return linkAt(state, entry);
    case "directory":
    case "file":
      return { kind: "found", entry: entry.kind, size: 0 };
    case "submodule":
    case "other":
      return { kind: "found", entry: "other", size: 0 };
    default:
      return entry satisfies never;
  }
}

/** The entry at a path without links; null: there is none. It starts where the last one ended, if that is on the way. */
function entryAt(state: State, path: string): TreeEntry | ReadFailure | null {
  const { last } = state;
  const isOnTheWay = last.entry.kind === "directory" && path.startsWith(`${last.path}/`);
  let entry = isOnTheWay ? last.entry : state.root;
  const rest = isOnTheWay ? path.slice(last.path.length + 1) : path;
  for (const name of rest === "" ? [] : rest.split("/")) {
    if (entry.kind !== "directory") return null;
    const tree = treeAt(state, entry.id);
    if ("kind" in tree) return tree;
    const next = tree.entries.get(name);
    if (next === undefined) return null;
    entry = next;
  }
  if (entry.kind === "directory") state.last = { path, entry };
  return entry;
}

function treeAt(state: State, id: string): ParsedTree | ReadFailure {
  const known = state.parsed.get(id);
  if (known !== undefined) {
    state.parsed.delete(id);
    state.parsed.set(id, known);
    return known;
  }
  const object = state.database.read(id, LARGEST_TREE);
  if (object.kind !== "object") return failureOf(object);
  if (object.type !== "tree")
    return unreadable(`the object ${id} is a ${object.type} where a folder has to be`);
  const tree = parsedOrFailure(object.bytes, state);
  if ("kind" in tree) return tree;
  state.parsed.set(id, tree);
  state.kept += tree.entries.size + 1;
  for (const [oldest, { entries }] of state.parsed) {
    if (state.kept <= CACHED_NAMES || oldest === id) break;
    state.parsed.delete(oldest);
    state.kept -= entries.size + 1;
  }
  return tree;
}

function parsedOrFailure(bytes: Uint8Array, { database }: State): ParsedTree | ReadFailure {
  try {
    return parseTree(bytes, idBytes(database.format));
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : "the folder is damaged");
  }
}

function linkAt(state: State, { id }: TreeEntry): Seen {
  const object = state.database.read(id, LONGEST_LINK);
  if (object.kind !== "object") return failureOf(object);
  const target = Buffer.from(object.bytes).toString("utf8");
  return { kind: "link", target: target.startsWith("/") ? null : target };
}

function readFollowed(state: State, found: Followed, limit: number): ReadResult {
  if (found.kind !== "found") return found;
  if (found.entry !== "file") return { kind: "not-a-file" };
  const entry = entryAt(state, found.path);
  if (entry === null || !("id" in entry)) return entry ?? { kind: "missing" };
  if (state.read >= MOST_READ) return unreadable(`more than ${MOST_READ} bytes had to be read in all`);
  const object = state.database.read(entry.id, limit);
  if (object.kind !== "object") return failureOf(object);
  if (object.type !== "blob")
    return unreadable(`the object ${entry.id} is a ${object.type} where a file has to be`);
  state.read += object.bytes.length;
  const instead = standIn(object.bytes);
  return instead === null ? { kind: "file", bytes: object.bytes } : unreadable(instead);
}

function listFollowed(state: State, found: Followed, follow: (path: string) => Followed): ListResult {
  if (found.kind !== "found") return found;
  if (found.entry !== "directory") return { kind: "not-a-directory" };
  const folder = entryAt(state, found.path);
  if (folder === null || !("id" in folder)) return folder ?? { kind: "missing" };
  const tree = treeAt(state, folder.id);
  if ("kind" in tree) return tree;
  state.listed += tree.entries.size;
  if (state.listed > MOST_LISTED) return unreadable(`more than ${MOST_LISTED} names had to be listed`);
  const within = (name: string): string => (found.path === "" ? name : `${found.path}/${name}`);
  for (const name of tree.odd.slice(0, 1))
    if (state.oddNames.size < MOST_ODD) state.oddNames.set(found.path, name);
  const entries = [...tree.entries.values()].map(({ name, kind, id }): Entry => {
    if (kind === "submodule") state.submodules.set(within(name), id);
    if (kind === "submodule") return { name, kind: "other", isLink: false };
    if (kind !== "link") return { name, kind, isLink: false };
    const target = follow(within(name));
    return { name, kind: target.kind === "found" ? target.entry : "other", isLink: true };
  });
  return { kind: "directory", entries: entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

async function statFollowed(state: State, found: Followed) {
  if (found.kind !== "found") return found;
  if (found.entry !== "file") return { kind: "found", entry: found.entry, size: 0 } as const;
  const entry = entryAt(state, found.path);
  if (entry === null || !("id" in entry)) return entry ?? ({ kind: "missing" } as const);
  const result = state.database.sizeOf(entry.id);
  if (result.kind !== "size") return failureOf(result);
  return { kind: "found", entry: "file", size: result.size } as const;
}

function failureOf(failure: ObjectFailure): ReadFailure {
  if (failure.kind === "too-large") return failure;
  const reason = reasonOf(failure);
  return failure.kind === "missing" ? { kind: "unreadable", reason, isAbsent: true } : unreadable(reason);
}

function unreadable(reason: string): ReadFailure {
  return { kind: "unreadable", reason };
}
