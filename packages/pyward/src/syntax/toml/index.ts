export type { Position } from "../lines.ts";
export { entriesOf, entry, entryAt } from "./node.ts";
export type {
  TomlArray,
  TomlBoolean,
  TomlDateTime,
  TomlFloat,
  TomlInteger,
  TomlNode,
  TomlString,
  TomlTable,
  TomlVerbatim,
} from "./node.ts";
export { toPlain, type PlainValue } from "./plain.ts";
export { placeInString } from "./string.ts";
export { parseToml, type TomlDocument, type TomlError, type TomlResult, type TomlSettings } from "./parse.ts";
