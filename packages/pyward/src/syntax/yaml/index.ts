export type { YamlEntry, YamlList, YamlMap, YamlNode, YamlNull, YamlText } from "./node.ts";
export { parsePlacedYaml } from "./parse-placed.ts";
export type { PlacedYamlResult, YamlDocument, YamlError } from "./parse-placed.ts";
