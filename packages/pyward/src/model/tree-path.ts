/** The folder of a path in a tree's coordinates; "" for what lies in the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The path of what lies inside an archive: `dist/app.pyz!/site-packages/…`. */
export function insideArchive(archive: string, path: string): string {
  return `${archive}!/${path}`;
}

/** The path of `name` in `folder`, where "" is the root. */
export function joinPath(folder: string, name: string): string {
  return folder === "" || folder === "." ? name : `${folder}/${name}`;
}

/** `path` seen from `folder`, dots resolved as text: `./a//b/../c` from `x` is `x/a/c`. */
export function resolvePath(folder: string, path: string): string {
  const parts: string[] = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
