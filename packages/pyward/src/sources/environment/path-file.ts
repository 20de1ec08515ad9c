/** A line of a `.pth` file that names a path. */
export interface PathLine {
  /** As written. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

/** A `.pth` file as `site` of the standard library reads it. Nothing of it is ever run. */
interface PathFile {
  readonly lines: readonly PathLine[];
  /** It has lines that an interpreter would run when it starts. */
  readonly hasCode: boolean;
}

export function parsePathFile(text: string): PathFile {
  const lines: PathLine[] = [];
  let hasCode = false;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    if (raw.startsWith("#") || raw.trim() === "") continue;
    if (raw.startsWith("import ") || raw.startsWith("import\t")) hasCode = true;
    else lines.push({ path: raw.trimEnd(), line: index + 1 });
  }
  return { lines, hasCode };
}

/** The folder that an `.egg-link` (setuptools' development mode) names, as written; null where it is empty. */
export function parseEggLink(text: string): string | null {
  return text.split(/\r\n|\r|\n/)[0]?.trim() || null;
}

/**
 * `path` of a file in `folder`, in the tree's coordinates; null where it leads elsewhere. Where the tree is a whole system,
 * an absolute path is in it, and nothing is above its top.
 */
export function resolveInTree(folder: string, path: string, isWholeSystem: boolean): string | null {
  const isAbsolute = isAbsolutePath(path);
  if (isAbsolute && !(isWholeSystem && path.startsWith("/"))) return null;
  const result = isAbsolute ? [] : folder.split("/").filter((name) => name !== "");
  for (const name of path.replaceAll("\\", "/").split("/")) {
    if (name === "" || name === ".") continue;
    if (name !== "..") result.push(name);
    else if (result.pop() === undefined && !isWholeSystem) return null;
  }
  return result.join("/");
}

/** On any system: an environment of Windows can be read on Linux. */
function isAbsolutePath(path: string): boolean {
  return /^(?:[A-Za-z]:)?[/\\]/.test(path);
}

/** The path of `name` in `folder`, where "" is the root. */
export function joinPath(folder: string, name: string): string {
  return folder === "" || folder === "." ? name : `${folder}/${name}`;
}
