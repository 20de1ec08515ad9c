import type { EditAnswer, VersionChange } from "../../../model/index.ts";
import type { Piece } from "../../../syntax/splice.ts";
import { readText } from "../read-text.ts";
import { parseTomlFile, type TomlFile } from "../read-toml.ts";
import type { EditRequest } from "../source.ts";
import { leftAll, madeAll } from "./changed-lines.ts";
import { manifestChange, type ManifestChange } from "./manifest-change.ts";

/** What one tool's locks are, for `editLock`. Reasons are ends of sentences about the lock. */
export interface LockEditor<Lock, Plan> {
  readonly syntax: "TOML" | "JSON";
  /** The name of the manifest beside it, of which it repeats something; null: of none. */
  readonly manifest: string | null;
  /** Null: it is laid out in a way that nothing is written into. */
  read(path: string, text: string): Read<Lock | null>;
  /** Of the tool, for that. */
  readonly layout: string;
  /** A text: why what the tool would write is not certain. */
  plan(lock: Lock, changes: readonly VersionChange[]): Plan | string;
  pieces(planned: Planned<Lock, Plan>): readonly Piece[] | string;
  /** What the tool would do one change with. */
  commandFor(name: string, to: string): readonly string[] | null;
}

type Read<Lock> =
  | { readonly kind: "lock"; readonly lock: Lock }
  | { readonly kind: "gap"; readonly gap: { readonly reason: string } };

interface Planned<Lock, Plan> {
  readonly text: string;
  readonly lock: Lock;
  readonly plan: Plan;
  /** Null: the manifest stays. */
  readonly change: ManifestChange | null;
}

/** Of a lock in TOML. */
export function tomlLock<Lock>(
  read: (text: string, file: TomlFile) => Lock | null,
): (path: string, text: string) => Read<Lock | null> {
  return (path, text) => {
    const toml = parseTomlFile(path, text);
    return toml.kind === "gap" ? toml : { kind: "lock", lock: read(text, toml.file) };
  };
}

/**
 * Writes the releases of a plan into a lock as its tool would; where what that would write is not certain, all is left to it. So is a lock that would no
 * longer be of its manifest: one of several manifests, or of another one than lies beside it.
 */
export async function editLock<Lock, Plan>(
  request: EditRequest,
  editor: LockEditor<Lock, Plan>,
): Promise<EditAnswer> {
  const { tree, target, changes } = request;
  const { path } = target;
  const left = (reason: string): EditAnswer =>
    leftAll(changes, reason, (name, to) => editor.commandFor(name, to));
  const read = await readText(tree, path, editor.syntax);
  if (read.kind === "gap") return left(read.gap.reason);
  const { text } = read;
  const found = editor.read(path, text);
  if (found.kind === "gap") return left(found.gap.reason);
  if (found.lock === null) return left(`it is not laid out as ${editor.layout}`);
  const plan = editor.plan(found.lock, changes);
  if (typeof plan === "string") return left(plan);
  const change = editor.manifest === null ? null : await manifestChange(request, editor.manifest);
  if (typeof change === "string") return left(change);
  const pieces = editor.pieces({ text, lock: found.lock, plan, change });
  return typeof pieces === "string" ? left(pieces) : madeAll({ path, text }, pieces, changes);
}
