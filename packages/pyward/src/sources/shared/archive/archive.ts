import type { FileTree } from "../../../host/index.ts";
import { baseName, insideArchive, type Gap, type Inventory, type Origin } from "../../../model/index.ts";

/** An archive as a tree, and what of it could not be taken into it. */
export interface Archive {
  readonly tree: FileTree;
  /** Every file, in the tree's coordinates, sorted. */
  readonly files: readonly string[];
  readonly gaps: readonly Gap[];
}

export type OpenedArchive =
  | { readonly kind: "archive"; readonly archive: Archive }
  | { readonly kind: "gap"; readonly gap: Gap };

/** More than any file system of a user takes; each folder on the way costs memory. */
const MAX_LENGTH = 4096;
const MAX_DEPTH = 64;

/** What an audit may want to read of an archive; the rest is known by its name. No pattern: names can be long, and many. */
export function isMetadata(path: string): boolean {
  if (path.length > MAX_LENGTH) return false;
  const name = path.toLowerCase();
  if (/\.(?:whl|egg|pth)$/.test(name) || FILES.has(baseName(name))) return true;
  if (FOLDERS.some((folder) => name.includes(folder))) return true;
  return /\.(?:txt|json)$/.test(name) && (name.includes("vendor") || name.includes("patched"));
}

const FILES = new Set(["pex-info", "pkg-info", "pyproject.toml"]);
const FOLDERS = [".dist-info/", ".egg-info/", "egg-info/"];

/**
 * A name of an archive as a path below its root. Null where it leads elsewhere (absolute, `..`, a drive, a backslash),
 * which an unpacking tool refuses or, worse, does not; and where no disk would take it.
 */
export function memberPath(name: string): string | null {
  if (name.length > MAX_LENGTH || name.startsWith("/") || /[\\\0]|^[A-Za-z]:/.test(name)) return null;
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length === 0 || parts.length > MAX_DEPTH || parts.includes("..")) return null;
  return parts.join("/");
}

/** What was read inside of an archive, with its places as those of the tree that holds the archive. */
export function placedIn(archive: string, inside: Inventory): Inventory {
  const place = (origin: Origin): Origin => ({
    ...origin,
    path: origin.path === "" ? archive : insideArchive(archive, origin.path),
    span: null,
  });
  return {
    ...inside,
    dependencies: inside.dependencies.map((one) => ({ ...one, origins: one.origins.map(place) })),
    gaps: inside.gaps.map((gap) => ({ ...gap, origin: gap.origin === null ? null : place(gap.origin) })),
  };
}
