import type { FileTree, Trace } from "./host/index.ts";

/** The tree, whose reading of files is told as the stage `read`. `display`: paths as reports show them. */
export function tracedTree(tree: FileTree, trace: Trace, display: (path: string) => string): FileTree {
  const { readRange, pathOf } = tree;
  return {
    read: async (path, limit) => {
      const ended = trace.begin("read", { path: display(path) });
      const result = await tree.read(path, limit);
      ended();
      return result;
    },
    list: (path) => tree.list(path),
    stat: (path) => tree.stat(path),
    ...(readRange === undefined
      ? {}
      : { readRange: (path, offset, length) => readRange.call(tree, path, offset, length) }),
    ...(pathOf === undefined ? {} : { pathOf: (path) => pathOf.call(tree, path) }),
  };
}
