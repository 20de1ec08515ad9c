import type { EditAnswer, VersionChange } from "../../../model/index.ts";
import { leftAll, madeAll } from "../../shared/lock-edit/changed-lines.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import { readText } from "../../shared/read-text.ts";
import { parseTomlFile } from "../../shared/read-toml.ts";
import type { EditRequest } from "../../shared/source.ts";
import type { Manifest } from "../manifest.ts";
import { readLockText } from "./locked-text.ts";
import { planLock } from "./plan.ts";

/** Writes the releases of a plan into a lock as Poetry would; where what Poetry would write is not certain, all is left to it. */
export async function editLock(
  { tree, target, changes }: EditRequest,
  manifest: Manifest | null,
): Promise<EditAnswer> {
  const { path } = target;
  const read = await readText(tree, path, "TOML");
  if (read.kind === "gap") return leftAll(changes, read.gap.reason, null);
  const toml = parseTomlFile(path, read.text);
  if (toml.kind === "gap") return leftAll(changes, toml.gap.reason, null);
  const command = commandFor(changes);
  const lock = readLockText(read.text, toml.file);
  if (lock === null) return leftAll(changes, "it is not laid out as Poetry 2 writes locks", command);
  const planned = planLock(lock, changes, manifest);
  if (typeof planned === "string") return leftAll(changes, planned, command);
  return madeAll({ path, text: read.text }, replaceBlocks(lock.blocks, planned), changes);
}

/** Poetry takes the newest release that the manifest admits: which one is not for its command line to say. */
function commandFor(changes: readonly VersionChange[]): readonly string[] {
  return ["poetry", "update", "--lock", ...changes.flatMap(({ name, to }) => (to === null ? [] : [name]))];
}
