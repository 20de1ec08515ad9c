import type { LayerProblem } from "./apply-members.ts";
import { platformName, type BlobStore, type Descriptor, type Platform } from "./blob-store.ts";
import { choosePlatforms, fits } from "./choose-platforms.ts";
import { parseConfig, parseManifest, type ImageConfig } from "./documents.ts";
import type { FoundImage, FoundImages, FoundLayer, WantedPlatforms } from "./found-image.ts";
import { readDocument } from "./read-document.ts";

/**
 * The images that descriptors lead to: those of `index.json` of a layout, or the one that a registry gives for a tag.
 * Entries of one name are one image for several platforms.
 */
export async function imagesBehind(
  store: BlobStore,
  top: readonly Descriptor[],
  wanted: WantedPlatforms,
): Promise<FoundImages> {
  const images: FoundImage[] = [];
  const problems: LayerProblem[] = [];
  const notes: string[] = [];
  for (const [name, descriptors] of Map.groupBy(top, nameOf)) {
    const leaves = await manifestsBelow(store, descriptors, problems);
    const chosen = choosePlatforms(await present(store, leaves), wanted);
    if (chosen.length === 0 && leaves.length > 0) problems.push(noneFor(wanted, leaves));
    notes.push(...notRead(name, leaves, chosen));
    for (const leaf of chosen) {
      const image = await imageOf(store, leaf, { name, wanted, problems });
      if (image !== null) images.push(image);
    }
  }
  return { images, problems, notes };
}

/** As containerd and the specification annotate it; the same for all platforms of an image. */
function nameOf({ annotations }: Descriptor): string | null {
  return annotations["io.containerd.image.name"] ?? annotations["org.opencontainers.image.ref.name"] ?? null;
}

/** Indexes in indexes are rare, deeper ones are made to be endless. */
const MAX_DEPTH = 4;
const MAX_MANIFESTS = 1000;

/** The manifests of images; what an index says about the manifests themselves (attestations, signatures) is none. */
async function manifestsBelow(
  store: BlobStore,
  descriptors: readonly Descriptor[],
  problems: LayerProblem[],
): Promise<readonly Descriptor[]> {
  const found = new Map<string, Descriptor>();
  let level: readonly Descriptor[] = descriptors;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH || found.size + level.length > MAX_MANIFESTS) {
      problems.push({
        code: "limit-exceeded",
        reason: "the index holds too many manifests, or too deep ones",
      });
      break;
    }
    const next: Descriptor[] = [];
    for (const descriptor of level) {
      if (!isIndex(descriptor.mediaType)) {
        if (!isAttestation(descriptor)) found.set(descriptor.digest, descriptor);
        continue;
      }
      next.push(...(await entriesOf(store, descriptor, problems)));
    }
    level = next;
  }
  return [...found.values()];
}

async function entriesOf(
  store: BlobStore,
  { digest }: Descriptor,
  problems: LayerProblem[],
): Promise<readonly Descriptor[]> {
  const read = await readDocument(store, digest, `the index ${digest}`);
  if (read.problem !== null) problems.push(read.problem);
  if (read.kind === "problem") return [];
  const document = parseManifest(read.text);
  if (document.kind === "index") return document.manifests;
  problems.push({ code: "unparsable-file", reason: `the index ${digest} is none` });
  return [];
}

function isIndex(mediaType: string): boolean {
  return /image\.index|manifest\.list/.test(mediaType);
}

function isAttestation({ annotations, platform }: Descriptor): boolean {
  return annotations["vnd.docker.reference.type"] !== undefined || platform?.os === "unknown";
}

/** Saved layouts keep the index of all platforms and the blobs of some. Where none is there, all of them are missed. */
async function present(store: BlobStore, leaves: readonly Descriptor[]): Promise<readonly Descriptor[]> {
  const there: Descriptor[] = [];
  for (const leaf of leaves) if ((await store.open(leaf.digest)).kind !== "missing") there.push(leaf);
  return there.length === 0 ? leaves : there;
}

function noneFor(wanted: WantedPlatforms, leaves: readonly Descriptor[]): LayerProblem {
  const reason = `there is no image for ${wanted.join(" or ")}; there is ${leaves.map(shownPlatform).join(", ")}`;
  return { code: "nothing-to-audit", reason };
}

function shownPlatform({ platform, digest }: { platform: Platform | null; digest: string }): string {
  return platform === null ? digest : platformName(platform);
}

function notRead(
  name: string | null,
  leaves: readonly Descriptor[],
  chosen: readonly Descriptor[],
): readonly string[] {
  const others = leaves.filter((leaf) => !chosen.includes(leaf));
  if (others.length === 0 || chosen.length === 0) return [];
  const of = name === null ? "" : ` of ${name}`;
  const list = (some: readonly Descriptor[]): string => some.map(shownPlatform).join(", ");
  return [`${list(chosen)}${of} was audited; not audited: ${list(others)} (--platform OS/ARCH chooses)`];
}

interface Asked {
  readonly name: string | null;
  readonly wanted: WantedPlatforms;
  readonly problems: LayerProblem[];
}

async function imageOf(
  store: BlobStore,
  leaf: Descriptor,
  { name, wanted, problems }: Asked,
): Promise<FoundImage | null> {
  const read = await readDocument(store, leaf.digest, `the manifest ${leaf.digest}`);
  if (read.problem !== null) problems.push(read.problem);
  if (read.kind === "problem") return null;
  const manifest = parseManifest(read.text);
  if (manifest.kind !== "manifest") {
    const reason = manifest.kind === "unknown" ? manifest.reason : `the manifest ${leaf.digest} is an index`;
    problems.push({ code: "unsupported-format", reason });
    return null;
  }
  const config = manifest.config === null ? null : await configOf(store, manifest.config, problems);
  const platform = leaf.platform ?? config?.platform ?? null;
  if (wanted.length > 0 && !wanted.some((one) => fits(platform, one))) {
    problems.push(noneFor(wanted, [{ ...leaf, platform }]));
    return null;
  }
  return { name, platform, digest: leaf.digest, layers: layersOf(manifest.layers, config, problems), store };
}

async function configOf(
  store: BlobStore,
  { digest }: Descriptor,
  problems: LayerProblem[],
): Promise<ImageConfig | null> {
  const read = await readDocument(store, digest, `the configuration ${digest}`);
  if (read.problem !== null) problems.push(read.problem);
  if (read.kind === "problem") return null;
  const config = parseConfig(read.text);
  if (config === null)
    problems.push({ code: "unsupported-format", reason: `${digest} is no configuration of an image` });
  return config;
}

function layersOf(
  layers: readonly Descriptor[],
  config: ImageConfig | null,
  problems: LayerProblem[],
): readonly FoundLayer[] {
  if (config !== null && config.diffIds.length !== layers.length) {
    const reason = `the manifest has ${layers.length} layers, and the configuration ${config.diffIds.length}`;
    problems.push({ code: "unparsable-file", reason });
  }
  return layers.map(({ mediaType, digest, size }, at) => ({
    mediaType,
    key: digest,
    digest,
    size,
    diffId: config?.diffIds[at] ?? null,
  }));
}
