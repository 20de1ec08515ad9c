import type { EditAnswer, VersionChange } from "../../../model/index.ts";
import { leftAll, madeAll } from "../../shared/lock-edit/changed-lines.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import { readText } from "../../shared/read-text.ts";
import { parseTomlFile } from "../../shared/read-toml.ts";
import type { EditRequest } from "../../shared/source.ts";
import { readLockText } from "./locked-text.ts";
import { planLock } from "./plan.ts";
import { writePackage } from "./written.ts";

/** Writes the releases of a plan into a lock as uv would; where what uv would write is not certain, all is left to it. */
export async function editLock({ tree, target, changes }: EditRequest): Promise<EditAnswer> {
  const { path } = target;
  const command = commandFor(path, changes);
  const read = await readText(tree, path, "TOML");
  if (read.kind === "gap") return leftAll(changes, read.gap.reason, null);
  const toml = parseTomlFile(path, read.text);
  if (toml.kind === "gap") return leftAll(changes, toml.gap.reason, null);
  const lock = readLockText(read.text, toml.file);
  if (lock === null) return leftAll(changes, "it is not laid out as uv writes locks", command);
  const planned = planLock(lock, changes);
  if (typeof planned === "string") return leftAll(changes, planned, command);
  const written = new Map([...planned.written].map(([name, release]) => [name, writePackage(release)]));
  return madeAll(
    { path, text: read.text },
    replaceBlocks(lock.blocks, { written, removed: planned.removed }),
    changes,
  );
}

/** What uv would do it with. */
function commandFor(path: string, changes: readonly VersionChange[]): readonly string[] {
  const script = path.endsWith(".py.lock") ? ["--script", path.slice(0, -".lock".length)] : [];
  const wanted = changes.flatMap(({ name, to }) =>
    to === null ? [] : ["--upgrade-package", `${name}==${to}`],
  );
  return ["uv", "lock", ...script, ...wanted];
}
