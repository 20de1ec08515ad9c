import type { TomlNode } from "../syntax/toml/index.ts";
import type { ConfigPlace } from "../model/index.ts";
import type { PlacedText, SettingValue } from "./config-file.ts";
import type { ValueType } from "./keys.ts";

type ReadValue =
  | { readonly ok: true; readonly value: SettingValue }
  | { readonly ok: false; readonly expected: string; readonly node: TomlNode };

/** More than any list seen has. */
const MOST_ITEMS = 10_000;

/** The value of a key by its type. Not its text: what stood there may be a secret that was put in the wrong place. */
export function readValue(
  node: TomlNode,
  type: ValueType,
  placeOf: (node: TomlNode) => ConfigPlace,
): ReadValue {
  const wrong = { ok: false, expected: expected(type), node } as const;
  switch (type.kind) {
    case "flag":
      return node.kind === "boolean" ? { ok: true, value: { kind: "flag", value: node.value } } : wrong;
    case "whole":
      return node.kind === "integer" && node.value >= 0 && node.value <= type.most
        ? { ok: true, value: { kind: "whole", value: Number(node.value) } }
        : wrong;
    case "share": {
      const share = node.kind === "integer" || node.kind === "float" ? Number(node.value) : NaN;
      return share >= 0 && share <= 1 ? { ok: true, value: { kind: "share", value: share } } : wrong;
    }
    case "list": {
      const nodes = node.kind === "array" ? node.items : [node];
      if (nodes.length > MOST_ITEMS) return { ...wrong, expected: `at most ${MOST_ITEMS} of them` };
      const items: PlacedText[] = [];
      for (const item of nodes) {
        const text = textOf(item, type.of);
        if (text === null) return { ...wrong, node: item };
        items.push({ text, place: placeOf(item), span: { start: item.start, end: item.end } });
      }
      return { ok: true, value: { kind: "list", items } };
    }
    default: {
      const text = textOf(node, type);
      return text === null ? wrong : { ok: true, value: { kind: "text", value: text } };
    }
  }
}

function textOf(node: TomlNode, type: ValueType): string | null {
  // A date needs no quotes: `expires = 2027-01-31`.
  const isText = node.kind === "string" || (node.kind === "date-time" && type.kind === "text");
  if (!isText || node.value.length > LONGEST_TEXT) return null;
  if (type.kind === "choice") return type.values.includes(node.value) ? node.value : null;
  if (type.kind !== "text") return null;
  return new RegExp(`^(?:${type.pattern})$`).test(node.value) ? node.value : null;
}

const LONGEST_TEXT = 10_000;

function expected(type: ValueType): string {
  switch (type.kind) {
    case "flag":
      return "true or false";
    case "whole":
      return `a whole number from 0 to ${type.most}`;
    case "share":
      return "a number from 0 to 1";
    case "choice":
      return `one of ${type.values.join(", ")}`;
    case "text":
      return `a text such as "${type.example}"`;
    case "list":
      return type.of.kind === "choice"
        ? `a list of ${type.of.values.join(", ")}`
        : `a list of texts such as "${type.of.example}"`;
    default:
      return type satisfies never;
  }
}
