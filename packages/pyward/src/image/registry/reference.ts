import { isDigest } from "../digest.ts";

/** An image in a registry, as the command line names it. */
export interface ImageReference {
  /** With its port. */
  readonly host: string;
  readonly name: string;
  /** Null where only a digest is given. */
  readonly tag: string | null;
  readonly digest: string | null;
}

const NAME = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:]+\])(?::\d{1,5})?$/;
const TAG = /^\w[\w.-]{0,127}$/;
/** Of a host and a name together, as Docker has it; the specification wants clients to take that much. */
const LONGEST = 255;

/**
 * Reads `HOST[:PORT]/NAME[:TAG][@DIGEST]` (distribution specification, "Pulling manifests"); null where it is none. A host
 * is needed, and told from the first part of a name as Docker tells it: no registry is the default one.
 */
export function parseReference(text: string): ImageReference | null {
  if (text.length > 1000) return null;
  const [, typed = "", rest = ""] = /^([^/]+)\/(.+)$/.exec(text) ?? [];
  const host = typed.toLowerCase();
  const isHost = HOST.test(host) && (/[.:[]/.test(host) || host === "localhost");
  const named = isHost ? parseName(rest) : null;
  return named === null || host.length + named.name.length > LONGEST ? null : { host, ...named };
}

/** Reads `[HOST[:PORT]/]NAME[:TAG][@DIGEST]` as an engine knows its images; without both it means the tag `latest`. Null where it is none. */
export function parseEngineName(text: string): string | null {
  if (text.length > 1000) return null;
  if (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(text)) return text; // the image's id, whole or its start
  const found = parseReference(text) ?? parseName(text);
  if (found === null) return null;
  return found.tag === "latest" && found.digest === null && !text.endsWith(":latest")
    ? `${text}:latest`
    : text;
}

function parseName(text: string): Omit<ImageReference, "host"> | null {
  const [named = "", digest = null, more] = text.split("@");
  const [name = "", tag = digest === null ? "latest" : null, other] = named.split(":");
  if (more !== undefined || other !== undefined || !NAME.test(name)) return null;
  if ((tag !== null && !TAG.test(tag)) || (digest !== null && !isDigest(digest))) return null;
  return { name, tag, digest };
}

/** The way back: with the tag that counts where none was written. */
export function referenceText({ host, name, tag, digest }: ImageReference): string {
  return `${host}/${name}${tag === null ? "" : `:${tag}`}${digest === null ? "" : `@${digest}`}`;
}
