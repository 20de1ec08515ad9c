import type { EditAnswer, VersionChange } from "../../../model/index.ts";
import { leftAll, madeAll } from "../../shared/lock-edit/changed-lines.ts";
import { parseJsonFile } from "../../shared/read-json.ts";
import { readText } from "../../shared/read-text.ts";
import type { EditRequest } from "../../shared/source.ts";
import { readCategories } from "./categories.ts";
import { planLock } from "./plan.ts";

/** Writes the releases of a plan into a lock as Pipenv would; where what Pipenv would write is not certain, all is left to it. */
export async function editLock({ tree, target, changes }: EditRequest): Promise<EditAnswer> {
  const { path } = target;
  const read = await readText(tree, path, "JSON");
  if (read.kind === "gap") return leftAll(changes, read.gap.reason, null);
  const json = parseJsonFile(path, read.text);
  if (json.kind === "gap") return leftAll(changes, json.gap.reason, null);
  const command = commandFor(changes);
  const lock = readCategories(read.text, json.file.root);
  if (lock === null) return leftAll(changes, "it is not laid out as Pipenv writes locks", command);
  const planned = planLock(lock, changes);
  if (typeof planned === "string") return leftAll(changes, planned, command);
  return madeAll({ path, text: read.text }, planned, changes);
}

function commandFor(changes: readonly VersionChange[]): readonly string[] {
  return [
    "pipenv",
    "upgrade",
    "--lock-only",
    ...changes.flatMap(({ name, to }) => (to === null ? [] : [`${name}==${to}`])),
  ];
}
