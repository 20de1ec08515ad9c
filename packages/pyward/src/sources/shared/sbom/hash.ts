import { isHash } from "../hashes.ts";

/** The model's form of a hash, with Python's names of algorithms (`sha256`, `sha3_256`, `blake2b_256`); null: none. */
export function toHash(algorithm: string | null, value: string | null): string | null {
  if (algorithm === null || value === null) return null;
  const name = algorithm.toLowerCase().replace(/^sha-/, "sha").replaceAll("-", "_");
  const hash = `${name}:${value.toLowerCase()}`;
  return isHash(hash) ? hash : null;
}
