import { createPublicKey, verify, type KeyObject } from "node:crypto";

/** SubjectPublicKeyInfo of an Ed25519 key is this and the 32 bytes of the key (RFC 8410, section 4). */
const ED25519_HEAD = Buffer.from("302a300506032b6570032100", "hex");
const KEY_SIZE = 32;
const SIGNATURE_SIZE = 64;

/**
 * Whether a detached Ed25519 signature (RFC 8032) over these very bytes is by the key. `key` is base64 of the 32 bytes of the key or of its
 * SubjectPublicKeyInfo, as it stands between the lines of a PEM file; `signature` is the content of a signature file: 64 bytes, or base64 of them.
 * Never throws: what cannot be read is no signature.
 */
export function isSignedBy(
  bytes: Uint8Array,
  { key, signature }: { readonly key: string; readonly signature: Uint8Array },
): boolean {
  const publicKey = publicKeyOf(key);
  const raw = signatureOf(signature);
  return publicKey !== null && raw !== null && verify(null, bytes, publicKey, raw);
}

/** Whether a text is a key that `isSignedBy` can use. */
export function isPublicKey(key: string): boolean {
  return publicKeyOf(key) !== null;
}

function publicKeyOf(text: string): KeyObject | null {
  const given = Buffer.from(text.trim(), "base64");
  const der = given.length === KEY_SIZE ? Buffer.concat([ED25519_HEAD, given]) : given;
  try {
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return key.asymmetricKeyType === "ed25519" ? key : null;
  } catch {
    return null;
  }
}

function signatureOf(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length === SIGNATURE_SIZE) return bytes;
  const text = Buffer.from(bytes).toString("latin1").replaceAll(/\s/g, "");
  const raw = /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : null;
  return raw?.length === SIGNATURE_SIZE ? raw : null;
}
