import { createHash } from "node:crypto";
import { HttpFailure, type Progress } from "../../host/index.ts";
import type { Descriptor, OpenedBlob } from "../blob-store.ts";
import { isDigest } from "../digest.ts";
import { parseManifest, type ManifestDocument } from "../documents.ts";
import { DOCUMENT_LIMIT } from "../limits.ts";
import type { ImageFiles } from "../linked-files.ts";
import { wholeOf, type Answer } from "../../host/ask.ts";
import { fetchBlob } from "./fetch-blob.ts";
import { referenceText, type ImageReference } from "./reference.ts";
import type { RegistrySession } from "./session.ts";

/** An image of a registry as a layout of the OCI, of which every file is fetched when it is opened. */
export interface RegistryFiles {
  readonly files: ImageFiles;
  /** Of the index or manifest that the reference stands for; null where there is none. */
  readonly digest: string | null;
}

/** The media types of what `parseManifest` reads. */
const ACCEPTED = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/** Fetches the manifest of the reference, and no more yet. What goes wrong is the problem of the files. */
export async function registryFiles(
  reference: ImageReference,
  session: RegistrySession,
  progress: Progress,
): Promise<RegistryFiles> {
  progress.step(`asking ${reference.host}`);
  try {
    const top = await fetchTop(reference, session);
    const known = new Map<string, Known>([[top.digest, { kind: "fetched", bytes: top.bytes }]]);
    learn(known, top.document);
    return {
      files: layoutOf(indexOf(reference, top), openerOf(session, known, progress)),
      digest: top.digest,
    };
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const hint = error.message.endsWith("does not speak TLS") ? " (registry+http: asks without)" : "";
    const problem = { code: "unreachable", reason: `${reference.host}: ${error.message}${hint}` } as const;
    return { files: noFiles(problem), digest: null };
  }
}

interface Top {
  readonly digest: string;
  readonly bytes: Buffer;
  readonly document: ManifestDocument;
}

async function fetchTop(reference: ImageReference, session: RegistrySession): Promise<Top> {
  const wanted = reference.digest ?? reference.tag ?? "latest";
  const answer = await session.get(`manifests/${wanted}`, { accept: ACCEPTED });
  const bytes = await manifestIn(answer);
  const announced = answer.header("docker-content-digest");
  // Whoever reads the layout compares it: a registry that gives something else than it says is then a gap.
  const digest =
    reference.digest ??
    (isDigest(announced) ? announced : `sha256:${createHash("sha256").update(bytes).digest("hex")}`);
  return { digest, bytes, document: parseManifest(bytes.toString("utf8")) };
}

async function manifestIn(answer: Answer): Promise<Buffer> {
  if (answer.status !== 200) {
    answer.discard();
    throw new HttpFailure(refusalOf(answer.status, "image of this name"), false);
  }
  const bytes = await wholeOf(answer, DOCUMENT_LIMIT);
  // A captive portal, a login page, a web server that is no registry.
  if (!/^\s*\{/.test(bytes.toString("latin1", 0, 100))) {
    const type = /^[\w.+/-]+/.exec(answer.header("content-type") ?? "")?.[0] ?? "no media type";
    throw new HttpFailure(
      `it answers with what is no manifest (${type}): is this the host of a registry?`,
      false,
    );
  }
  return bytes;
}

function refusalOf(status: number, what: string): string {
  if (status === 404) return `it has no ${what}`;
  if (status === 403) return "it denies access";
  return `it answers with status ${status}`;
}

/** Of one image: an index, its manifests for some platforms; more are made to be endless. */
const MOST_MANIFESTS = 100;

/** What can be fetched: only digests that a manifest has named, so that all of it is bounded and compared. */
type Known =
  | { readonly kind: "fetched"; readonly bytes: Buffer }
  | { readonly kind: "manifest" }
  | { readonly kind: "blob"; readonly size: number | null };

function learn(known: Map<string, Known>, document: ManifestDocument): void {
  const add = (descriptors: readonly Descriptor[], as: (one: Descriptor) => Known): void => {
    for (const one of descriptors) if (!known.has(one.digest)) known.set(one.digest, as(one));
  };
  if (document.kind === "index") add(document.manifests, () => ({ kind: "manifest" }));
  if (document.kind === "manifest") {
    const { config, layers } = document;
    add(config === null ? layers : [config, ...layers], ({ size }) => ({ kind: "blob", size }));
  }
}

function openerOf(
  session: RegistrySession,
  known: Map<string, Known>,
  progress: Progress,
): (digest: string) => Promise<OpenedBlob> {
  let manifests = 1;
  async function* manifest(digest: string): AsyncGenerator<Uint8Array> {
    manifests += 1;
    if (manifests > MOST_MANIFESTS)
      throw new HttpFailure(`more than ${MOST_MANIFESTS} manifests would have to be fetched`, false);
    const bytes = await manifestIn(await session.get(`manifests/${digest}`, { accept: ACCEPTED }));
    learn(known, parseManifest(bytes.toString("utf8")));
    yield bytes;
  }
  return async (digest) => {
    const one = known.get(digest);
    if (one === undefined) return { kind: "missing" };
    if (one.kind === "fetched") return { kind: "blob", pieces: once(one.bytes) };
    // When it is read: of the platforms of an index most are never asked for.
    if (one.kind === "manifest") return { kind: "blob", pieces: manifest(digest) };
    return await fetchBlob(session, { digest, size: one.size }, progress);
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Names the image as it was asked for. */
function indexOf(reference: ImageReference, { digest, bytes, document }: Top): Buffer {
  const what = document.kind === "index" ? "index" : "manifest";
  const descriptor = {
    mediaType: `application/vnd.oci.image.${what}.v1+json`,
    digest,
    size: bytes.length,
    annotations: { "org.opencontainers.image.ref.name": referenceText(reference) },
  };
  return Buffer.from(JSON.stringify({ schemaVersion: 2, manifests: [descriptor] }));
}

function layoutOf(index: Buffer, open: (digest: string) => Promise<OpenedBlob>): ImageFiles {
  const isOwn = (path: string): boolean => path === "index.json" || path === "oci-layout";
  return {
    has: async (path) => isOwn(path),
    open: async (path) => {
      if (path === "index.json") return { kind: "blob", pieces: once(index) };
      const [, algorithm, hex] = /^blobs\/([a-z0-9]+)\/([0-9a-f]+)$/.exec(path) ?? [];
      return algorithm === undefined ? { kind: "missing" } : await open(`${algorithm}:${hex}`);
    },
    problem: null,
  };
}

/** Where nothing could be fetched. */
export function noFiles(problem: NonNullable<ImageFiles["problem"]>): ImageFiles {
  return { has: async () => false, open: async () => ({ kind: "missing" }), problem };
}
