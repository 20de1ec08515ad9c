import { createHash } from "node:crypto";

export type ObjectType = "commit" | "tree" | "blob" | "tag";

/** A repository names its objects by SHA-1 (40 digits) or by SHA-256 (64): gitformat-pack(5), "Object format". */
export type HashFormat = "sha1" | "sha256";

/** The bytes of an id. */
export function idBytes(format: HashFormat): number {
  return format === "sha1" ? 20 : 32;
}

/** A whole id, in lower case. */
export function isObjectId(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}

/** The id that the content has; another one than asked for means that the repository lies. */
export function idOf(format: HashFormat, type: ObjectType, content: Uint8Array): string {
  return createHash(format).update(`${type} ${content.length}\0`).update(content).digest("hex");
}
