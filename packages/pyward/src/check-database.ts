import { openIndex } from "./advisory-index/index.ts";
import { verifyIndex } from "./advisory-index/verify-index.ts";
import type { ByteSource } from "./host/index.ts";
import type { DatabaseInfo } from "./model/index.ts";

/**
 * For `pyward db status`: reads the whole file, compares it with its hash and says what is in it. Throws PywardError
 * `bad-database` where it is not what it was when it was built. Closes the source.
 */
export function checkDatabase(source: ByteSource): { readonly info: DatabaseInfo; readonly size: number } {
  try {
    verifyIndex(source);
    return { info: openIndex(source).info, size: source.size };
  } finally {
    source.close();
  }
}
