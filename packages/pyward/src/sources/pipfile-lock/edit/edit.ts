import type { EditAnswer } from "../../../model/index.ts";
import { leftAll, madeAll } from "../../shared/lock-edit/changed-lines.ts";
import { parseJsonFile } from "../../shared/read-json.ts";
import {
  hashReplacement,
  manifestChange,
  MORE_THAN_VERSIONS,
} from "../../shared/lock-edit/manifest-change.ts";
import { readText } from "../../shared/read-text.ts";
import type { EditRequest } from "../../shared/source.ts";
import { readCategories } from "./categories.ts";
import { planLock } from "./plan.ts";
import { HASHES } from "../staleness.ts";

const HASH = /^ {12}"sha256": "([0-9a-f]{64})"$/m;

/** Writes the releases of a plan into a lock as Pipenv would; where what Pipenv would write is not certain, all is left to it. */
export async function editLock(request: EditRequest): Promise<EditAnswer> {
  const { tree, target, changes } = request;
  const { path } = target;
  const read = await readText(tree, path, "JSON");
  if (read.kind === "gap") return leftAll(changes, read.gap.reason, commandFor);
  const json = parseJsonFile(path, read.text);
  if (json.kind === "gap") return leftAll(changes, json.gap.reason, commandFor);
  const lock = readCategories(read.text, json.file.root);
  if (lock === null) return leftAll(changes, "it is not laid out as Pipenv writes locks", commandFor);
  const planned = planLock(lock, changes);
  if (typeof planned === "string") return leftAll(changes, planned, commandFor);
  const change = await manifestChange(request, "Pipfile");
  if (change?.requirements === null) return leftAll(changes, MORE_THAN_VERSIONS, commandFor);
  const hash = hashReplacement(read.text, HASH, { change, hashes: HASHES });
  return madeAll({ path, text: read.text }, [...planned, ...hash], changes);
}

/** Pipenv writes the release into the Pipfile, too. */
function commandFor(name: string, to: string): readonly string[] {
  return ["pipenv", "upgrade", `${name}==${to}`];
}
