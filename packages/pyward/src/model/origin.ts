/** Half-open range of UTF-16 code units in the text of one file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where something was read: a file of the audited tree, and the place in it. */
export interface Origin {
  /** POSIX path, relative to the root of the tree that was read; `dist/app.pyz!/inside/it` for what lies in an archive. */
  readonly path: string;
  /** 1-based; null where the format has no lines (a directory, a binary file). */
  readonly line: number | null;
  /** 1-based, in UTF-16 code units; null where `line` is null. */
  readonly column: number | null;
  /** Digest of the image layer that holds the file; null outside images. */
  readonly layer: string | null;
  /** The text that names the dependency and that an edit would replace; null where none can be edited. */
  readonly span: Span | null;
}

/** The origin of a whole file. */
export function fileOrigin(path: string): Origin {
  return { path, line: null, column: null, layer: null, span: null };
}
