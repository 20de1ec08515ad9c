import type { FileTree } from "../../../host/index.ts";
import { fileOrigin, makeGap, type Gap } from "../../../model/index.ts";
import { harmless } from "../harmless.ts";
import { parseMetadata, type CoreMetadata } from "../../../python/core-metadata.ts";
import type { Written } from "./requirements.ts";

/** The core metadata of an artifact, null where it has none that can be read, and why. */
export interface ReadMetadata {
  readonly path: string;
  readonly metadata: CoreMetadata | null;
  readonly gaps: readonly Gap[];
}

/** Metadata with a long description is some 100 kB; the largest seen is below 1 MB. */
const METADATA_LIMIT = 8 * 1024 * 1024;

export async function readMetadata(tree: FileTree, path: string): Promise<ReadMetadata> {
  const read = await tree.read(path, METADATA_LIMIT);
  if (read.kind === "file") return { path, metadata: parseMetadata(read.bytes), gaps: [] };
  const origin = fileOrigin(path);
  if (read.kind === "missing") {
    const reason = "the artifact has no such file, and its format wants one";
    return { path, metadata: null, gaps: [makeGap({ code: "unparsable-file", reason, origin })] };
  }
  const gap =
    read.kind === "too-large"
      ? makeGap({ code: "limit-exceeded", reason: `its metadata is larger than ${read.limit} bytes`, origin })
      : makeGap({
          code: "unreadable",
          reason: `its metadata cannot be read (${read.kind === "unreadable" ? harmless(read.reason) : read.kind})`,
          origin,
        });
  return { path, metadata: null, gaps: [gap] };
}

/** Its requirements with their lines. */
export function writtenIn({ path, metadata }: Pick<ReadMetadata, "path" | "metadata">): readonly Written[] {
  return (metadata?.requirements ?? []).map((text, at) => {
    const line = metadata?.requirementLines[at] ?? null;
    return { text, origin: { ...fileOrigin(path), line, column: line === null ? null : 1 } };
  });
}
