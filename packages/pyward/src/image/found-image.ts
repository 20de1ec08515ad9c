import type { LayerProblem } from "./apply-members.ts";
import type { BlobStore, Platform } from "./blob-store.ts";

/** A layer of an image that was found. */
export interface FoundLayer {
  readonly mediaType: string;
  /** What the store knows it by. */
  readonly key: string;
  /** Of the stored bytes; null where only the unpacked ones have one. */
  readonly digest: string | null;
  readonly size: number | null;
  readonly diffId: string | null;
}

/** One image of a store, ready to be read. */
export interface FoundImage {
  /** `name:tag` as the store has it; null where it has none. */
  readonly name: string | null;
  readonly platform: Platform | null;
  /** Of its manifest; null where it has none. */
  readonly digest: string | null;
  /** From the lowest up. */
  readonly layers: readonly FoundLayer[];
  readonly store: BlobStore;
}

export interface FoundImages {
  readonly images: readonly FoundImage[];
  readonly problems: readonly LayerProblem[];
  readonly notes: readonly string[];
}

/** The platforms that are asked for, as `linux`, `linux/arm64` or `linux/arm64/v8`; empty: one, by the rule. */
export type WantedPlatforms = readonly string[];
