/** A side channel for people: deleting every call changes no result. */
export interface Progress {
  /** Says what is being done; `done` of `total` where both are known; `total` alone says how much is ahead. */
  step(what: string, done?: number, total?: number): void;
  /** Something that only a reader who wants to know everything cares about: a path that was passed over. */
  detail(what: string): void;
  stop(): void;
}

/** Says nothing. */
export const SILENT: Progress = { step: () => undefined, detail: () => undefined, stop: () => undefined };
