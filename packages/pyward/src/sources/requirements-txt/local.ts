import { parseRequirement } from "../../python/index.ts";

/** Endings of pip's `ARCHIVE_EXTENSIONS`. */
const ARCHIVES: readonly string[] = [
  ".zip",
  ".whl",
  ".tar.bz2",
  ".tbz",
  ".tar.gz",
  ".tgz",
  ".tar",
  ".tar.xz",
  ".txz",
  ".tlz",
  ".tar.lz",
  ".tar.lzma",
];

/** pip's `is_archive_file`: by the ending, which a name that begins with it does not have. */
export function isArchiveName(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  return ARCHIVES.some((ending) => name.endsWith(ending) && name.length > ending.length);
}

/** pip's `_looks_like_path`: a slash in it, or a dot at its start. */
export function looksLikePath(text: string): boolean {
  return text.includes("/") || text.startsWith(".");
}

/** `path[extra,…]` as pip's `strip_extras` splits it; `extras` null where the brackets hold none. */
export function splitExtras(text: string): {
  readonly path: string;
  readonly extras: readonly string[] | null;
} {
  const open = text.lastIndexOf("[");
  if (open < 1 || !text.endsWith("]") || open + 2 === text.length) return { path: text, extras: [] };
  const inner = text.slice(open + 1, -1);
  if (inner.includes("]")) return { path: text, extras: [] };
  const parsed = parseRequirement(`placeholder[${inner.toLowerCase()}]`);
  return { path: text.slice(0, open).trimEnd(), extras: parsed.ok ? parsed.value.extras : null };
}
