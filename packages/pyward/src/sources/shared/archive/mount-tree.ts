import type { FileTree } from "../../../host/index.ts";

/** A tree with others at some of its paths: `deps/a.whl!` is the inside of `deps/a.whl`. */
export function mountTree(outer: FileTree, mounts: ReadonlyMap<string, FileTree>): FileTree {
  const find = (path: string): readonly [FileTree, string] => {
    for (let end = path.indexOf("!"); end !== -1; end = path.indexOf("!", end + 1)) {
      const mounted = mounts.get(path.slice(0, end + 1));
      if (mounted !== undefined && (end + 1 === path.length || path[end + 1] === "/"))
        return [mounted, path.slice(end + 2)];
    }
    return [outer, path];
  };
  return {
    read: (path, limit) => {
      const [tree, inside] = find(path);
      return tree.read(inside, limit);
    },
    list: (path) => {
      const [tree, inside] = find(path);
      return tree.list(inside);
    },
    stat: (path) => {
      const [tree, inside] = find(path);
      return tree.stat(inside);
    },
  };
}
