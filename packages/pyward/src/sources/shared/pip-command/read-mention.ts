import type { FileTree } from "../../../host/index.ts";
import type { Gap } from "../../../model/index.ts";
import { decodeText, failureGap, type ReadText } from "../read-text.ts";

/** The text of a file that may mention installations; `nothing` where it cannot. */
export type ReadMention =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "gap"; readonly gap: Gap };

interface Wanted {
  /** For the sentence "the file is not UTF-8, which … has to be". */
  readonly format: string;
  /** In bytes; the tree's own where it is left out. */
  readonly limit?: number;
}

/** In bytes: a hundred times what anybody writes by hand. */
export const BY_HAND = 2 * 1024 * 1024;

/** Every command that installs holds one of these: `pip install`, `conda create`, `uv add`, `pipx inject`, `pip wheel` … */
const WORDS = ["install", "uv", "inject", "create", "wheel", "download"];

/** Reads a file whose commands are wanted. Most hold none that installs anything: they are known by their bytes. */
export async function readMention(
  tree: FileTree,
  path: string,
  { format, limit }: Wanted,
): Promise<ReadMention> {
  const read = await tree.read(path, limit);
  if (read.kind !== "file") return { kind: "gap", gap: failureGap(path, read) };
  const bytes = Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.length);
  const isTool =
    bytes.includes("pip") || bytes.includes("uv") || bytes.includes("conda") || bytes.includes("mamba");
  if (!isTool || !WORDS.some((word) => bytes.includes(word))) return { kind: "nothing" };
  return decodeText(path, read.bytes, format);
}

/** The text of a file that is written by hand and may be no larger than such files are. */
export async function readByHand(tree: FileTree, path: string, format: string): Promise<ReadText> {
  const read = await tree.read(path, BY_HAND);
  if (read.kind !== "file") return { kind: "gap", gap: failureGap(path, read) };
  return decodeText(path, read.bytes, format);
}
