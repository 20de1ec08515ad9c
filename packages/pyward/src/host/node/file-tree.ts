import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { sep } from "node:path";
import {
  DEFAULT_FILE_LIMIT,
  type Entry,
  type EntryKind,
  type FileTree,
  type ListResult,
  type ReadFailure,
  type ReadResult,
} from "../file-tree.ts";
import type { ByteSource } from "../byte-source.ts";
import { encodeName } from "../encode-name.ts";
import { followLinks, type Followed, type Seen } from "../follow-links.ts";
import { openByteSource } from "./byte-source.ts";
import { joinNative, readNames } from "./file-names.ts";

/**
 * The directory (or single file) at an absolute path, as it lies on the disk.
 *
 * The calls underneath are synchronous: an audit reads many small files and waits for each of them anyway. Names that
 * are not UTF-8 appear with each odd byte as U+DC00 + byte, as Python's `surrogateescape` (PEP 383), and can be read back.
 */
export function nodeTree(rootAbsolutePath: string): FileTree {
  const directory = nodeDirectory(rootAbsolutePath);
  return {
    read: async (path, limit = DEFAULT_FILE_LIMIT) => directory.read(directory.follow(path), limit),
    list: async (path) => directory.list(directory.follow(path)),
    stat: async (path) => {
      const found = directory.follow(path);
      return found.kind === "found" ? { kind: "found", entry: found.entry, size: found.size } : found;
    },
  };
}

/** The same, without promises: what a path leads to, and reading from there. */
interface NodeDirectory {
  follow(path: string): Followed;
  read(found: Followed, limit: number): ReadResult;
  list(found: Followed): ListResult;
  /** Throws the system's error, as `openByteSource`. */
  open(found: Followed & { readonly kind: "found" }): ByteSource;
}

export function nodeDirectory(rootAbsolutePath: string): NodeDirectory {
  const root = openRoot(rootAbsolutePath);
  const follow = (path: string): Followed => followLinks(path, (inside) => look(root, inside));
  return {
    follow,
    read: (found, limit) => readFollowed(root, found, limit),
    list: (found) => listFollowed(root, found, follow),
    open: ({ path }) => openByteSource(joinNative(root.real, path) ?? ""),
  };
}

interface Root {
  /** Without links, where it exists. */
  readonly real: string;
  /** Prefixes that mean "inside" in an absolute link. */
  readonly prefixes: readonly string[];
}

/** The links that lead to the root are the user's own: they are followed once, here. */
function openRoot(given: string): Root {
  const asGiven = given.length > 1 && given.endsWith(sep) ? given.slice(0, -1) : given;
  try {
    const real = realpathSync.native(asGiven);
    return { real, prefixes: [real, asGiven] };
  } catch {
    return { real: asGiven, prefixes: [asGiven] };
  }
}

function look(root: Root, path: string): Seen {
  try {
    const native = joinNative(root.real, path);
    if (native === null) return { kind: "missing" };
    const stats = lstatSync(native, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: "missing" };
    if (!stats.isSymbolicLink()) return { kind: "found", entry: kindOf(stats), size: stats.size };
    const target = encodeName(readlinkSync(native, { encoding: "buffer" })).replaceAll(sep, "/");
    return target.startsWith("/") || /^[A-Za-z]:/.test(target)
      ? { kind: "link", target: null, ...absoluteInside(root, path, target) }
      : { kind: "link", target };
  } catch (error) {
    return failureOf(error);
  }
}

/** An absolute target below the root, written as a relative one; nothing where it is elsewhere. */
function absoluteInside(root: Root, link: string, target: string): { readonly target?: string } {
  for (const prefix of root.prefixes) {
    const folder = prefix === sep ? "/" : `${prefix.replaceAll(sep, "/")}/`;
    const up = "../".repeat(link.split("/").length - 1);
    if (`${target}/` === folder) return { target: up };
    if (target.startsWith(folder)) return { target: up + target.slice(folder.length) };
  }
  return {};
}

function kindOf(stats: Stats): EntryKind {
  if (stats.isFile()) return "file";
  return stats.isDirectory() ? "directory" : "other";
}

function readFollowed(root: Root, found: Followed, limit: number): ReadResult {
  if (found.kind !== "found") return found;
  if (found.entry !== "file") return { kind: "not-a-file" };
  if (found.size > limit) return { kind: "too-large", size: found.size, limit };
  try {
    const native = joinNative(root.real, found.path);
    if (native === null) return { kind: "missing" };
    // A pipe that took the file's place since the look must not block, nor a link lead out.
    const descriptor = openSync(
      native,
      constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0),
    );
    try {
      return readOpen(descriptor, limit);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return failureOf(error);
  }
}

function readOpen(descriptor: number, limit: number): ReadResult {
  const stats = fstatSync(descriptor);
  if (!stats.isFile()) return { kind: "not-a-file" };
  if (stats.size > limit) return { kind: "too-large", size: stats.size, limit };
  // One byte more than it says: a file can grow, and those of /proc say 0.
  let buffer = Buffer.allocUnsafe(Math.max(stats.size, 511) + 1);
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, null);
    if (count === 0) return { kind: "file", bytes: new Uint8Array(buffer.buffer, buffer.byteOffset, length) };
    length += count;
    if (length > limit) return { kind: "too-large", size: length, limit };
    if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
  }
}

function listFollowed(root: Root, found: Followed, follow: (path: string) => Followed): ListResult {
  if (found.kind !== "found") return found;
  if (found.entry !== "directory") return { kind: "not-a-directory" };
  try {
    const native = joinNative(root.real, found.path);
    if (native === null) return { kind: "missing" };
    const entries = readNames(native).map(({ name, kind }): Entry => {
      if (kind !== "link") return { name, kind, isLink: false };
      const target = follow(found.path === "" ? name : `${found.path}/${name}`);
      return { name, kind: target.kind === "found" ? target.entry : "other", isLink: true };
    });
    return { kind: "directory", entries: entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
  } catch (error) {
    return failureOf(error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "a loop of links",
  EIO: "an input error of the disk",
  EMFILE: "too many open files",
  ENAMETOOLONG: "the name is too long",
};

function failureOf(error: unknown): ReadFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR" || code === "ERR_INVALID_ARG_VALUE") return { kind: "missing" };
  return { kind: "unreadable", reason: REASONS[code] ?? `the system says ${code || "nothing more"}` };
}
