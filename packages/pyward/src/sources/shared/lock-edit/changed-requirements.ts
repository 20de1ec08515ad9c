import {
  formatMarker,
  parseRequirement,
  type PackageName,
  type Requirement,
  type SpecifierSet,
} from "../../../python/index.ts";

/** A requirement of which only the versions are others. */
export interface ChangedRequirement {
  /** Null: a tool's own way to write versions, under the name of a package. */
  readonly name: PackageName | null;
  readonly before: SpecifierSet | null;
  readonly after: SpecifierSet | null;
}

/** What differs in two manifests; null: more than versions. */
export function changedRequirements(before: unknown, after: unknown): readonly ChangedRequirement[] | null {
  if (typeof before === "string" && typeof after === "string") return changedText(before, after);
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null)
    return Object.is(before, after) || String(before) === String(after) ? [] : null;
  const [old, now] = [Object.entries(before), Object.entries(after)];
  if (old.length !== now.length || Array.isArray(before) !== Array.isArray(after)) return null;
  const found: ChangedRequirement[] = [];
  for (const [at, [key, value]] of old.entries()) {
    const [name, other] = now[at] ?? [];
    const inside = name === key ? changedRequirements(value, other) : null;
    if (inside === null) return null;
    found.push(...inside);
  }
  return found;
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
