import type { EditAnswer } from "../../../model/index.ts";
import { editLock, tomlLock } from "../../shared/lock-edit/edit-lock.ts";
import { hashPieces } from "../../shared/lock-edit/manifest-change.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import type { EditRequest } from "../../shared/source.ts";
import { HASHES } from "../staleness.ts";
import { readLockText } from "./locked-text.ts";
import { planLock } from "./plan.ts";

const HASH = /^content_hash = "sha256:([0-9a-f]{64})"$/m;

/** As PDM would write it. */
export function editPdmLock(request: EditRequest): Promise<EditAnswer> {
  return editLock(request, {
    syntax: "TOML",
    manifest: "pyproject.toml",
    layout: "PDM writes locks for one range of Pythons",
    read: tomlLock(readLockText),
    plan: planLock,
    pieces({ text, lock, plan, change }) {
      const hash = hashPieces(text, HASH, { change, hashes: HASHES });
      return typeof hash === "string" ? hash : [...replaceBlocks(lock.blocks, plan), ...hash];
    },
    // PDM takes the newest release that the manifest admits: which one is not for its command line to say.
    commandFor: (name) => ["pdm", "update", name, "--no-sync"],
  });
}
