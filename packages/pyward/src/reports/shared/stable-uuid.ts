import { createHash } from "node:crypto";

/** The namespace of pyward's ids, drawn once. Another one would give every document and finding a new identity. */
const NAMESPACE = "5b0c2c8e-7c1e-4f0b-9d3a-6a1f9f0e4c57";

/** A UUID of version 5 (RFC 9562, 5.5): the same text gives the same one. It names, and protects nothing. */
export function stableUuid(text: string): string {
  const digest = createHash("sha1")
    .update(Buffer.from(NAMESPACE.replaceAll("-", ""), "hex"))
    .update(text)
    .digest("hex");
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `5${digest.slice(13, 16)}`,
    `${variant}${digest.slice(18, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}
