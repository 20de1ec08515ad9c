import { PywardError } from "../model/index.ts";
import { entriesOf, entryAt, parseToml, type TomlNode } from "../syntax/toml/index.ts";
import { isOn, NO_INDEXES, words, type NamedIndexes } from "./named-indexes.ts";

/**
 * What uv is told (uv, "Package indexes"): the default one is asked last. In the environment an index may be written as `NAME=URL`.
 */
export function uvIndexes(
  environment: Readonly<Record<string, string | undefined>>,
  text: string | null,
): NamedIndexes {
  const { UV_INDEX, UV_EXTRA_INDEX_URL, UV_DEFAULT_INDEX, UV_INDEX_URL, UV_NO_INDEX } = environment;
  const file = text === null ? NO_FILE : uvFile(text);
  if (isOn(UV_NO_INDEX) || file.isNone) return NO_INDEXES;
  const usual = [UV_DEFAULT_INDEX, UV_INDEX_URL].find(Boolean);
  return {
    usual: usual === undefined ? file.usual : unnamed(usual),
    others: [...[...words(UV_INDEX), ...words(UV_EXTRA_INDEX_URL)].map(unnamed), ...file.others],
    explicit: file.explicit,
    isNone: false,
    isMerged: environment["UV_INDEX_STRATEGY"] ? environment["UV_INDEX_STRATEGY"] === MERGED : file.isMerged,
    keyring: environment["UV_KEYRING_PROVIDER"] || file.keyring,
  };
}

function unnamed(text: string): string {
  return text.trim().replace(/^[A-Za-z0-9._-]+=(?=https?:)/, "");
}

/**
 * The strategy that takes the best version of all indexes (uv, "Searching across multiple indexes"). `unsafe-first-match` goes on to the next index only where
 * nothing of the first fits: here nothing fits then, and is said to.
 */
const MERGED = "unsafe-best-match";

const NO_FILE: NamedIndexes = { ...NO_INDEXES, isNone: false };

function uvFile(text: string): NamedIndexes {
  const parsed = parseToml(text);
  if (!parsed.ok)
    throw new PywardError("bad-configuration", `the user's uv.toml is no TOML: ${parsed.error.message}`);
  const { root } = parsed.document;
  const tables = listOf(entryAt(root, "index")).flatMap(tableOf);
  const extra = listOf(entryAt(root, "extra-index-url")).flatMap((node) => stringOf(node) ?? []);
  const ofKind = (wanted: IndexTable["kind"]) =>
    tables.flatMap(({ kind, url }) => (kind === wanted ? [url] : []));
  const none = entryAt(root, "no-index");
  return {
    usual: ofKind("usual")[0] ?? stringOf(entryAt(root, "index-url")),
    others: [...ofKind("other"), ...extra],
    explicit: ofKind("explicit"),
    isNone: none?.kind === "boolean" && none.value,
    isMerged: stringOf(entryAt(root, "index-strategy")) === MERGED,
    keyring: stringOf(entryAt(root, "keyring-provider")),
  };
}

interface IndexTable {
  readonly url: string;
  readonly kind: "usual" | "other" | "explicit";
}

function tableOf(node: TomlNode): readonly IndexTable[] {
  if (node.kind !== "table") return [];
  const at = new Map([...entriesOf(node)].map((one) => [one.name, one]));
  const flag = (key: string): boolean => {
    const value = at.get(key);
    return value?.kind === "boolean" && value.value;
  };
  const url = stringOf(at.get("url") ?? null);
  if (url === null) return [];
  return [{ url, kind: flag("explicit") ? "explicit" : flag("default") ? "usual" : "other" }];
}

function stringOf(node: TomlNode | null): string | null {
  return node?.kind === "string" && node.value !== "" ? node.value : null;
}

function listOf(node: TomlNode | null): readonly TomlNode[] {
  return node?.kind === "array" ? node.items : [];
}
