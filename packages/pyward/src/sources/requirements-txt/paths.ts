/** A path of the tree, or that it cannot be one. */
export type TreePath = { readonly kind: "inside"; readonly path: string } | { readonly kind: "outside" };

/**
 * `relative` as seen from the tree's directory `folder`, with `.` and `..` resolved as text (as pip's `abspath`).
 * An absolute path is outside: whoever knows where the tree stands on the disk asks it first.
 */
export function resolvePath(folder: string, relative: string): TreePath {
  if (relative.startsWith("/")) return { kind: "outside" };
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return { kind: "outside" };
  }
  return { kind: "inside", path: parts.join("/") };
}
