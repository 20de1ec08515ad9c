import { isObject, parseObject } from "../../../model/index.ts";
import { normalizeName } from "../../../python/index.ts";
import type { JsonNode } from "../../../syntax/json/index.ts";
import { readMeta } from "../schema.ts";

/** A package of a section, with the place of its value. */
export interface Entry {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** As it stands there. */
  readonly value: Readonly<Record<string, unknown>>;
}

/** A section, such as `default`. */
export interface Category {
  readonly entries: readonly Entry[];
}

export interface PipenvLock {
  readonly categories: readonly Category[];
  /** The Python that the Pipfile requires, which is the only one that it is locked for; null: not said. */
  readonly python: string | null;
}

/** Null: it is not laid out as Pipenv writes it. */
export function readCategories(text: string, root: JsonNode): PipenvLock | null {
  const whole = parseObject(text);
  // Names in any order, or another indentation: somebody else wrote it.
  if (root.kind !== "object" || whole === null || `${written(whole, 0)}\n` !== text) return null;
  const categories: Category[] = [];
  for (const [name, { value: section }] of root.members) {
    if (name === "_meta") continue;
    const values = whole[name];
    if (section.kind !== "object" || !isObject(values)) return null;
    const entries: Entry[] = [];
    for (const [key, { value }] of section.members) {
      const entry = values[key];
      if (!isObject(entry) || normalizeName(key) !== key) return null;
      entries.push({ name: key, start: value.start, end: value.end, value: entry });
    }
    categories.push({ entries });
  }
  return { categories, python: readMeta(root).python };
}

/** As Pipenv writes JSON: four blanks for each depth, and names sorted. */
export function written(value: unknown, depth: number): string {
  const sorted = JSON.stringify(
    value,
    (_, inner: unknown) => (isObject(inner) ? inSequence(inner) : inner),
    4,
  );
  return sorted.replaceAll("\n", `\n${" ".repeat(4 * depth)}`);
}

function inSequence(value: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
