import type { AdvisoryIndex } from "./advisory-index.ts";

/** The database that an audit consults, or why there is none. */
export type OpenedDatabase =
  | { readonly index: AdvisoryIndex; readonly origin: "embedded" | "stored" | "file" | "service" }
  /** `reason` says what is wrong and how to get one; null: none is wanted, for nothing is compared. */
  | { readonly index: null; readonly reason: string | null };
