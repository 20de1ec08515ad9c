import { isObject, parseObject } from "../model/index.ts";
import type { Descriptor, Platform } from "./blob-store.ts";
import { isDigest } from "./digest.ts";

// The documents of the OCI image specification and of Docker, of which only what is used here is read, leniently.

/** What a manifest blob is: a choice of manifests, or one image. */
export type ManifestDocument =
  | { readonly kind: "index"; readonly manifests: readonly Descriptor[] }
  | {
      readonly kind: "manifest";
      readonly config: Descriptor | null;
      readonly layers: readonly Descriptor[];
    }
  /** Says why it can not be used. */
  | { readonly kind: "unknown"; readonly reason: string };

/** More entries than any image or index has. */
const MAX_ENTRIES = 1000;

/** Reads an index or a manifest, of OCI or Docker (schema 2): which of them, its fields say, for media types may be absent. */
export function parseManifest(text: string): ManifestDocument {
  const json = parseObject(text);
  if (json === null) return { kind: "unknown", reason: "the manifest is no JSON object" };
  if (json["schemaVersion"] === 1)
    return { kind: "unknown", reason: "the manifest is of Docker's schema 1, which pyward does not read" };
  if (Array.isArray(json["manifests"])) {
    const manifests = descriptorsOf(json["manifests"]);
    return manifests === null
      ? { kind: "unknown", reason: "an entry of the index has no usable digest" }
      : { kind: "index", manifests };
  }
  const layers = Array.isArray(json["layers"]) ? descriptorsOf(json["layers"]) : null;
  if (layers === null) return { kind: "unknown", reason: "the manifest has no layers with usable digests" };
  return { kind: "manifest", config: descriptorOf(json["config"]), layers };
}

function descriptorsOf(entries: readonly unknown[]): readonly Descriptor[] | null {
  if (entries.length > MAX_ENTRIES) return null;
  const descriptors = entries.flatMap((entry) => descriptorOf(entry) ?? []);
  return descriptors.length === entries.length ? descriptors : null;
}

function descriptorOf(entry: unknown): Descriptor | null {
  if (!isObject(entry) || !isDigest(entry["digest"])) return null;
  const { mediaType, digest, size, platform, annotations } = entry;
  return {
    mediaType: textOr(mediaType, ""),
    digest,
    size: typeof size === "number" ? size : null,
    platform: platformOf(platform),
    annotations: isObject(annotations)
      ? Object.fromEntries(
          Object.entries(annotations).flatMap(([key, value]) =>
            typeof value === "string" ? [[key, value]] : [],
          ),
        )
      : {},
  };
}

/** Also of a config, which has the same keys at its top. */
function platformOf(value: unknown): Platform | null {
  if (!isObject(value) || typeof value["os"] !== "string" || typeof value["architecture"] !== "string")
    return null;
  const variant = textOr(value["variant"], "");
  return { os: value["os"], architecture: value["architecture"], variant: variant === "" ? null : variant };
}

/** What an image's configuration says of its layers. Its history is not read: build arguments in it are often secrets. */
export interface ImageConfig {
  readonly platform: Platform | null;
  /** The digests of the unpacked layers, from the lowest up; null for one that is not usable. */
  readonly diffIds: readonly (string | null)[];
}

/** Null where the text is no configuration of an image (an artifact has another one). */
export function parseConfig(text: string): ImageConfig | null {
  const json = parseObject(text);
  const rootfs = json?.["rootfs"];
  if (json === null || !isObject(rootfs) || !Array.isArray(rootfs["diff_ids"])) return null;
  return {
    platform: platformOf(json),
    diffIds: rootfs["diff_ids"].slice(0, MAX_ENTRIES).map((id) => (isDigest(id) ? id : null)),
  };
}

/** One image of `manifest.json` in what `docker save` writes. Paths are in the archive. */
export interface SavedImage {
  readonly config: string;
  readonly tags: readonly string[];
  /** From the lowest up. */
  readonly layers: readonly string[];
}

/** Null where the text is not that list. */
export function parseSavedImages(text: string): readonly SavedImage[] | null {
  const json = parseJson(text);
  if (!Array.isArray(json) || json.length === 0 || json.length > MAX_ENTRIES) return null;
  const images = json.flatMap((entry): SavedImage[] => {
    if (!isObject(entry) || typeof entry["Config"] !== "string") return [];
    const layers = textsOf(entry["Layers"]);
    return layers === null || layers.length > MAX_ENTRIES
      ? []
      : [{ config: entry["Config"], tags: textsOf(entry["RepoTags"]) ?? [], layers }];
  });
  return images.length === json.length ? images : null;
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value : null;
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
