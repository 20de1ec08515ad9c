import type { PackageName } from "../python/index.ts";
import type { Span } from "./origin.ts";

/** A file of a release, as a lock records it. */
export interface ReleaseFile {
  readonly filename: string;
  /** Without userinfo. */
  readonly url: string;
  /** `algorithm:hex`, sorted. */
  readonly hashes: readonly string[];
  /** In bytes; null: the index does not say. */
  readonly size: number | null;
  /** RFC 3339; null: the index does not say. */
  readonly uploadTime: string | null;
}

/** What a file that records a release has to know of it. */
export interface Release {
  /** `Requires-Dist`, as written, in its order. */
  readonly requires: readonly string[];
  /** `Provides-Extra`, normalised. */
  readonly extras: readonly string[];
  /** `Requires-Python` as written; null: any. */
  readonly requiresPython: string | null;
  /** The line that describes it, as written; null: it has none. Absent: it was not asked for, and a lock that repeats it cannot be edited. */
  readonly summary?: string | null;
  /** Sorted by name. */
  readonly files: readonly ReleaseFile[];
}

/** One package of a project goes to one version. */
export interface VersionChange {
  readonly name: PackageName;
  /** As the source writes it; null where it is not there yet, or gives none. */
  readonly from: string | null;
  /** PEP 440, normalised; null: nothing needs the package any more. */
  readonly to: string | null;
  /** Of `to`; null where no index was asked: then what records hashes cannot be edited. */
  readonly release: Release | null;
  /** Of `from`, for a lock that does not say what its packages need (`SourceMeta.asksReplaced`). Absent or null: not looked up. */
  readonly replaced?: Pick<Release, "requires" | "requiresPython"> | null;
  /**
   * A lock beside the file holds the version: a range changes only where it does not admit it. Absent: the file alone
   * decides what is installed, and so nothing lower than `to` may be admitted any more.
   */
  readonly isHeld?: true;
  /** Where the package is named nowhere: what to write there all the same. Absent: such a change is left. */
  readonly add?: "requirement" | "constraint" | "override";
}

/** What is written in place of a piece of one file's text. */
export interface Edit {
  /** In the tree's coordinates. */
  readonly path: string;
  /** In the text of the file, a byte order mark counted. */
  readonly span: Span;
  /** How the file's bytes become that text. Absent: as UTF-8; `as-pip`: by byte order mark (which is then not counted) or PEP 263. */
  readonly decoding?: "as-pip";
  /** What stands there now: it is looked at again before anything is written. */
  readonly was: string;
  readonly text: string;
}

/** A change that no edit makes. */
export interface LeftChange {
  readonly name: PackageName;
  /** The end of a sentence about the file. */
  readonly reason: string;
  /** What the project's own tool would do it with, a word each; null where none is known. */
  readonly command: readonly string[] | null;
}

/** How the changes look in the files of one source. Every change is in `made` or in `left`. */
export interface EditAnswer {
  /** Sorted by path and start; no two overlap. */
  readonly edits: readonly Edit[];
  readonly made: readonly PackageName[];
  readonly left: readonly LeftChange[];
}
