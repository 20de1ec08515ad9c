import type { FileTree } from "../../host/index.ts";
import type { Gap, Origin, Span } from "../../model/index.ts";
import { parseJson, type JsonNode } from "../../syntax/json/index.ts";
import { originsIn, unparsable } from "./placed-file.ts";
import { readText } from "./read-text.ts";

/** A JSON file of the tree: its root value, or the gap that stands for all of it. */
export type ReadJson =
  | { readonly kind: "json"; readonly file: JsonFile }
  | { readonly kind: "gap"; readonly gap: Gap };

export interface JsonFile {
  readonly path: string;
  readonly root: JsonNode;
  /** The place of an offset. `span`: the text that an edit would replace, or null. */
  originAt(offset: number, span?: Span | null): Origin;
}

/** Reads and parses a target. Offsets count from the start of the text, a byte order mark included. */
export async function readJson(tree: FileTree, path: string): Promise<ReadJson> {
  const read = await readText(tree, path, "JSON");
  return read.kind === "text" ? parseJsonFile(path, read.text) : read;
}

/** The same for text that is at hand. */
export function parseJsonFile(path: string, text: string): ReadJson {
  const result = parseJson(text);
  if (!result.ok) return unparsable(path, result.error, `it is not JSON: ${result.error.message}`);
  const { root, positionOf } = result.document;
  return { kind: "json", file: { path, root, originAt: originsIn(path, positionOf) } };
}
