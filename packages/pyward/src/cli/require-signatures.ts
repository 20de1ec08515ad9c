import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { isPublicKey, isSignedBy } from "../config/check-signature.ts";
import { PywardError } from "../model/index.ts";
import type { Io } from "./io.ts";

/** A key or a signature is some hundred bytes. */
const LIMIT = 4096;

/** A file that is signed, and what it held when that was checked. */
export interface SignedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/**
 * Each file must be signed by the key in the file beside it, `FILE.sig`. `key` is the path of a public key in PEM, or the key itself in base64.
 * Throws PywardError `usage` for what is no key, `bad-database` for what is not signed by it.
 */
export function signedFiles(paths: readonly string[], key: string, io: Io): readonly SignedFile[] {
  const pinned = keyOf(key, io);
  return paths.map((path) => {
    const file = resolve(io.cwd, path);
    const signature = small(`${file}.sig`);
    if (signature === null) throw unsigned(path, `there is no signature at ${path}.sig`);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile())
      throw unsigned(path, "only a file can be signed");
    const bytes = readFileSync(file);
    if (!isSignedBy(bytes, { key: pinned, signature }))
      throw unsigned(path, `${path}.sig is of another file or another key`);
    return { path, bytes };
  });
}

function keyOf(given: string, io: Io): string {
  const file = resolve(io.cwd, given);
  const text = existsSync(file) ? (small(file)?.toString("latin1") ?? "") : given;
  const key = text.replaceAll(/-----[^-]*-----|\s/g, "");
  if (isPublicKey(key)) return key;
  throw new PywardError("usage", `${given} is no Ed25519 public key`, {
    hint: "Give the file that `openssl pkey -in company.key -pubout` writes, or the line in it.",
  });
}

function small(file: string): Buffer | null {
  const found = statSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true && found.size <= LIMIT ? readFileSync(file) : null;
}

function unsigned(path: string, reason: string): PywardError {
  return new PywardError("bad-database", `${path} is not signed by the key: ${reason}`, {
    hint: "Nothing was changed. Fetch the file and its signature anew.",
  });
}
