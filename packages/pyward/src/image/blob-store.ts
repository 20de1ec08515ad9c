/** A blob, opened; or why it is not there. */
export type OpenedBlob =
  | { readonly kind: "blob"; readonly pieces: AsyncIterable<Uint8Array> }
  | { readonly kind: "missing" }
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * Where the parts of images lie: a layout on the disk, an archive, a registry, an engine. Whoever reads a blob compares
 * it with its digest; a store only has to find it. Blobs are asked for one at a time, layers from the lowest up.
 */
export interface BlobStore {
  /** By `algorithm:hex`. What the pieces throw counts as damage of this blob. */
  open(digest: string): Promise<OpenedBlob>;
}

/** One part of an image (OCI image specification, "Content Descriptors"). */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** Bytes; null where nothing says it. */
  readonly size: number | null;
  readonly platform: Platform | null;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What an image runs on. */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | null;
}

/** `linux/arm64/v8`. */
export function platformName({ os, architecture, variant }: Platform): string {
  return [os, architecture, ...(variant === null ? [] : [variant])].join("/");
}
