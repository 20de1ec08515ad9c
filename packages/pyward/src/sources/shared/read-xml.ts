import { makeGap, type Gap, type Origin } from "../../model/index.ts";
import type { XmlElement } from "../../syntax/xml/index.ts";

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
    const { line, column, message } = result.error;
    const origin = { path, line, column, layer: null, span: null };
    return {
      kind: "gap",
      gap: makeGap({
        code: "unparsable-file",
        reason: `it is not XML that pyward reads: ${message}`,
        origin,
      }),
    };
  }
  const { root, positionOf } = result.document;
  const originAt = (offset: number): Origin => ({ path, ...positionOf(offset), layer: null, span: null });
  return { kind: "xml", file: { path, root, originAt } };
}
