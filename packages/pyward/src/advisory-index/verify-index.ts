import { createHash } from "node:crypto";

import type { ByteSource } from "../host/index.ts";
import { damaged, HEADER_SIZE } from "./store/layout.ts";
import { readHeader } from "./store/open-index.ts";

const STEP = 1024 * 1024;

/**
 * Reads the whole file and compares it with the hash in its header; throws PywardError `bad-database` where they
 * differ. For `db status` and `db import`: a lookup checks what it reads on its own.
 */
export function verifyIndex(source: ByteSource): void {
  const { sha256 } = readHeader(source);
  const hash = createHash("sha256");
  const stretch = new Uint8Array(STEP);
  for (let offset = HEADER_SIZE; offset < source.size; offset += STEP) {
    const part = stretch.subarray(0, Math.min(STEP, source.size - offset));
    if (source.readInto === undefined) hash.update(source.read(offset, part.length));
    else {
      source.readInto(part, offset);
      hash.update(part);
    }
  }
  if (hash.digest("hex") !== sha256)
    throw damaged("the advisory database is not what it was when it was built");
}
