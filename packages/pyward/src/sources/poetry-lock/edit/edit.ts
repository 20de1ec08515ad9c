import type { EditAnswer } from "../../../model/index.ts";
import { leftAll, madeAll } from "../../shared/lock-edit/changed-lines.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import {
  hashReplacement,
  manifestChange,
  MORE_THAN_VERSIONS,
} from "../../shared/lock-edit/manifest-change.ts";
import { readText } from "../../shared/read-text.ts";
import { parseTomlFile } from "../../shared/read-toml.ts";
import type { EditRequest } from "../../shared/source.ts";
import type { Manifest } from "../manifest.ts";
import { readLockText } from "./locked-text.ts";
import { planLock } from "./plan.ts";
import { HASHES } from "../staleness.ts";

const HASH = /^content-hash = "([0-9a-f]{64})"$/m;

/** Writes the releases of a plan into a lock as Poetry would; where what Poetry would write is not certain, all is left to it. */
export async function editLock(request: EditRequest, manifest: Manifest | null): Promise<EditAnswer> {
  const { tree, target, changes } = request;
  const { path } = target;
  const read = await readText(tree, path, "TOML");
  if (read.kind === "gap") return leftAll(changes, read.gap.reason, commandFor);
  const toml = parseTomlFile(path, read.text);
  if (toml.kind === "gap") return leftAll(changes, toml.gap.reason, commandFor);
  const lock = readLockText(read.text, toml.file);
  if (lock === null) return leftAll(changes, "it is not laid out as Poetry 2 writes locks", commandFor);
  const planned = planLock(lock, changes, manifest);
  if (typeof planned === "string") return leftAll(changes, planned, commandFor);
  const change = await manifestChange(request, "pyproject.toml");
  if (change?.requirements === null) return leftAll(changes, MORE_THAN_VERSIONS, commandFor);
  const hash = hashReplacement(read.text, HASH, { change, hashes: HASHES });
  return madeAll({ path, text: read.text }, [...replaceBlocks(lock.blocks, planned), ...hash], changes);
}

/** Poetry takes the newest release that the manifest admits: which one is not for its command line to say. */
function commandFor(name: string): readonly string[] {
  return ["poetry", "update", name, "--lock"];
}
