import type { FileTree } from "./host/index.ts";
import { compareText, PywardError, type Edit } from "./model/index.ts";
import { decodeUtf8 } from "./sources/shared/read-text.ts";
import { decodeRequirements } from "./syntax/requirement-lines/index.ts";
import { spliceBytes, spliceText } from "./syntax/splice.ts";

/** A file as it is, and as edits make it. */
export interface EditedFile {
  /** In the tree's coordinates. */
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
  /** The same as texts, for a diff. */
  readonly text: string;
  readonly edited: string;
}

/**
 * What edits make of the files of a tree; writes nothing. An edit that several sources give is one. Sorted by path. Throws a
 * PywardError where a file is no longer what the edits were made for, and where two of them write at one place.
 */
export async function editFiles(tree: FileTree, edits: readonly Edit[]): Promise<readonly EditedFile[]> {
  const byPath = [...Map.groupBy(edits, ({ path }) => path)].toSorted(([a], [b]) => compareText(a, b));
  const files: EditedFile[] = [];
  for (const [path, group] of byPath) files.push(await editFile(tree, path, inOrder(path, group)));
  return files;
}

/**
 * Each once; of two that differ at one place the longer one, which is the range with a lower bound beside the one without: a file that two
 * others include is edited for both. Of two that insert at one place the first comes first.
 */
function inOrder(path: string, edits: readonly Edit[]): readonly Edit[] {
  const distinct = new Map<string, Edit>();
  for (const edit of edits) {
    const { start, end } = edit.span;
    const key = start === end ? `${start} ${edit.text}` : `${start}-${end}`;
    if (edit.text.length > (distinct.get(key)?.text.length ?? -1)) distinct.set(key, edit);
  }
  const ordered = [...distinct.values()].toSorted(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  );
  ordered.forEach(({ span }, at) => {
    if (span.start < (ordered[at - 1]?.span.end ?? 0))
      throw new PywardError("cannot-write", `two changes want to write at the same place of ${path}`);
  });
  return ordered;
}

async function editFile(tree: FileTree, path: string, edits: readonly Edit[]): Promise<EditedFile> {
  const read = await tree.read(path);
  const decode = edits[0]?.decoding === "as-pip" ? decodeAsPip : decodeUtf8;
  const text = read.kind === "file" ? decode(read.bytes) : null;
  if (read.kind !== "file" || text === null || !edits.every((edit) => stands(edit, text)))
    throw changed(path);
  const pieces = edits.map(({ span, text: put }) => ({ ...span, text: put }));
  const after = spliceBytes(read.bytes, pieces, decode);
  if (after === null) {
    throw new PywardError("cannot-write", `${path} is in an encoding that pyward does not write`, {
      hint: "convert it to UTF-8",
    });
  }
  return { path, before: read.bytes, after, text, edited: spliceText(text, pieces) };
}

function stands({ span, was }: Edit, text: string): boolean {
  return text.slice(span.start, span.end) === was;
}

function changed(path: string): PywardError {
  return new PywardError("cannot-write", `${path} has changed since it was read`, {
    hint: "nothing was written: run the command again",
  });
}

function decodeAsPip(bytes: Uint8Array): string | null {
  const decoded = decodeRequirements(bytes);
  return decoded.kind === "text" ? decoded.text : null;
}
