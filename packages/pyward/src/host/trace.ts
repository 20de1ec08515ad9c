/** What a run is made of, in this order; files are read while they are parsed, one after the other. */
export type Stage =
  | "start"
  | "open index"
  | "read"
  | "parse"
  | "merge"
  | "match"
  | "judge"
  | "render"
  | "write";

/**
 * Who wants to know how long each stage takes: a side channel like `Progress`, of which deleting every call changes no result.
 * Absent, wherever it is asked for, nothing is measured. `about`: what reports show of it too, such as the path of a file.
 */
export interface Trace {
  /** Begins a stage; what it gives ends it. */
  begin(stage: Stage, about?: Readonly<Record<string, string | number>>): () => void;
}
