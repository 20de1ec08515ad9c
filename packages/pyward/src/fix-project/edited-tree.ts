import { DEFAULT_FILE_LIMIT, type FileTree } from "../host/index.ts";
import { resolvePath } from "../model/index.ts";

/** A tree in which some files are others: what is audited before anything is written. `files`: by path as the tree lists them. */
export function editedTree(tree: FileTree, files: ReadonlyMap<string, Uint8Array>): FileTree {
  const found = (path: string): Uint8Array | undefined => files.get(resolvePath("", path));
  const { pathOf } = tree;
  return {
    read(path, limit = DEFAULT_FILE_LIMIT) {
      const bytes = found(path);
      if (bytes === undefined) return tree.read(path, limit);
      const size = bytes.length;
      return Promise.resolve(size > limit ? { kind: "too-large", size, limit } : { kind: "file", bytes });
    },
    list: (path) => tree.list(path),
    async stat(path) {
      const bytes = found(path);
      return bytes === undefined ? tree.stat(path) : { kind: "found", entry: "file", size: bytes.length };
    },
    ...(pathOf === undefined ? {} : { pathOf: (path) => pathOf.call(tree, path) }),
  };
}
