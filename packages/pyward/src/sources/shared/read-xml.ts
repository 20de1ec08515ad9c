import type { Gap, Origin } from "../../model/index.ts";
import type { XmlElement } from "../../syntax/xml/index.ts";
import { originsIn, unparsable } from "./placed-file.ts";

/** An XML text: its root, or the gap that stands for all of it. */
export type ReadXml =
  | { readonly kind: "xml"; readonly file: XmlFile }
  | { readonly kind: "gap"; readonly gap: Gap };

export interface XmlFile {
  readonly path: string;
  readonly root: XmlElement;
  /** The place of an offset. */
  originAt(offset: number): Origin;
}

/** Parses text that is at hand. The parser is loaded only then: few audits meet XML. */
export async function parseXmlFile(path: string, text: string): Promise<ReadXml> {
  const { parseXml } = await import("../../syntax/xml/index.ts");
  const result = parseXml(text);
  if (!result.ok) {
    return unparsable(path, result.error, `it is not XML that pyward reads: ${result.error.message}`);
  }
  const { root, positionOf } = result.document;
  return { kind: "xml", file: { path, root, originAt: originsIn(path, positionOf) } };
}
