/** A side channel for people: deleting every call changes no result. */
export interface Progress {
  /** Says what is being done; `done` of `total` where both are known. */
  step(what: string, done?: number, total?: number): void;
  stop(): void;
}

/** Says nothing. */
export const SILENT: Progress = { step: () => undefined, stop: () => undefined };
