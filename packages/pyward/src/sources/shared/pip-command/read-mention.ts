import type { FileTree } from "../../../host/index.ts";
import type { Gap } from "../../../model/index.ts";
import { decodeText, failureGap } from "../read-text.ts";

/** The text of a file that may mention installations; `nothing` where it cannot. */
export type ReadMention =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "nothing" }
  | { readonly kind: "gap"; readonly gap: Gap };

/** Every command that installs holds one of these: `pip install`, `conda create`, `uv add`, `pipx inject`, `pip wheel` … */
const WORDS = ["install", "uv", "inject", "create", "wheel", "download"];

/** Reads a file whose commands are wanted. Most hold none that installs anything: they are known by their bytes. */
export async function readMention(tree: FileTree, path: string, format: string): Promise<ReadMention> {
  const read = await tree.read(path);
  if (read.kind !== "file") return { kind: "gap", gap: failureGap(path, read) };
  const bytes = Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.length);
  const isTool =
    bytes.includes("pip") || bytes.includes("uv") || bytes.includes("conda") || bytes.includes("mamba");
  if (!isTool || !WORDS.some((word) => bytes.includes(word))) return { kind: "nothing" };
  return decodeText(path, read.bytes, format);
}
