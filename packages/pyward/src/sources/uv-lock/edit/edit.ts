import type { EditAnswer } from "../../../model/index.ts";
import { leftAll, madeAll } from "../../shared/lock-edit/changed-lines.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import { manifestChange, MORE_THAN_VERSIONS } from "../../shared/lock-edit/manifest-change.ts";
import { readText } from "../../shared/read-text.ts";
import { parseTomlFile } from "../../shared/read-toml.ts";
import type { EditRequest } from "../../shared/source.ts";
import { readLockText } from "./locked-text.ts";
import { planLock } from "./plan.ts";
import { specifierReplacements } from "./specifiers.ts";
import { writePackage } from "./written.ts";

/** Writes the releases of a plan into a lock as uv would; where what uv would write is not certain, all is left to it. */
export async function editLock(request: EditRequest): Promise<EditAnswer> {
  const { tree, target, changes } = request;
  const { path } = target;
  const commandFor = commandsFor(path);
  const read = await readText(tree, path, "TOML");
  if (read.kind === "gap") return leftAll(changes, read.gap.reason, commandFor);
  const toml = parseTomlFile(path, read.text);
  if (toml.kind === "gap") return leftAll(changes, toml.gap.reason, commandFor);
  const lock = readLockText(read.text, toml.file);
  if (lock === null) return leftAll(changes, "it is not laid out as uv writes locks", commandFor);
  const planned = planLock(lock, changes);
  if (typeof planned === "string") return leftAll(changes, planned, commandFor);
  const change = await manifestChange(request, "pyproject.toml");
  if (change?.requirements === null) return leftAll(changes, MORE_THAN_VERSIONS, commandFor);
  const specifiers = specifierReplacements(read.text, lock, change?.requirements ?? []);
  if (specifiers === null)
    return leftAll(changes, "it repeats what the manifest asks for in an unusual way", commandFor);
  const written = new Map([...planned.written].map(([name, release]) => [name, writePackage(release)]));
  return madeAll(
    { path, text: read.text },
    [...replaceBlocks(lock.blocks, { written, removed: planned.removed }), ...specifiers],
    changes,
  );
}

/** Of a project, or of a script. */
function commandsFor(path: string): (name: string, to: string) => readonly string[] {
  if (!path.endsWith(".py.lock")) return (name, to) => ["uv", "lock", "--upgrade-package", `${name}==${to}`];
  const script = path.slice(path.lastIndexOf("/") + 1, -".lock".length);
  return (name, to) => ["uv", "lock", `--script=${script}`, `--upgrade-package=${name}==${to}`];
}
