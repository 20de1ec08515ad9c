/** What lies at a path of a merged image. `layer`: the index of the layer that put it there, from the lowest up. */
export type ImageNode = ImageFolder | ImageLeaf;

export type ImageLeaf =
  /** `bytes` null: only that it is there was kept. */
  | {
      readonly kind: "file";
      readonly layer: number;
      readonly size: number;
      readonly bytes: Uint8Array | null;
    }
  /** `target` as the link holds it. */
  | { readonly kind: "link"; readonly layer: number; readonly target: string }
  /** A device or a pipe. */
  | { readonly kind: "other"; readonly layer: number }
  /** There is something, and it could not be kept. */
  | { readonly kind: "failure"; readonly layer: number; readonly reason: string };

export interface ImageFolder {
  readonly kind: "directory";
  /** Of its latest entry. */
  layer: number;
  readonly children: Map<string, ImageNode>;
  /** Nothing of a layer below this one is left in it: what makes clearing it twice cheap. */
  clearedBelow: number;
}

export function makeFolder(layer: number, clearedBelow: number): ImageFolder {
  return { kind: "directory", layer, children: new Map(), clearedBelow };
}

/** As many as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;
/** Names on the way, those of links' targets among them: a hostile image has a million paths through long links. */
const MOST_STEPS = 1000;

/** Where a path ends in an image; `path` has no link in it. */
export type Resolved =
  | { readonly kind: "found"; readonly path: readonly string[]; readonly node: ImageNode }
  /** Where it would lie: the folders of it that are there have no link in them. */
  | { readonly kind: "missing"; readonly path: readonly string[] }
  | { readonly kind: "loop" };

/**
 * Follows a path as a process does whose root is the image: an absolute link starts at the top, and nothing is above the
 * top. Folders in which nothing was kept are not in the tree, so what is not there counts as one.
 */
export function resolvePath(root: ImageFolder, names: readonly string[], followLast = true): Resolved {
  const pending = names.toReversed();
  const path: string[] = [];
  const nodes: (ImageNode | null)[] = [root];
  for (let links = 0, steps = 0; pending.length > 0; steps++) {
    if (steps > MOST_STEPS) return { kind: "loop" };
    const name = pending.pop() ?? "";
    if (name === "" || name === ".") continue;
    if (name === "..") {
      if (path.pop() !== undefined) nodes.pop();
      continue;
    }
    const folder = nodes.at(-1);
    const node = folder?.kind === "directory" ? (folder.children.get(name) ?? null) : null;
    if (node?.kind === "link" && (followLast || pending.length > 0)) {
      links += 1;
      if (links > MOST_LINKS) return { kind: "loop" };
      if (node.target.startsWith("/")) {
        path.length = 0;
        nodes.length = 1;
      }
      pending.push(...node.target.split("/").toReversed());
      continue;
    }
    path.push(name);
    nodes.push(node);
  }
  const node = nodes.at(-1) ?? null;
  return node === null ? { kind: "missing", path } : { kind: "found", path, node };
}
