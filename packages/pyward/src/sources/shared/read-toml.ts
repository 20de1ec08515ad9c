import type { FileTree } from "../../host/index.ts";
import { makeGap, type Gap, type Origin, type Span } from "../../model/index.ts";
import { parseToml, type TomlSettings, type TomlTable } from "../../syntax/toml/index.ts";
import { originsIn, unparsable } from "./placed-file.ts";
import { readText } from "./read-text.ts";

/** A TOML file of the tree: its root table, or the gap that stands for all of it. */
export type ReadToml =
  | { readonly kind: "toml"; readonly file: TomlFile }
  | { readonly kind: "gap"; readonly gap: Gap };

export interface TomlFile {
  readonly path: string;
  readonly text: string;
  readonly root: TomlTable;
  /** The place of an offset. `span`: the text that an edit would replace, or null. */
  originAt(offset: number, span?: Span | null): Origin;
}

/** Reads and parses a target. Offsets count from the start of the text, a byte order mark included. */
export async function readToml(
  tree: FileTree,
  path: string,
  settings: TomlSettings | null = null,
): Promise<ReadToml> {
  const read = await readText(tree, path, "TOML");
  return read.kind === "text" ? parseTomlFile(path, read.text, settings) : read;
}

/** No manifest or lock has such a line; what has one is made to hurt. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** Where the first line that is too long begins; null: none is. */
function tooLongLine(text: string): number | null {
  if (text.length <= LONGEST_LINE) return null;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    if ((end === -1 ? text.length : end) - start > LONGEST_LINE) return start;
    if (end === -1) return null;
    start = end + 1;
  }
  return null;
}

/** The same for text that is at hand. */
export function parseTomlFile(path: string, text: string, settings: TomlSettings | null = null): ReadToml {
  const long = tooLongLine(text);
  if (long !== null) {
    const line = text.slice(0, long).split("\n").length;
    const reason = `line ${line} is longer than 16 MiB`;
    const origin = { path, line, column: 1, layer: null, span: null };
    return { kind: "gap", gap: makeGap({ code: "limit-exceeded", reason, origin }) };
  }
  const result = parseToml(text, settings);
  if (!result.ok) return unparsable(path, result.error, `it is not TOML: ${result.error.message}`);
  const { root, positionOf } = result.document;
  return { kind: "toml", file: { path, text, root, originAt: originsIn(path, positionOf) } };
}
