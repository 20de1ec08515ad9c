/** What CycloneDX, SPDX 2.3 and SPDX 3 call an algorithm. */
export interface Names {
  readonly cyclonedx: string;
  readonly spdx2: string;
  readonly spdx3: string;
  /** Length in hex digits. */
  readonly digits: number;
}

function named(cyclonedx: string, digits: number): Names {
  const spdx2 = cyclonedx.replace(/^SHA-(?=\d)/, "SHA");
  return {
    cyclonedx,
    spdx2,
    spdx3: spdx2
      .toLowerCase()
      .replaceAll("-", "_")
      .replace(/^blake2b_/, "blake2b"),
    digits,
  };
}

/** By Python's names; those that all three formats know. */
const ALGORITHMS: ReadonlyMap<string, Names> = new Map([
  ["md5", named("MD5", 32)],
  ["sha1", named("SHA-1", 40)],
  ["sha256", named("SHA-256", 64)],
  ["sha384", named("SHA-384", 96)],
  ["sha512", named("SHA-512", 128)],
  ["sha3_256", named("SHA3-256", 64)],
  ["sha3_384", named("SHA3-384", 96)],
  ["sha3_512", named("SHA3-512", 128)],
  ["blake2b_256", named("BLAKE2b-256", 64)],
]);

/** Null for an algorithm that they do not know, and for a digest that is none of it. */
export function hashAlgorithm(algorithm: string, digest: string): Names | null {
  const names = ALGORITHMS.get(algorithm);
  return names !== undefined && names.digits === digest.length && /^[0-9a-f]+$/.test(digest) ? names : null;
}
