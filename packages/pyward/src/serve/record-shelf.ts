/** One record as others get it: OSV JSON, packed as a zip holds it. */
export interface ShelfRecord {
  readonly id: string;
  /** As the record writes it. */
  readonly modified: string;
  /** Of the packages that it names, without suffix (`PyPI`, `npm`), ascending. */
  readonly ecosystems: readonly string[];
  /** Compact JSON, UTF-8. */
  text(): Uint8Array;
  packed(): PackedText;
}

/** A text as a member of a zip has it: raw deflate, CRC-32 and length of what is in it. */
export interface PackedText {
  readonly bytes: Uint8Array;
  readonly crc32: number;
  readonly size: number;
}

/** Every record of a database, to be handed out. Whether a record applies is the index's business. */
export interface RecordShelf {
  /** The suppliers' own records, or ones made from compiled facts: without texts, and of other entries only what matching needs. */
  readonly holds: "records" | "facts";
  /** Says when two shelves give the same bytes. */
  readonly digest: string;
  /** Ascending. */
  ids(): readonly string[];
  /** By the exact id, as the OSV API does; null: not there. */
  byId(id: string): ShelfRecord | null;
  /** Records that cannot be handed out, each with the reason. */
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
}

/** An id that can be a part of a path and the name of a file on every system. Others are left out: nobody could ask for them. */
export function isServable(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._:+-]{0,99}$/.test(id) && !id.includes("..") && !id.endsWith(".");
}
