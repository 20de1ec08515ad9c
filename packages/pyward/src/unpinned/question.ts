import { isAsked } from "../inventory/awaits-version.ts";
import type { ReadSource } from "../inventory/merge-sources.ts";
import type { Dependency } from "../model/index.ts";
import {
  parseMarker,
  parseRequirement,
  parseSpecifiers,
  parseVersion,
  type PackageName,
  type Requirement,
} from "../python/index.ts";

/** Files that are installed together: their requirements have one answer. */
export interface Part {
  readonly sources: readonly ReadSource[];
}

/** Files each of which is for an environment of its own. */
const ALONE: ReadonlySet<string> = new Set(["script", "notebook"]);

/** What of a project is resolved together: its files as a whole, save those with an environment of their own and those that name other indexes. */
export function partsOf(sources: readonly ReadSource[]): readonly Part[] {
  const groups = Map.groupBy(sources.filter(asks), ({ kind, path, inventory }) =>
    ALONE.has(kind) ? path : JSON.stringify(inventory.indexes ?? []),
  );
  return [...groups.values()].map((group) => ({ sources: group }));
}

function asks({ inventory, mentionsOnly }: ReadSource): boolean {
  return mentionsOnly !== true && inventory.dependencies.some(isAsked);
}

/** A dependency as what an installer is asked for; null where it says nothing that one would understand. */
export function requirementOf(dependency: Dependency): Requirement | null {
  const { name, extras, version, specifiers: written, source, pin, own } = dependency;
  const marker = dependency.marker === null ? null : parseMarker(dependency.marker);
  const isFile = pin === "url" || own !== null || source.type !== "registry";
  const text = version === null ? (written ?? "") : `${parseVersion(version).ok ? "==" : "==="}${version}`;
  const specifiers = parseSpecifiers(isFile ? "" : text);
  if (!specifiers.ok || (marker !== null && !marker.ok)) return null;
  return {
    ...{ name, rawName: name, extras, specifiers: specifiers.value, marker: marker?.value ?? null },
    url: isFile ? (source.url ?? "unknown:") : null,
  };
}

/** Requirements as texts, such as constraints; what is none is left out. */
export function requirementsIn(texts: readonly string[]): readonly Requirement[] {
  return texts.flatMap((text) => {
    const parsed = parseRequirement(text);
    return parsed.ok ? [parsed.value] : [];
  });
}

/** The addresses that the files name for what they ask for, by package; a package that is not here comes from no index in particular. */
export function placesIn({ sources }: Part): ReadonlyMap<PackageName, string> {
  const places = new Map<PackageName, string>();
  for (const { inventory } of sources)
    for (const { name, source } of inventory.dependencies)
      if (source.type === "registry" && source.url !== null) places.set(name, source.url);
  return places;
}
