import { readdirSync, type Dirent } from "node:fs";
import { sep } from "node:path";
import type { EntryKind } from "../file-tree.ts";

/** A name with each byte that is not UTF-8 as U+DC00 + byte: Python's `surrogateescape` (PEP 383). */
export function encodeName(bytes: Buffer): string {
  const plain = bytes.toString("utf8");
  if (!plain.includes("\uFFFD")) return plain;
  let text = "";
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at);
    text +=
      length === 0 ? String.fromCharCode(0xdc00 + (bytes[at] ?? 0)) : bytes.toString("utf8", at, at + length);
    at += Math.max(length, 1);
  }
  return text;
}

/** Bytes of the UTF-8 sequence at `at`; 0 where there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  const length =
    first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
  const slice = bytes.subarray(at, at + length);
  return slice.length === length && Buffer.from(slice.toString("utf8")).equals(slice) ? length : 0;
}

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
