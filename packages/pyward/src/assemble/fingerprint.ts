import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/**
 * `sha256:…` over the parts, in their order; null differs from empty. Not Node's own hash: to load its crypto takes
 * longer than everything else that a small audit does.
 */
export function fingerprint(parts: readonly (string | null)[]): string {
  return `sha256:${bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))))}`;
}

/**
 * What a fingerprint has besides where the dependency is a copy inside of another release: that one's name, so that the
 * same flaw in a copy and in the package itself are two findings. Its version changes with every release, and is left out.
 */
export function carrierOf(embeddedIn: string | null): readonly string[] {
  return embeddedIn === null ? [] : [embeddedIn.replace(/^p\d+:/, "").replace(/@.*$/, "")];
}
