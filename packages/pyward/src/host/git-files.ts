import type { ByteSource } from "./byte-source.ts";
import type { ListResult, ReadResult } from "./file-tree.ts";

/**
 * What is read of one git directory. Paths are relative to it. Synchronous: an object is found by a walk through indexes
 * and deltas, where waiting for each step would cost more than the step.
 *
 * It gives the names that hold objects and references, and no others: `config`, hooks and attributes are `missing`,
 * wherever a link may lead.
 */
export interface GitFiles {
  /** Reads a whole file of at most `limit` bytes. */
  read(path: string, limit: number): ReadResult;
  list(path: string): ListResult;
  /** Null: there is no such file, or it cannot be opened. */
  open(path: string): ByteSource | null;
}

/** A directory of objects. */
export interface ObjectStore {
  readonly files: GitFiles;
  /** Before every path inside `files`: "" or a folder with its slash. */
  readonly prefix: string;
}

/** What makes a repository. */
export interface RepositoryFiles {
  /** `HEAD` and what else each working tree has for itself. */
  readonly own: GitFiles;
  /** References; the same as `own` save in a linked working tree. */
  readonly common: GitFiles;
  /** Objects; those that they borrow from come later. */
  readonly stores: readonly ObjectStore[];
  /** What a person should know where an object is missing, such as a store that may not be read. */
  readonly remarks: readonly string[];
}
