import type { FileTree } from "../host/index.ts";
import type { Allowance } from "./glob.ts";
import type { Ignored, IgnoreFile } from "./ignore-rules.ts";

/** A larger `.gitignore` is not used. The largest seen in the wild has some 50 kB. */
const MAX_BYTES = 1024 * 1024;

/** The rules that hold in a folder: those of its own `.gitignore` and of the folders above it. */
export interface IgnoreChain {
  readonly files: readonly IgnoreFile[];
  ignoring(path: string, isFolder: boolean): Ignored | null;
}

export const NO_RULES: IgnoreChain = { files: [], ignoring: () => null };

/** What reading rules needs, and what it finds out on the way. */
export interface ChainContext {
  readonly tree: FileTree;
  readonly allowance: Allowance;
  /** Files that are too large or not readable. */
  readonly unused: string[];
}

/** The chain with the `.gitignore` of `folder` added. What compares rules is loaded when there is one. */
export async function lengthen(
  chain: IgnoreChain,
  folder: string,
  { tree, allowance, unused }: ChainContext,
): Promise<IgnoreChain> {
  const path = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
  const read = await tree.read(path, MAX_BYTES);
  if (read.kind === "missing" || read.kind === "not-a-file") return chain;
  const { findIgnoring, parseIgnoreFile } = await import("./ignore-rules.ts");
  const file = read.kind === "file" ? parseIgnoreFile(folder, new TextDecoder().decode(read.bytes)) : null;
  if (file === null) unused.push(path);
  if (file === null || file.rules.length === 0) return chain;
  const files = [...chain.files, file];
  return {
    files,
    ignoring: (asked, isFolder) => findIgnoring(files, { names: asked.split("/"), isFolder }, allowance),
  };
}

/**
 * The rules of the folders above `start`. Where they leave out the start itself they are no rules for it: it was named.
 * A folder that is a repository of its own begins anew.
 */
export async function chainAbove(start: string, context: ChainContext): Promise<IgnoreChain> {
  if (start === "") return NO_RULES;
  const names = start.split("/");
  let chain = await lengthen(NO_RULES, "", context);
  for (let depth = 1; depth <= names.length; depth++) {
    const path = names.slice(0, depth).join("/");
    if (chain.ignoring(path, true) !== null) chain = NO_RULES;
    if (depth === names.length) break;
    if ((await context.tree.stat(`${path}/.git`)).kind === "found") chain = NO_RULES;
    chain = await lengthen(chain, path, context);
  }
  return chain;
}
