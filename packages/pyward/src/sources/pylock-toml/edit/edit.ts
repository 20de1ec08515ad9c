import type { EditAnswer } from "../../../model/index.ts";
import { editLock, tomlLock } from "../../shared/lock-edit/edit-lock.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import type { EditRequest } from "../../shared/source.ts";
import { commandFor } from "./command.ts";
import { readLockText } from "./lock-text.ts";
import { planLock } from "./plan.ts";

/** As uv, pip or PDM, whichever wrote it, would write it. */
export async function editPylockToml(request: EditRequest): Promise<EditAnswer> {
  return editLock(request, {
    syntax: "TOML",
    manifest: null,
    layout: "uv, pip or PDM write such locks",
    read: tomlLock(readLockText),
    plan: planLock,
    pieces: ({ lock, plan }) => replaceBlocks(lock.blocks, plan),
    commandFor: await commandFor(request.tree, request.target.path),
  });
}
