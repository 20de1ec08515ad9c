/** Whether a lock was made from the manifest that it stands for, as it is now. */
export type Staleness =
  /** The lock says so itself: nothing that the manifest asks for is missing in it for want of locking. */
  | { readonly kind: "fresh" }
  /** The lock says nothing that could be compared. */
  | { readonly kind: "unsaid" }
  | {
      readonly kind: "stale";
      /** What differs, each the end of the sentence "stale lock: …". */
      readonly reasons: readonly string[];
      /** Names that the lock knows to be asked for, whether or not it had to lock something for them. */
      readonly listed: readonly string[];
    };
