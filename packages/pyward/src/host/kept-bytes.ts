/** What was fetched before, kept for the next time. It may be gone at any time, and whoever reads it checks it. */
export interface KeptBytes {
  /** Null: nothing is kept under this key, or it cannot be read. */
  get(key: string): Uint8Array | null;
  /** Never throws: what cannot be kept costs only time. */
  put(key: string, bytes: Uint8Array): void;
}

/** Keeps nothing. */
export const KEEPS_NOTHING: KeptBytes = { get: () => null, put: () => undefined };
