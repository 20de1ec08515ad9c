/** A file that takes another one's place. */
export interface Replacement {
  /** POSIX, relative to the root. */
  readonly path: string;
  /** What it has to hold: looked at again right before. */
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

export type ReplaceResult =
  | { readonly kind: "replaced" }
  /** Nothing has changed. `reason` is the end of a sentence about the file. */
  | { readonly kind: "refused"; readonly path: string; readonly reason: string }
  /** Some files are new, and could not be put back: `recover` tries again. */
  | { readonly kind: "unfinished"; readonly path: string; readonly reason: string };

/** What was left of a set that never came to its end. */
export type Recovery =
  | { readonly kind: "nothing" }
  /** Every file is again as it was, but for `changed`: somebody has written there since, and they stay. */
  | { readonly kind: "rolled-back"; readonly paths: readonly string[]; readonly changed: readonly string[] }
  /** It was at its end: all files are the new ones. */
  | { readonly kind: "completed" }
  | { readonly kind: "failed"; readonly path: string; readonly reason: string };

/** Files below one root that change together or not at all, whatever ends the process. Follows no link. */
export interface FileSet {
  replaceAll(files: readonly Replacement[]): ReplaceResult;
  /** To be called before anything is read: ends what a killed process has begun. */
  recover(): Recovery;
}
