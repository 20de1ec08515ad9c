import { FAILSAFE_SCHEMA, load, nullCoreTag } from "js-yaml";

export type YamlResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: string };

/**
 * Every scalar stays the text that was written, save the null of the core schema: a version `1.10` is no number, a date
 * no date. No tag makes an object of a class. Errors are values; `message` names the line.
 */
const TEXT_SCHEMA = FAILSAFE_SCHEMA.withTags(nullCoreTag);

/** Reads one YAML 1.2 document as plain objects, lists, texts and nulls. The caller bounds the size of the text. */
export function parseYaml(text: string): YamlResult {
  try {
    return { ok: true, value: load(text, { schema: TEXT_SCHEMA, maxAliases: 1000 }) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.message.split("\n")[0] ?? "") : "not YAML" };
  }
}
