import type { LayerProblem } from "./apply-members.ts";
import type { BlobStore } from "./blob-store.ts";
import { checkDigest } from "./digest.ts";
import { DOCUMENT_LIMIT } from "./limits.ts";

/** A document, with what is wrong with it; or why there is none. */
export type ReadDocument =
  | { readonly kind: "text"; readonly text: string; readonly problem: LayerProblem | null }
  | { readonly kind: "problem"; readonly problem: LayerProblem };

/** Reads an index, a manifest or a configuration, and compares it with its digest; `what` begins the sentences. */
export async function readDocument(store: BlobStore, digest: string, what: string): Promise<ReadDocument> {
  const fail = (code: LayerProblem["code"], reason: string): ReadDocument => ({
    kind: "problem",
    problem: { code, reason: `${what} ${reason}` },
  });
  const opened = await store.open(digest);
  if (opened.kind === "missing") return fail("missing-file", "is not there");
  if (opened.kind === "unreadable") return fail("unreadable", `cannot be read: ${opened.reason}`);
  const check = checkDigest(opened.pieces, digest, null);
  const bytes = await collect(check.pieces);
  if (bytes.kind === "too-large") return fail("limit-exceeded", `is larger than ${DOCUMENT_LIMIT} bytes`);
  if (bytes.kind === "unreadable") return fail("unreadable", `cannot be read: ${bytes.reason}`);
  const wrong = check.problem();
  const problem =
    wrong === null ? null : ({ code: "unreadable", reason: `${what} is not what it was: ${wrong}` } as const);
  return { kind: "text", text: bytes.text, problem };
}

type Collected =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "too-large" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** All of it as text, up to the limit of a document. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Collected> {
  const all: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of pieces) {
      size += piece.length;
      if (size > DOCUMENT_LIMIT) return { kind: "too-large" };
      all.push(Uint8Array.from(piece));
    }
  } catch (error) {
    return { kind: "unreadable", reason: error instanceof Error ? error.message : "it is damaged" };
  }
  return { kind: "text", text: new TextDecoder().decode(Buffer.concat(all)) };
}
