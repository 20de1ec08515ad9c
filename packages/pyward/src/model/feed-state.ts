/** What a database remembers of a supplier that was pulled from. */
export interface FeedState {
  /** The folder's name on the shelf `feeds`. */
  readonly feed: string;
  /** Where it was pulled from, as `feedPlace` has it. */
  readonly url: string;
  /** The `ETag` of what was pulled as a whole last; null: the server gave none. */
  readonly etag: string | null;
  /** When everything was last compared as a whole, RFC 3339 UTC. */
  readonly lastReconcile: string;
  /** When it last answered, RFC 3339 UTC. */
  readonly lastUpdate: string;
}

/** An address without what may be a secret in it: user, password and query. */
export function feedPlace({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
