import {
  formatMarker,
  parseRequirement,
  type PackageName,
  type Requirement,
  type SpecifierSet,
} from "../../../python/index.ts";

import type { PlainValue } from "../../../syntax/toml/index.ts";

/** A requirement of which only the versions are others. */
export interface ChangedRequirement {
  /** Null: a tool's own way to write versions, under the name of a package. */
  readonly name: PackageName | null;
  readonly before: SpecifierSet | null;
  readonly after: SpecifierSet | null;
}

/** What differs in two manifests; null: more than versions. */
export function changedRequirements(
  before: PlainValue,
  after: PlainValue,
): readonly ChangedRequirement[] | null {
  if (typeof before === "string" && typeof after === "string") return changedText(before, after);
  const [old, now] = [partsOf(before), partsOf(after)];
  if (old === null || now === null) return old === now && before === after ? [] : null;
  if (old.length !== now.length) return null;
  const found: ChangedRequirement[] = [];
  for (const [at, [key, value]] of old.entries()) {
    const other = now[at];
    const inside = other?.[0] === key ? changedRequirements(value, other[1]) : null;
    if (inside === null) return null;
    found.push(...inside);
  }
  return found;
}

/** Null: it is no list or table. */
function partsOf(value: PlainValue): readonly (readonly [number | string, PlainValue])[] | null {
  if (value instanceof Map) return [...value];
  return isList(value) ? [...value.entries()] : null;
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

function changedText(before: string, after: string): readonly ChangedRequirement[] | null {
  if (before === after) return [];
  const [old, now] = [parseRequirement(before), parseRequirement(after)];
  if (old.ok && now.ok) {
    if (identity(old.value) !== identity(now.value)) return null;
    return [{ name: old.value.name, before: old.value.specifiers, after: now.value.specifiers }];
  }
  const areVersions = [before, after].every((text) => /^[\^~<>=!,.*\w\s|+-]+$/.test(text));
  return areVersions ? [{ name: null, before: null, after: null }] : null;
}

function identity({ name, extras, url, marker }: Requirement): string {
  return JSON.stringify([name, extras, url, marker === null ? null : formatMarker(marker)]);
}
