/** What a database remembers of a supplier that was pulled from. */
export interface FeedState {
  /** The folder's name on the shelf `feeds`. */
  readonly feed: string;
  /** Where it was pulled from, without user and password. */
  readonly url: string;
  /** The `ETag` of what was pulled as a whole last; null: the server gave none. */
  readonly etag: string | null;
  /** When everything was last compared as a whole, RFC 3339 UTC. */
  readonly lastReconcile: string;
  /** When it last answered, RFC 3339 UTC. */
  readonly lastUpdate: string;
}
