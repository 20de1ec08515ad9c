export { parseXml } from "./parse.ts";
export type { XmlDocument, XmlElement, XmlError, XmlResult } from "./parse.ts";
