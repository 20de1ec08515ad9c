import { indexAddress, type DeclaredIndex } from "../model/index.ts";
import type { TomlNode } from "../syntax/toml/index.ts";
import { INDEX_KEYS } from "./keys.ts";
import { problem, type Parsing } from "./problems.ts";
import { fieldsOf, textField } from "./read-fields.ts";

/** Each is compared with each dependency that meets an advisory. */
const MOST_INDEXES = 1000;

/** `indexes = [{ url = …, kind = … }]`. */
export function readIndexes(node: TomlNode | null, parsing: Parsing): readonly DeclaredIndex[] {
  if (node === null) return [];
  if (node.kind !== "array" || node.items.length > MOST_INDEXES) {
    const wrong =
      node.kind === "array" ? `there are more than ${MOST_INDEXES} indexes` : "indexes wants [[indexes]]";
    problem(node, wrong, parsing);
    return [];
  }
  return node.items.flatMap((item) => {
    const fields = fieldsOf(item, INDEX_KEYS, parsing);
    if (fields === null) return [];
    const url = indexAddress(textField(fields, "url") ?? "");
    const kind = textField(fields, "kind");
    if (url !== null && (kind === "pypi" || kind === "private"))
      return [{ url, kind, place: parsing.placeOf(item) }];
    problem(item, url === null ? "url wants the address of an index" : "kind is missing", parsing);
    return [];
  });
}
