import type { DiscoverySettings } from "./discover/path-filter.ts";
import type { FileTree } from "./host/index.ts";
import type { Gap } from "./model/index.ts";
import type { ImagesToRead } from "./read-images.ts";

/** One tree and what of it is asked for. Paths are in the tree's coordinates. */
export interface AuditRoot {
  readonly tree: FileTree;
  /** Folders to look for projects in. */
  readonly folders: readonly string[];
  /** Files named one by one; `source` null: by their name. */
  readonly files: readonly { readonly path: string; readonly source: string | null }[];
  /** Environments: a venv, a prefix or a site-packages folder. */
  readonly environments: readonly string[];
  /** How folders are looked through; absent: everything that `.gitignore` and custom leave. */
  readonly discovery?: DiscoverySettings;
  /** Stands for the user's working directory. */
  readonly workingDirectory: string;
  /** The path as people and reports see it. */
  readonly display: (path: string) => string;
  /** The tree's root on this machine, where configuration is looked for; absent for what carries none that counts. */
  readonly place?: string;
  /** Images to read in place of all of the above. */
  readonly images?: ImagesToRead;
  /** What the tree met while it was looked through; asked for once all of it that matters was. */
  readonly met?: () => { readonly gaps: readonly Gap[]; readonly notes: readonly string[] };
}
