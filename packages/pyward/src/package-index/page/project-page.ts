import type { PackageName, WheelFilename } from "../../python/index.ts";

/** A file of a release, as an index lists it. */
export interface IndexFile {
  readonly name: string;
  readonly url: URL;
  /** As the file's name says it, normalised. */
  readonly version: string;
  /** Null: a source distribution. */
  readonly wheel: WheelFilename | null;
  readonly isWheel: boolean;
  /** `algorithm:hex`, sorted. */
  readonly hashes: readonly string[];
  /** As written; null: any Python. */
  readonly requiresPython: string | null;
  /** PEP 592: why it was yanked, "" where no reason is given; null: it was not. */
  readonly yanked: string | null;
  /** PEP 658, PEP 714: the hashes of its metadata beside it, empty where none is given; null: none is advertised. */
  readonly metadata: readonly string[] | null;
  /** Whether some is advertised. */
  readonly isAccompanied: boolean;
  /** In bytes; null: not said. */
  readonly size: number | null;
  /** RFC 3339, UTC, with what the index says below a second: locks repeat it; null: not said. */
  readonly uploaded: string | null;
}

/** PEP 792. */
export const STATES = ["active", "archived", "quarantined", "deprecated"] as const;
export type ProjectState = (typeof STATES)[number];

/** The files of a version. */
export interface PageRelease {
  readonly version: string;
  readonly files: readonly IndexFile[];
  /** Of the file that was there first; null: none says. */
  readonly uploaded: string | null;
}

/** The page of one project on one index. */
export interface ProjectPage {
  readonly name: PackageName;
  /** Where it was read, without user and password. */
  readonly url: string;
  /** Those that PEP 700 lists, or else those of the files; normalised, distinct, ascending. */
  readonly versions: readonly string[];
  /** Each version once, as the page has them first. */
  readonly releases: readonly PageRelease[];
  /** All of them. */
  readonly files: readonly IndexFile[];
  /** Files whose names are those of no release of the project, and so were left out. */
  readonly ignored: number;
  readonly state: ProjectState;
  readonly stateReason: string | null;
  /** PEP 708: projects of other indexes that this one extends, and other places of this one. Data: nobody goes there. */
  readonly tracks: readonly string[];
  readonly alternateLocations: readonly string[];
}

export type PageResult =
  | { readonly kind: "page"; readonly page: ProjectPage }
  /** `reason` is the end of a sentence about the index. */
  | {
      readonly kind: "failed";
      readonly code: "unparsable-file" | "unsupported-format" | "limit-exceeded";
      readonly reason: string;
    };
