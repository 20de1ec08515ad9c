import { nearestName, type Bar, type ConfigPlace, type SeverityLevel } from "../model/index.ts";
import { entriesOf, entry, entryAt, parseToml, type TomlNode, type TomlTable } from "../syntax/toml/index.ts";
import type { ConfigFile, ConfigProblem, Extension, Setting, WaiverEntry } from "./config-file.ts";
import {
  BAR_KEYS,
  EXTENDS_KEYS,
  KEY_NAMES,
  KEYS,
  LEVELS,
  PATH_KEYS,
  SCOPE_NAMES,
  TABLE_NAMES,
} from "./keys.ts";
import { problem, unknownKey, type Parsing } from "./problems.ts";
import { fieldsOf, textField } from "./read-fields.ts";
import { readIndexes } from "./read-indexes.ts";
import { readValue } from "./read-value.ts";
import { readWaivers, shortWaivers } from "./read-waivers.ts";

/** A file of configuration, before it is read. */
export interface ConfigText {
  readonly text: string;
  readonly sha256: string;
  /** As people see it. */
  readonly path: string;
  readonly isTrusted: boolean;
  /** `pyproject`: what counts is `[tool.pyward]`. */
  readonly form: "pyward" | "pyproject";
  readonly folder: string;
}

export type ParsedConfig =
  | { readonly kind: "config"; readonly file: ConfigFile }
  /** A pyproject.toml without `[tool.pyward]`. */
  | { readonly kind: "none" }
  | { readonly kind: "bad"; readonly problems: readonly ConfigProblem[] };

/** Reads a file strictly: what it does not know is a problem, with the line and the nearest right name. */
export function parseConfig(given: ConfigText): ParsedConfig {
  const { path, isTrusted } = given;
  const parsed = parseToml(given.text);
  if (!parsed.ok) {
    const { line, message } = parsed.error;
    // Another tool's defect is that tool's, and its source says it: only where it may hide our own table is it ours.
    return bad([{ place: { path, line }, message: `this is not TOML: ${message}`, hint: null }]);
  }
  const { root, positionOf } = parsed.document;
  const table = given.form === "pyward" ? root : entryAt(root, "tool", "pyward");
  if (table === null) return { kind: "none" };
  const placeOf = ({ key }: TomlNode): ConfigPlace => ({ path, line: positionOf(key).line });
  const parsing: Parsing = { problems: [], isTrusted, placeOf };
  if (table.kind !== "table")
    return bad([{ place: placeOf(table), message: "tool.pyward is not a table", hint: null }]);
  const file = readTables(table, parsing);
  if (parsing.problems.length > 0) return bad(parsing.problems);
  const { sha256, folder } = given;
  return { kind: "config", file: { path, sha256, isTrusted, folder, advisories: [], ...file } };
}

function bad(problems: readonly ConfigProblem[]): ParsedConfig {
  return { kind: "bad", problems };
}

function readTables(table: TomlTable, parsing: Parsing) {
  const settings = readSettings(table, parsing);
  const reason = settings.find(({ key }) => key === "require-reason")?.value;
  const needsReason = !(reason?.kind === "flag" && !reason.value);
  const ignored = settings.find(({ key }) => key === "ignore")?.value;
  const short = ignored?.kind === "list" ? shortWaivers(ignored.items, needsReason, parsing) : [];
  const waivers: readonly WaiverEntry[] = [
    ...short,
    ...readWaivers(entry(table, "waivers"), needsReason, parsing),
  ];
  const bars = [...readScopes(entry(table, "scopes"), parsing), ...readPaths(entry(table, "paths"), parsing)];
  const indexes = readIndexes(entry(table, "indexes"), parsing);
  return { settings, waivers, bars, indexes, extension: readExtends(entry(table, "extends"), parsing) };
}

function readSettings(table: TomlTable, parsing: Parsing): readonly Setting[] {
  const settings: Setting[] = [];
  for (const node of entriesOf(table)) {
    if (TABLE_NAMES.includes(node.name)) continue;
    const key = KEY_NAMES.find((name) => name === node.name);
    if (key === undefined) unknownKey(node, [...KEY_NAMES, ...TABLE_NAMES], parsing);
    else if (mayNotSet(node, key, parsing)) continue;
    else {
      const read = readValue(node, KEYS[key].type, parsing.placeOf);
      if (read.ok) settings.push({ key, value: read.value, place: parsing.placeOf(node) });
      else problem(read.node, `${key} wants ${read.expected}`, parsing);
    }
  }
  return settings;
}

/** What a repository may not say: what decides where data comes from and results go, and whether a failure is one. */
function mayNotSet(node: TomlNode, key: (typeof KEY_NAMES)[number], parsing: Parsing): boolean {
  if (parsing.isTrusted) return false;
  if (KEYS[key].who === "trusted") {
    problem(node, `${key} cannot be set by a repository`, parsing, TRUSTED_ONLY);
    return true;
  }
  if (key !== "format") return false;
  const texts = node.kind === "array" ? node.items : [node];
  const withFile = texts.find((text) => text.kind === "string" && text.value.includes(":"));
  if (withFile === undefined) return false;
  problem(withFile, "a repository cannot name the files that reports are written to", parsing, TRUSTED_ONLY);
  return true;
}

const TRUSTED_ONLY = "Only the command line, --config FILE and your own configuration may say it.";

function readScopes(node: TomlNode | null, parsing: Parsing): readonly Bar[] {
  if (node === null) return [];
  if (node.kind !== "table") {
    problem(node, "scopes wants a table a scope, such as [scopes.dev]", parsing);
    return [];
  }
  if (node.size > MOST_BARS) {
    problem(node, `there are more than ${MOST_BARS} scopes`, parsing);
    return [];
  }
  const bars: Bar[] = [];
  for (const child of entriesOf(node)) {
    if (!SCOPE_NAMES.includes(child.name) && !/^(?:extra|group):./.test(child.name)) {
      const near = nearestName(child.name, SCOPE_NAMES);
      const hint =
        near === null
          ? "The scopes are main, build, tooling, dev, extra:NAME and group:NAME."
          : `Did you mean ${near}?`;
      problem(child, `unknown scope ${JSON.stringify(child.name.slice(0, 60))}`, parsing, hint);
      continue;
    }
    bars.push(...barOf(child, "scope", parsing));
  }
  return bars;
}

function readPaths(node: TomlNode | null, parsing: Parsing): readonly Bar[] {
  if (node === null) return [];
  if (node.kind === "array" && node.items.length <= MOST_BARS)
    return node.items.flatMap((item) => barOf(item, "path", parsing));
  const wrong = node.kind === "array" ? `there are more than ${MOST_BARS} paths` : "paths wants [[paths]]";
  problem(node, wrong, parsing);
  return [];
}

/** Each is compared with each finding. */
const MOST_BARS = 1000;

function barOf(node: TomlNode, kind: Bar["kind"], parsing: Parsing): readonly Bar[] {
  const keys = kind === "scope" ? BAR_KEYS : PATH_KEYS;
  const fields = fieldsOf(node, keys, parsing);
  if (fields === null) return [];
  const failOn = levelOf(textField(fields, "fail-on"));
  const name = kind === "scope" ? node.name : textField(fields, "path");
  if (failOn === null || name === null) {
    problem(node, kind === "scope" ? "fail-on is missing" : "path and fail-on are needed", parsing);
    return [];
  }
  return [{ kind, name, failOn, place: parsing.placeOf(node) }];
}

function readExtends(node: TomlNode | null, parsing: Parsing): Extension | null {
  if (node === null) return null;
  const fields = node.kind === "table" ? fieldsOf(node, EXTENDS_KEYS, parsing) : null;
  const file = node.kind === "string" ? node.value : fields === null ? null : textField(fields, "file");
  if (file === null || file === "") {
    problem(
      node,
      'extends wants a file, such as "policy.toml" or { file = "policy.toml", sha256 = "…" }',
      parsing,
    );
    return null;
  }
  if (/^[a-z][a-z0-9+.-]+:/i.test(file)) {
    problem(
      node,
      "extends takes a file, not a URL",
      parsing,
      "Fetch it in a step of its own, and pin it with sha256 or key.",
    );
    return null;
  }
  const pin = (name: string): string | null => (fields === null ? null : textField(fields, name));
  return { file, sha256: pin("sha256"), key: pin("key"), place: parsing.placeOf(node) };
}

function levelOf(text: string | null): SeverityLevel | null {
  return LEVELS.find((level) => level === text) ?? null;
}
