import type { FileTree, ReadFailure } from "../../host/index.ts";
import { fileOrigin, makeGap, type Gap, type GapCode, type Origin, type Span } from "../../model/index.ts";
import { parseToml, type TomlTable } from "../../syntax/toml/index.ts";

/** A TOML file of the tree: its root table, or the gap that stands for all of it. */
export type ReadToml =
  | { readonly kind: "toml"; readonly file: TomlFile }
  | { readonly kind: "gap"; readonly gap: Gap };

export interface TomlFile {
  readonly root: TomlTable;
  /** The place of an offset. `span`: the text that an edit would replace, or null. */
  originAt(offset: number, span?: Span | null): Origin;
}

/** Reads and parses a target. Offsets count from the start of the text, a byte order mark included. */
export async function readToml(tree: FileTree, path: string): Promise<ReadToml> {
  const read = await tree.read(path);
  if (read.kind !== "file") return wholeFile(path, failureCode(read), failureReason(read));
  const text = decode(read.bytes);
  if (text === null) return wholeFile(path, "unparsable-file", "the file is not UTF-8, which TOML has to be");
  return parseTomlFile(path, text);
}

/** The same for text that is at hand. */
export function parseTomlFile(path: string, text: string): ReadToml {
  const result = parseToml(text);
  if (!result.ok) {
    const { line, column, message } = result.error;
    const origin = { path, line, column, layer: null, span: null };
    return {
      kind: "gap",
      gap: makeGap({ code: "unparsable-file", reason: `it is not TOML: ${message}`, origin }),
    };
  }
  const { root, positionOf } = result.document;
  const originAt = (offset: number, span: Span | null = null): Origin => ({
    path,
    ...positionOf(offset),
    layer: null,
    span,
  });
  return { kind: "toml", file: { root, originAt } };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function wholeFile(path: string, code: GapCode, reason: string): ReadToml {
  return { kind: "gap", gap: makeGap({ code, reason, origin: fileOrigin(path) }) };
}

function failureCode(failure: ReadFailure): GapCode {
  if (failure.kind === "outside-root") return "outside-root";
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
