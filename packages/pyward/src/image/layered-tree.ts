import { makeFolder, resolvePath, type ImageFolder, type ImageLeaf, type ImageNode } from "./nodes.ts";

/** What of a file is kept: its content, only that it is there, or nothing. */
export type Keep = "content" | "name" | "nothing";

/** What a whole image may take of memory. */
export interface TreeLimits {
  readonly maxNodes: number;
  /** Bytes of all kept contents. */
  readonly maxKept: number;
  /** Folders on the way to a file. */
  readonly maxDepth: number;
}

/** An image that grows layer by layer (OCI image specification, "Image Layer Filesystem Changeset"). */
export interface LayeredTree {
  readonly root: ImageFolder;
  readonly limits: TreeLimits;
  /** Paths that are kept. */
  nodes: number;
  /** Bytes of all kept contents. */
  kept: number;
}

export function growTree(limits: TreeLimits): LayeredTree {
  return { root: makeFolder(0, 0), limits, nodes: 0, kept: 0 };
}

/** Puts a leaf at a path. Null; or why not, where it is over a limit: then only what lay there is removed. */
export function putLeaf(tree: LayeredTree, names: readonly string[], leaf: ImageLeaf): string | null {
  const { folder, name } = placeOf(tree.root, names);
  if (folder === null) return overLimit(tree, names.length, 0) ?? BEHIND_A_LOOP;
  const size = leaf.kind === "file" ? (leaf.bytes?.length ?? 0) : 0;
  const problem = overLimit(tree, folder.length + 1, size);
  if (problem === null) set(tree, makeFolders(tree, folder, leaf.layer), name, leaf);
  else dropPath(tree, names);
  return problem;
}

/** An entry of its own for a folder. One that is not there yet is made only where it matters by itself. */
export function putFolder(
  tree: LayeredTree,
  names: readonly string[],
  { layer, matters }: { readonly layer: number; readonly matters: boolean },
): string | null {
  const { folder, name } = placeOf(tree.root, names);
  if (folder === null) return matters ? BEHIND_A_LOOP : null;
  const parent = folderAt(tree.root, folder);
  const known = parent?.children.get(name);
  if (known?.kind === "directory") {
    known.layer = layer;
    return null;
  }
  if (!matters) {
    if (parent !== null) remove(tree, parent, name);
    return null;
  }
  const problem = overLimit(tree, folder.length + 1, 0);
  if (problem === null) set(tree, makeFolders(tree, folder, layer), name, makeFolder(layer, layer));
  return problem;
}

/** Something of which nothing is kept takes the place of what lay there. */
export function dropPath(tree: LayeredTree, names: readonly string[]): void {
  const { folder, name } = placeOf(tree.root, names);
  const parent = folder === null ? null : folderAt(tree.root, folder);
  if (parent !== null) remove(tree, parent, name);
}

/** `.wh.NAME`: hides what layers below `layer` have at a path. */
export function hidePath(tree: LayeredTree, names: readonly string[], layer: number): void {
  const { folder, name } = placeOf(tree.root, names);
  const parent = folder === null ? null : folderAt(tree.root, folder);
  const node = parent?.children.get(name);
  if (parent === null || node === undefined) return;
  if (node.kind === "directory") clearFolder(tree, node, layer);
  if (isGone(node, layer)) remove(tree, parent, name);
}

/** `.wh..wh..opq`: hides what layers below `layer` have in a folder. */
export function clearPath(tree: LayeredTree, names: readonly string[], layer: number): void {
  const resolved = resolvePath(tree.root, names);
  if (resolved.kind === "found" && resolved.node.kind === "directory")
    clearFolder(tree, resolved.node, layer);
}

/** What lies at a path; links on the way are followed, the last one is not. */
export function findPath(tree: LayeredTree, names: readonly string[]): ImageNode | null {
  const resolved = resolvePath(tree.root, names, false);
  return resolved.kind === "found" ? resolved.node : null;
}

/** Where a path ends that `resolvePath` gives up. */
export const BEHIND_A_LOOP = "a path behind a loop of links";

function overLimit({ limits, nodes, kept }: LayeredTree, depth: number, bytes: number): string | null {
  if (depth > limits.maxDepth) return `more than ${limits.maxDepth} folders deep`;
  if (nodes + depth > limits.maxNodes) return `more than ${limits.maxNodes} paths to keep`;
  return kept + bytes > limits.maxKept ? `more than ${limits.maxKept} bytes to keep` : null;
}

function set(tree: LayeredTree, folder: ImageFolder, name: string, node: ImageNode): void {
  remove(tree, folder, name);
  folder.children.set(name, node);
  tree.nodes += 1;
  if (node.kind === "file") tree.kept += node.bytes?.length ?? 0;
}

function remove(tree: LayeredTree, folder: ImageFolder, name: string): void {
  const node = folder.children.get(name);
  if (node === undefined) return;
  forget(tree, node);
  folder.children.delete(name);
}

function forget(tree: LayeredTree, node: ImageNode): void {
  tree.nodes -= 1;
  if (node.kind === "file") tree.kept -= node.bytes?.length ?? 0;
  if (node.kind === "directory") for (const child of node.children.values()) forget(tree, child);
}

interface Place {
  /** Null: it is behind a loop of links. */
  readonly folder: readonly string[] | null;
  readonly name: string;
}

/** As the tools unpack: links on the way are followed inside the image, the last name is meant itself. */
function placeOf(root: ImageFolder, names: readonly string[]): Place {
  const name = names.at(-1) ?? "";
  const parents = names.slice(0, -1);
  if (folderAt(root, parents) !== null) return { folder: parents, name };
  const resolved = resolvePath(root, parents);
  return { folder: resolved.kind === "loop" ? null : resolved.path, name };
}

/** Without following anything: the folder that is there; null where there is none, or a link on the way. */
function folderAt(root: ImageFolder, names: readonly string[]): ImageFolder | null {
  let folder: ImageFolder = root;
  for (const name of names) {
    const child = folder.children.get(name);
    if (child?.kind !== "directory") return null;
    folder = child;
  }
  return folder;
}

function makeFolders(tree: LayeredTree, names: readonly string[], layer: number): ImageFolder {
  let folder: ImageFolder = tree.root;
  for (const name of names) {
    const child = folder.children.get(name);
    if (child?.kind === "directory") folder = child;
    else {
      const made = makeFolder(layer, layer);
      set(tree, folder, name, made);
      folder = made;
    }
  }
  return folder;
}

/** Removes what layers below have in it. Nothing that this layer has put there before or after goes. */
function clearFolder(tree: LayeredTree, folder: ImageFolder, layer: number): void {
  if (folder.clearedBelow >= layer) return;
  folder.clearedBelow = layer;
  for (const [name, node] of folder.children) {
    if (node.kind === "directory") clearFolder(tree, node, layer);
    if (isGone(node, layer)) remove(tree, folder, name);
  }
}

/** Of a layer below, and nothing of this one is in it. */
function isGone(node: ImageNode, layer: number): boolean {
  return node.layer < layer && (node.kind !== "directory" || node.children.size === 0);
}
