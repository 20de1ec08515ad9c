import { readdirSync, type Dirent } from "node:fs";
import { sep } from "node:path";
import { encodeName } from "../encode-name.ts";
import type { EntryKind } from "../file-tree.ts";

/** A path in the tree as the system takes it; null where the system could read another path into it. */
export function joinNative(root: string, path: string): string | Buffer | null {
  if (path === "") return root;
  if (sep === "\\" && /[\\:]/.test(path)) return null;
  const native = sep === "/" ? path : path.replaceAll("/", sep);
  const joined = root.endsWith(sep) ? root + native : root + sep + native;
  return ESCAPED_BYTE.test(joined) ? decodeName(joined) : joined;
}

const ESCAPED_BYTE = /[\uDC80-\uDCFF]/;

function decodeName(name: string): Buffer {
  const parts: Buffer[] = [];
  for (const character of name) {
    const code = character.codePointAt(0) ?? 0;
    const isEscape = code >= 0xdc80 && code <= 0xdcff;
    parts.push(isEscape ? Buffer.of(code - 0xdc00) : Buffer.from(character));
  }
  return Buffer.concat(parts);
}

interface NamedEntry {
  readonly name: string;
  readonly kind: EntryKind | "link";
}

/** The entries of a directory in the system's order, without following links. Throws the system's error. */
export function readNames(directory: string | Buffer): readonly NamedEntry[] {
  const entries = readdirSync(directory, { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes("\uFFFD"))) {
    return entries.map((entry) => ({ name: entry.name, kind: kindOf(entry) }));
  }
  return readdirSync(directory, { withFileTypes: true, encoding: "buffer" }).map((entry) => ({
    name: encodeName(entry.name),
    kind: kindOf(entry),
  }));
}

function kindOf(entry: Dirent | Dirent<Buffer>): EntryKind | "link" {
  if (entry.isSymbolicLink()) return "link";
  if (entry.isFile()) return "file";
  return entry.isDirectory() ? "directory" : "other";
}
