export type { JsonArray, JsonMember, JsonNode, JsonObject, JsonScalar, JsonString } from "./node.ts";
export { parseJson } from "./parse.ts";
export type { JsonDocument, JsonError, JsonResult } from "./parse.ts";
