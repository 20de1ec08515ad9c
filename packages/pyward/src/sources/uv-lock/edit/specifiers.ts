import { compareVersions, parseRequirement, type SpecifierSet } from "../../../python/index.ts";
import type { Piece } from "../../../syntax/splice.ts";
import { entriesOf, entryAt, type TomlTable } from "../../../syntax/toml/index.ts";
import { stringsOf } from "../../shared/toml-values.ts";
import type { ChangedRequirement } from "../../shared/lock-edit/changed-requirements.ts";
import type { LockText } from "./locked-text.ts";

/** uv repeats in a lock what the manifest asks for. Null: not certain how. */
export function specifierPieces(
  text: string,
  { blocks }: LockText,
  changed: readonly ChangedRequirement[],
): readonly Piece[] | null {
  const places = placesOfWishes(text, blocks);
  const pieces: Piece[] = [];
  const groups = Map.groupBy(changed, ({ name, before }) => `${name} ${written(before)}`);
  for (const group of groups.values()) {
    const [first] = group;
    const name = first?.name ?? null;
    const [old, now] = [written(first?.before ?? null), written(first?.after ?? null)];
    if (name === null || old === null || now === null) return null;
    if (group.some((one) => written(one.after) !== now)) return null;
    const found = places.flatMap(({ start, end }) =>
      placesOf(text.slice(start, end), name, old).map((at) => start + at),
    );
    if (found.length !== group.length) return null;
    pieces.push(...found.map((start) => ({ start, end: start + old.length, text: now })));
  }
  return pieces;
}

/** Above all packages, and with those that are folders of somebody's own. */
function placesOfWishes(
  text: string,
  blocks: LockText["blocks"],
): readonly { readonly start: number; readonly end: number }[] {
  const head = blocks[0]?.start ?? text.length;
  return [{ start: 0, end: head }, ...blocks.filter(({ isRoot }) => isRoot)];
}

/** Whether a lock repeats all that a manifest asks for; what uv may have written otherwise counts as repeated. */
export function isMadeFrom(text: string, { blocks }: LockText, manifest: TomlTable): boolean {
  const places = placesOfWishes(text, blocks).map(({ start, end }) => text.slice(start, end));
  return requirementsIn(manifest).every((requirement) => {
    const parsed = parseRequirement(requirement);
    const specifier = parsed.ok && parsed.value.url === null ? written(parsed.value.specifiers) : null;
    if (!parsed.ok || specifier === null) return true;
    const { name } = parsed.value;
    // What is taken from elsewhere has no specifier there.
    const elsewhere = new RegExp(
      `\\{ name = "${name}"[^{}\\n]*, (?:git|url|path|directory|editable|virtual) = `,
    );
    return places.some((place) => placesOf(place, name, specifier).length > 0 || elsewhere.test(place));
  });
}

function requirementsIn(manifest: TomlTable): readonly string[] {
  const tables = [
    entryAt(manifest, "project", "optional-dependencies"),
    entryAt(manifest, "dependency-groups"),
  ];
  return [
    ...stringsOf(entryAt(manifest, "project", "dependencies")),
    ...tables.flatMap((table) => (table?.kind === "table" ? [...entriesOf(table)].flatMap(stringsOf) : [])),
  ];
}

/** Where a specifier stands beside the name of its package. */
function placesOf(text: string, name: string, specifier: string): readonly number[] {
  const end = `specifier = "${specifier}" }`;
  const lines = [...text.matchAll(/\{ name = "([^"\n]+)"[^{}\n]* \}/g)];
  return lines.flatMap(({ 0: whole, 1: found, index }) =>
    found === name && whole.endsWith(end) ? [index + whole.length - specifier.length - 3] : [],
  );
}

/** The clauses as they are written, where that is also the order of their versions; null: uv may have another. */
function written(specifiers: SpecifierSet | null): string | null {
  if (specifiers === null || specifiers.specifiers.length === 0) return null;
  const list = specifiers.specifiers;
  for (const [at, { bound }] of list.entries()) {
    const last = list[at - 1]?.bound;
    if (
      bound === null ||
      (at > 0 && (last === undefined || last === null || compareVersions(last, bound) >= 0))
    )
      return null;
  }
  return list.map(({ operator, version }) => operator + version).join(",");
}
