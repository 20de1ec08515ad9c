import type { FileTree } from "../../../host/index.ts";
import type { Dependency } from "../../../model/index.ts";

/** A release whose files may hold others. */
export interface Owner {
  readonly dependency: Dependency;
  readonly tree: FileTree;
  /** Its files, in the tree's coordinates, sorted. */
  readonly files: readonly string[];
  /** Its metadata folder; null where it has none. */
  readonly info: string | null;
  /** How many archives it lies in. */
  readonly depth: number;
  /** Archives that may still be opened in it, at all depths. */
  readonly budget: { archives: number };
}

/** Archives that are opened inside of one that was asked for. */
export const ARCHIVES = 500;
