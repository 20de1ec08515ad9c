import type { PackageSource } from "../../model/index.ts";
import type { JsonNode, JsonObject } from "../../syntax/json/index.ts";
import type { PipenvEntry } from "../shared/pipenv-entry.ts";
import { sourceUrl } from "../shared/source-url.ts";

/** The part of `_meta` that pyward uses. */
export interface LockMeta {
  /** The layout that Pipenv wrote; null: it does not say. */
  readonly spec: number | null;
  readonly indexes: ReadonlyMap<string, PackageSource>;
  /** The Python that the Pipfile requires; null: any. */
  readonly python: string | null;
}

export function readMeta(root: JsonObject): LockMeta {
  const meta = memberOf(root, "_meta");
  const spec = memberOf(meta, "pipfile-spec");
  const requires = memberOf(meta, "requires");
  return {
    spec: spec?.kind === "scalar" && typeof spec.value === "number" ? spec.value : null,
    indexes: readIndexes(memberOf(meta, "sources")),
    python: textOf(memberOf(requires, "python_full_version")) ?? textOf(memberOf(requires, "python_version")),
  };
}

/** SHA-256 of the Pipfile that it was made from; null: it does not say. */
export function readHash(root: JsonNode): string | null {
  return textOf(memberOf(memberOf(memberOf(root, "_meta"), "hash"), "sha256"));
}

function readIndexes(list: JsonNode | null): ReadonlyMap<string, PackageSource> {
  const indexes = new Map<string, PackageSource>();
  for (const item of list?.kind === "array" ? list.items : []) {
    const name = textOf(memberOf(item, "name"));
    const url = textOf(memberOf(item, "url"));
    if (name !== null && url !== null) indexes.set(name, { type: "registry", url: sourceUrl(url) });
  }
  return indexes;
}

/** The fields of an entry: an object, or the version alone. */
export function fieldsOf(name: string, node: JsonNode): PipenvEntry | null {
  if (node.kind !== "object" && node.kind !== "string") return null;
  const field = (key: string): JsonNode | null => fieldOf(node, key);
  return {
    name,
    text: (key) => textOf(field(key)),
    texts: (key) => {
      const list = field(key);
      return list?.kind === "array" ? list.items.flatMap((item) => textOf(item) ?? []) : [];
    },
    isTrue: (key) => {
      const flag = field(key);
      return flag?.kind === "scalar" && flag.value === true;
    },
  };
}

/** The value of a field, where an entry that is a string alone is its version. */
export function fieldOf(node: JsonNode, key: string): JsonNode | null {
  if (node.kind === "string") return key === "version" ? node : null;
  return memberOf(node, key);
}

function memberOf(node: JsonNode | null, name: string): JsonNode | null {
  return node?.kind === "object" ? (node.members.get(name)?.value ?? null) : null;
}

function textOf(node: JsonNode | null): string | null {
  return node?.kind === "string" ? node.value : null;
}
