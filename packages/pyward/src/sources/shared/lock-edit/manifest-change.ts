import { toPlain, type TomlTable } from "../../../syntax/toml/index.ts";
import { readText } from "../read-text.ts";
import { parseTomlFile } from "../read-toml.ts";
import type { EditRequest } from "../source.ts";
import { spliceText, type Piece } from "../../../syntax/splice.ts";
import { changedRequirements, type ChangedRequirement } from "./changed-requirements.ts";

/** The manifest of a lock as it is, and as it will be. */
export interface ManifestChange {
  readonly before: TomlTable;
  readonly after: TomlTable;
  /** Requirements that ask for other versions; nothing else changes. */
  readonly requirements: readonly ChangedRequirement[];
}

/**
 * What is written into the manifest beside the lock, at the same time; null: nothing. A text where the lock cannot follow: the end of a sentence about it.
 */
export async function manifestChange(
  { tree, target, alongside = [] }: EditRequest,
  name: string,
): Promise<ManifestChange | string | null> {
  const path = `${target.path.slice(0, target.path.lastIndexOf("/") + 1)}${name}`;
  const edits = alongside.filter(({ was, text }) => was !== text);
  if (edits.length === 0) return null;
  if (edits.some((edit) => edit.path !== path)) return `it is made from more than the ${name} beside it`;
  const read = await readText(tree, path, "TOML");
  if (read.kind !== "text") return read.gap.reason;
  const before = parseTomlFile(path, read.text);
  const pieces = edits.map(({ span, text }) => ({ ...span, text }));
  const after = parseTomlFile(
    path,
    spliceText(
      read.text,
      pieces.toSorted((a, b) => a.start - b.start),
    ),
  );
  if (before.kind === "gap" || after.kind === "gap") return "its manifest cannot be read";
  const [old, now] = [before.file.root, after.file.root];
  const requirements = changedRequirements(toPlain(old), toPlain(now));
  if (requirements === null) return "its manifest changes in more than versions";
  return { before: old, after: now, requirements };
}

/** One of the ways in which a tool hashes a manifest; null: it cannot. */
export type HashOf = (root: TomlTable) => string | null;

/**
 * The hash of the manifest as it will be, in the way in which the lock's own is that of the manifest as it is; a text where it is of another one: the end of
 * a sentence about the lock. `place`: its group is the hash.
 */
export function hashPieces(
  text: string,
  place: RegExp,
  { change, hashes }: { readonly change: ManifestChange | null; readonly hashes: readonly HashOf[] },
): readonly Piece[] | string {
  if (change === null) return [];
  const [whole = "", known = ""] = place.exec(text) ?? [];
  const start = text.search(place) + whole.lastIndexOf(known);
  const found = known === "" ? undefined : hashes.find((hash) => hash(change.before) === known);
  const renewed = found?.(change.after) ?? null;
  if (renewed === null) return "it was not made from its manifest as that is now";
  return renewed === known ? [] : [{ start, end: start + known.length, text: renewed }];
}
