import { createHash } from "node:crypto";

/** `sha256:…` over the parts, in their order; null differs from empty. */
export function fingerprint(parts: readonly (string | null)[]): string {
  return `sha256:${createHash("sha256").update(JSON.stringify(parts)).digest("hex")}`;
}
