import { isObject } from "../../model/index.ts";

const MAX_SYMBOLS = 1_000;
/** A dotted path of Python's names, such as that of a class, a function or a module. */
const PATH = /^[\p{ID_Start}_][\p{ID_Continue}]*(?:\.[\p{ID_Start}_][\p{ID_Continue}]*)*$/u;
const MAX_PATH = 300;

/**
 * What is flawed, as dotted paths, each once, in the order of the record: `imports` of the PyPA database (an attribute and the
 * modules that have it) and `affected_functions` of GitHub's. What is written otherwise is left out: symbols help and
 * decide nothing.
 */
export function readSymbols(specific: unknown): readonly string[] {
  if (!isObject(specific)) return [];
  const named = [
    ...list(specific["imports"]).flatMap(importsOf),
    ...list(specific["affected_functions"]).map(withoutCall),
  ];
  return [...new Set(named.filter(isPath))].slice(0, MAX_SYMBOLS);
}

function importsOf(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  const { attribute, modules } = value;
  const names = list(modules).filter((name) => typeof name === "string");
  return typeof attribute === "string" && attribute !== ""
    ? names.map((name) => `${name}.${attribute}`)
    : names;
}

/** Some are written as calls: `yaml.load()`. */
function withoutCall(value: unknown): string {
  return typeof value === "string" && value.length <= MAX_PATH ? value.trim().replace(/\([^]*\)$/, "") : "";
}

function isPath(text: string): boolean {
  return text.length <= MAX_PATH && PATH.test(text);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_SYMBOLS) : [];
}
