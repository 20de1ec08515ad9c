import type { Span } from "../../../model/index.ts";
import { isValidName } from "../../../python/index.ts";
import { entry, type TomlNode } from "../../../syntax/toml/index.ts";
import { REGISTRY, type Asked } from "../asked.ts";
import { readPipenvEntry, type PipenvEntry } from "../pipenv-entry.ts";
import { sourceUrl } from "../source-url.ts";
import { isTrue, stringOf, stringsOf } from "../toml-values.ts";

interface ReadDependency {
  /** Null where nothing can be said. */
  readonly asked: Asked | null;
  /** The version specifiers, between the quotes. */
  readonly span: Span | null;
  /** Why it, or only a condition of it, cannot be read. */
  readonly faults: readonly string[];
}

/** pixi's words for what Pipenv has others for. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ["file", "url"],
  ["ref", "rev"],
  ["markers", "env-markers"],
]);

/**
 * Reads `NAME = "SPECIFIERS"` or `NAME = {version, extras, index, git, rev, path, editable, url, env-markers}` of a table
 * `pypi-dependencies`; the second has the words of a Pipfile, nearly.
 */
export function readPixiDependency(node: TomlNode, path: string): ReadDependency {
  if (!isValidName(node.name)) return refused("the key is no name of a package");
  if (node.kind !== "string" && node.kind !== "table")
    return refused("what stands here is no PyPI dependency of pixi");
  const version = node.kind === "string" ? node : entry(node, "version");
  const fieldOf = (field: string): TomlNode | null => {
    if (field === "version") return version;
    return node.kind === "table" ? entry(node, FIELDS.get(field) ?? field) : null;
  };
  const given: PipenvEntry = {
    name: node.name,
    text: (field) => stringOf(fieldOf(field)),
    texts: (field) => stringsOf(fieldOf(field)),
    isTrue: (field) => isTrue(fieldOf(field)),
  };
  const index = given.text("index");
  const indexes = new Map(index === null ? [] : [[index, { ...REGISTRY, url: sourceUrl(index) }]]);
  const { asked, faults } = readPipenvEntry(given, { path, indexes });
  const start = version?.kind === "string" && asked?.pin !== "url" ? version.content : null;
  const length = version?.kind === "string" ? version.value.length : 0;
  const span = start === null ? null : { start, end: start + length };
  return { asked, span, faults: faults.map(({ reason }) => reason) };
}

function refused(reason: string): ReadDependency {
  return { asked: null, span: null, faults: [reason] };
}
