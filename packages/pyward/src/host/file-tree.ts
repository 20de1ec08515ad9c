/** What lies at a path. `other`: a device, socket or pipe. */
export type EntryKind = "file" | "directory" | "other";

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
  readonly isLink: boolean;
}

/** Why a path could not be read. */
export type ReadFailure =
  | { readonly kind: "missing" }
  /** The path, or a link on the way, leads out of the root. Nothing behind it was looked at. */
  | { readonly kind: "outside-root" }
  | { readonly kind: "not-a-file" }
  | { readonly kind: "not-a-directory" }
  | { readonly kind: "too-large"; readonly size: number; readonly limit: number }
  /**
   * `reason` is for a person: permission denied, a loop of links, an input error. `isAbsent`: the tree says that it is
   * there, and its content is not, as in a clone that fetched only some.
   */
  | { readonly kind: "unreadable"; readonly reason: string; readonly isAbsent?: true };

export type ReadResult = { readonly kind: "file"; readonly bytes: Uint8Array } | ReadFailure;
export type ListResult = { readonly kind: "directory"; readonly entries: readonly Entry[] } | ReadFailure;
export type StatResult =
  | { readonly kind: "found"; readonly entry: EntryKind; readonly size: number }
  | ReadFailure;

/**
 * Anything readable: a directory, a git commit, the layers of an image, a test's memory.
 *
 * Paths are POSIX, relative to the root of the tree, without a leading slash; "" or "." is the root. `..` is resolved
 * as text before looking. Links are followed inside the root only. A tree never throws for what it finds.
 */
export interface FileTree {
  /** Reads a whole file of at most `limit` bytes (default `DEFAULT_FILE_LIMIT`). */
  read(path: string, limit?: number): Promise<ReadResult>;
  /** The entries of a directory, sorted by name (code units). */
  list(path: string): Promise<ListResult>;
  stat(path: string): Promise<StatResult>;
}

/** 64 MiB: above every lock file seen, below what hurts. */
export const DEFAULT_FILE_LIMIT = 64 * 1024 * 1024;
