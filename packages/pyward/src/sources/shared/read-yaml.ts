import type { FileTree } from "../../host/index.ts";
import type { Gap, Origin, Span } from "../../model/index.ts";
import { parsePlacedYaml, type YamlNode } from "../../syntax/yaml/index.ts";
import { originsIn, unparsable } from "./placed-file.ts";
import { readText } from "./read-text.ts";

/** A YAML file of the tree: its document, or the gap that stands for all of it. */
export type ReadYaml =
  | { readonly kind: "yaml"; readonly file: YamlFile }
  | { readonly kind: "gap"; readonly gap: Gap };

export interface YamlFile {
  readonly path: string;
  /** Null for a document with nothing in it. */
  readonly root: YamlNode | null;
  /** The place of an offset. `span`: the text that an edit would replace, or null. */
  originAt(offset: number, span?: Span | null): Origin;
}

/** Reads and parses a target. Offsets count from the start of the text, a byte order mark included. */
export async function readYaml(tree: FileTree, path: string): Promise<ReadYaml> {
  const read = await readText(tree, path, "YAML");
  return read.kind === "text" ? parseYamlFile(path, read.text) : read;
}

/** The same for text that is at hand. */
export function parseYamlFile(path: string, text: string): ReadYaml {
  const result = parsePlacedYaml(text);
  if (!result.ok) {
    const message = result.error.message.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "?");
    return unparsable(path, result.error, `it is not YAML: ${message}`);
  }
  const { root, positionOf } = result.document;
  return { kind: "yaml", file: { path, root, originAt: originsIn(path, positionOf) } };
}
