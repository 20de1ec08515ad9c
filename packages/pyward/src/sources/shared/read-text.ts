import { isAscii } from "node:buffer";
import type { FileTree, ReadFailure } from "../../host/index.ts";
import { fileOrigin, makeGap, type Gap, type GapCode } from "../../model/index.ts";

/** The text of a file of the tree, or the gap that stands for all of it. */
export type ReadText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "gap"; readonly gap: Gap };

/**
 * Reads a file that its format wants in UTF-8. A byte order mark stays in the text, so that offsets are those of the
 * file. `format` ends the sentence "the file is not UTF-8, which … has to be".
 */
export async function readText(tree: FileTree, path: string, format: string): Promise<ReadText> {
  const read = await tree.read(path);
  return read.kind === "file"
    ? decodeText(path, read.bytes, format)
    : { kind: "gap", gap: failureGap(path, read) };
}

/** The same for bytes that were read. */
export function decodeText(path: string, bytes: Uint8Array, format: string): ReadText {
  const text = decodeUtf8(bytes);
  if (text !== null) return { kind: "text", text };
  return wholeFile(path, "unparsable-file", `the file is not UTF-8, which ${format} has to be`);
}

/** What stands for a file that could not be read. */
export function failureGap(path: string, failure: ReadFailure): Gap {
  return makeGap({ code: failureCode(failure), reason: failureReason(failure), origin: fileOrigin(path) });
}

/** As it stands in the file, its byte order mark included; null: it is not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  // Nearly every lock is ASCII, and its bytes are copied three times as fast.
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function wholeFile(path: string, code: GapCode, reason: string): ReadText {
  return { kind: "gap", gap: makeGap({ code, reason, origin: fileOrigin(path) }) };
}

function failureCode(failure: ReadFailure): GapCode {
  if (failure.kind === "outside-root") return "outside-root";
  if (failure.kind === "unreadable" && failure.isAbsent === true) return "missing-file";
  return failure.kind === "too-large" ? "limit-exceeded" : "unreadable";
}

function failureReason(failure: ReadFailure): string {
  switch (failure.kind) {
    case "missing":
      return "the file does not exist";
    case "outside-root":
      return "the file is a link that leads out of the audited root";
    case "too-large":
      return `the file has ${failure.size} bytes; pyward reads up to ${failure.limit}`;
    case "not-a-file":
    case "not-a-directory":
      return "there is no regular file at this path";
    case "unreadable":
      return failure.reason;
    default:
      return failure satisfies never;
  }
}
