/**
 * One record as a supplier gave it, on its way from a feed to the advisory index. `value` is whatever the
 * file held and has not been looked at. A file that does not parse becomes `unreadable`, with its text as far as
 * it was read, so that the packages that it names can still be told.
 */
export type RawRecord =
  | { readonly kind: "record"; readonly file: string; readonly value: unknown }
  | { readonly kind: "unreadable"; readonly file: string; readonly reason: string; readonly text: string };
