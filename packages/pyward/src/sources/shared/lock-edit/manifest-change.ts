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
  /** Requirements that ask for other versions; null: something else changes, too. */
  readonly requirements: readonly ChangedRequirement[] | null;
}

/** What is written into the manifest beside the lock, at the same time. Null: nothing, or nothing that can be read. */
export async function manifestChange(
  { tree, target, alongside = [] }: EditRequest,
  name: string,
): Promise<ManifestChange | null> {
  const path = `${target.path.slice(0, target.path.lastIndexOf("/") + 1)}${name}`;
  const edits = alongside.filter((edit) => edit.path === path);
  const read = edits.length === 0 ? null : await readText(tree, path, "TOML");
  if (read?.kind !== "text") return null;
  const before = parseTomlFile(path, read.text);
  const pieces = edits.map(({ span, text }) => ({ ...span, text }));
  const after = parseTomlFile(
    path,
    spliceText(
      read.text,
      pieces.toSorted((a, b) => a.start - b.start),
    ),
  );
  if (before.kind === "gap" || after.kind === "gap") return null;
  const [old, now] = [before.file.root, after.file.root];
  return { before: old, after: now, requirements: changedRequirements(toPlain(old), toPlain(now)) };
}

/** One of the ways in which a tool hashes a manifest; null: it cannot. */
export type HashOf = (root: TomlTable) => string | null;

/**
 * The hash of the manifest as it will be, in the way in which the lock's own is that of the manifest as it is. A lock that was made from another one
 * stays so. `place`: its group is the hash.
 */
export function hashPieces(
  text: string,
  place: RegExp,
  { change, hashes }: { readonly change: ManifestChange | null; readonly hashes: readonly HashOf[] },
): readonly Piece[] {
  const [whole = "", known = ""] = place.exec(text) ?? [];
  const start = text.search(place) + whole.lastIndexOf(known);
  const found =
    change === null || known === "" ? undefined : hashes.find((hash) => hash(change.before) === known);
  const renewed = change === null || found === undefined ? null : found(change.after);
  return renewed === null || renewed === known ? [] : [{ start, end: start + known.length, text: renewed }];
}
