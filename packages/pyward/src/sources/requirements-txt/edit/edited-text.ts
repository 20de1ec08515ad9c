import type { FileTree } from "../../../host/index.ts";
import {
  decodeRequirements,
  readLogicalLines,
  type LogicalLine,
} from "../../../syntax/requirement-lines/index.ts";

/** A file as editing sees it. */
export interface EditedText {
  readonly path: string;
  readonly text: string;
  /** In their order. */
  readonly lines: readonly LogicalLine[];
}

/** Null where it cannot be read: then nothing in it is edited. */
export async function readEditedFile(tree: FileTree, path: string): Promise<EditedText | null> {
  const read = await tree.read(path);
  if (read.kind !== "file") return null;
  const decoded = decodeRequirements(read.bytes);
  if (decoded.kind !== "text") return null;
  return { path, text: decoded.text, lines: [...readLogicalLines(decoded.text)] };
}

/** The line that an offset of the text lies in. */
export function lineAt({ lines }: EditedText, offset: number): LogicalLine | null {
  return lines.findLast(({ pieces }) => (pieces[0]?.from ?? Number.POSITIVE_INFINITY) <= offset) ?? null;
}
