import { createHash } from "node:crypto";

/** Compares what passes through with a digest. */
export interface DigestCheck {
  /** The same pieces. */
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Once all of them were read: null where they fit, else a sentence. */
  readonly problem: () => string | null;
}

const LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/** Whether it is a digest that can be compared, and so harmless as a part of a path. */
export function isDigest(text: unknown): text is string {
  if (typeof text !== "string") return false;
  const [, algorithm = "", hex = ""] = /^([a-z0-9]+):([0-9a-f]+)$/.exec(text) ?? [];
  return Object.hasOwn(LENGTHS, algorithm) && LENGTHS[algorithm] === hex.length;
}

/** Hashes on the way; `size` null: any. */
export function checkDigest(
  pieces: AsyncIterable<Uint8Array>,
  digest: string,
  size: number | null,
): DigestCheck {
  const [algorithm = "sha256"] = digest.split(":");
  const hash = createHash(algorithm);
  let length = 0;
  let isWhole = false;
  async function* passing(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      hash.update(piece);
      length += piece.length;
      yield piece;
    }
    isWhole = true;
  }
  return {
    pieces: passing(),
    problem: () => {
      if (!isWhole) return "it was not read to its end, so its digest was not compared";
      if (`${algorithm}:${hash.digest("hex")}` !== digest)
        return "its content does not have the digest that names it";
      return size !== null && size !== length ? `it has ${length} bytes, and ${size} are announced` : null;
    },
  };
}
