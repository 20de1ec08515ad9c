import { createHash } from "node:crypto";
import { gzipSync, zstdCompressSync } from "node:zlib";

import { makeTar, type MadeMember } from "../archive/tar/make-tar.ts";

/** A layer to write, for tests. */
export interface MadeLayer {
  readonly members: readonly MadeMember[];
  readonly packing?: "none" | "gzip" | "zstd";
  /** Stands in the manifest in place of the ordinary one. */
  readonly mediaType?: string;
}

export interface MadeImage {
  readonly layers: readonly MadeLayer[];
  /** `os/architecture`. */
  readonly platform?: string;
}

/** Path → content: what a layout or an archive is made of. */
export type Parts = Readonly<Record<string, Buffer>>;

const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const PACKINGS = {
  none: { pack: (bytes: Buffer) => bytes, ending: "" },
  gzip: { pack: (bytes: Buffer) => gzipSync(bytes), ending: "+gzip" },
  zstd: { pack: (bytes: Buffer) => zstdCompressSync(bytes), ending: "+zstd" },
} as const;

interface Made {
  readonly descriptor: Readonly<Record<string, unknown>>;
  readonly blobs: Parts;
}

function blob(mediaType: string, bytes: Buffer): Made {
  const hex = sha256(bytes);
  const descriptor = { mediaType, digest: `sha256:${hex}`, size: bytes.length };
  return { descriptor, blobs: { [`blobs/sha256/${hex}`]: bytes } };
}

function platformOf(name: string): Readonly<Record<string, string>> {
  const [os = "", architecture = "", variant] = name.split("/");
  return { os, architecture, ...(variant === undefined ? {} : { variant }) };
}

function manifestOf({ layers, platform = "linux/amd64" }: MadeImage): Made {
  const tars = layers.map(({ members }) => makeTar(members));
  const made = layers.map(({ packing = "gzip", mediaType }, at) => {
    const { pack, ending } = PACKINGS[packing];
    return blob(
      mediaType ?? `application/vnd.oci.image.layer.v1.tar${ending}`,
      pack(tars[at] ?? Buffer.alloc(0)),
    );
  });
  const config = blob(
    "application/vnd.oci.image.config.v1+json",
    json({
      ...platformOf(platform),
      rootfs: { type: "layers", diff_ids: tars.map((tar) => `sha256:${sha256(tar)}`) },
    }),
  );
  const manifest = blob(
    "application/vnd.oci.image.manifest.v1+json",
    json({ schemaVersion: 2, config: config.descriptor, layers: made.map(({ descriptor }) => descriptor) }),
  );
  const blobs = Object.assign({}, manifest.blobs, config.blobs, ...made.map((one) => one.blobs));
  return { descriptor: { ...manifest.descriptor, platform: platformOf(platform) }, blobs };
}

/** An OCI layout; images of several platforms stand behind an index of their own. */
export function layoutOf(images: readonly MadeImage[], name = "app:1"): Parts {
  const made = images.map(manifestOf);
  const [first] = made;
  const inner = blob(
    "application/vnd.oci.image.index.v1+json",
    json({ schemaVersion: 2, manifests: made.map(({ descriptor }) => descriptor) }),
  );
  const top = made.length === 1 && first !== undefined ? first : inner;
  const annotations = { "org.opencontainers.image.ref.name": name };
  const blobs: Parts = Object.assign(
    {},
    ...made.map((one) => one.blobs),
    made.length === 1 ? {} : inner.blobs,
  );
  return {
    "oci-layout": json({ imageLayoutVersion: "1.0.0" }),
    "index.json": json({ schemaVersion: 2, manifests: [{ ...top.descriptor, annotations }] }),
    ...blobs,
  };
}

/** What `docker save` wrote before version 25: a folder for each layer, and a link where it is one that was there. */
export function savedParts({ layers, platform = "linux/amd64" }: MadeImage): {
  readonly parts: Parts;
  readonly links: Readonly<Record<string, string>>;
} {
  const tars = layers.map(({ members }) => makeTar(members));
  const digests = tars.map(sha256);
  const config = json({
    ...platformOf(platform),
    rootfs: { type: "layers", diff_ids: digests.map((hex) => `sha256:${hex}`) },
  });
  const paths = tars.map((_, at) => `${String(at).padStart(64, "a")}/layer.tar`);
  const manifest = json([{ Config: `${sha256(config)}.json`, RepoTags: ["app:1"], Layers: paths }]);
  const parts: Record<string, Buffer> = {};
  const links: Record<string, string> = {};
  tars.forEach((tar, at) => {
    const before = digests.indexOf(digests[at] ?? "");
    if (before === at) parts[paths[at] ?? ""] = tar;
    else links[paths[at] ?? ""] = `../${paths[before]}`;
  });
  return { parts: { ...parts, [`${sha256(config)}.json`]: config, "manifest.json": manifest }, links };
}

/** The parts as one tar. */
export function archiveOf(parts: Parts, links: Readonly<Record<string, string>> = {}): Buffer {
  return makeTar([
    ...Object.entries(parts).map(([path, content]) => ({ path, content })),
    ...Object.entries(links).map(([path, content]) => ({ path, type: "2", content })),
  ]);
}

/** Members of an installed distribution in a folder. */
export function distribution(
  folder: string,
  name: string,
  version: string,
  ...requires: readonly string[]
): MadeMember[] {
  const needs = requires.map((requirement) => `Requires-Dist: ${requirement}\n`).join("");
  const path = `${folder}/${name}-${version}.dist-info`;
  return [
    { path: `${path}/`, type: "5" },
    {
      path: `${path}/METADATA`,
      content: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n${needs}`,
    },
    { path: `${path}/INSTALLER`, content: "pip\n" },
    { path: `${path}/RECORD`, content: `${name}/__init__.py,,\n` },
    { path: `${folder}/${name}/__init__.py`, content: "" },
  ];
}
