import type { EditAnswer } from "../../../model/index.ts";
import { editLock, tomlLock } from "../../shared/lock-edit/edit-lock.ts";
import { hashPieces } from "../../shared/lock-edit/manifest-change.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import type { EditRequest } from "../../shared/source.ts";
import type { Manifest } from "../manifest.ts";
import { HASHES } from "../staleness.ts";
import { readLockText, type LockText } from "./locked-text.ts";
import { planLock } from "./plan.ts";

const HASH = /^content-hash = "([0-9a-f]{64})"$/m;

/** As Poetry would write it. */
export function editPoetryLock(request: EditRequest, manifest: Manifest | null): Promise<EditAnswer> {
  return editLock(request, {
    syntax: "TOML",
    manifest: "pyproject.toml",
    layout: "Poetry 2 writes locks",
    read: tomlLock(readLockText),
    plan: (lock: LockText, changes) => planLock(lock, changes, manifest),
    pieces({ text, lock, plan, change }) {
      const hash = hashPieces(text, HASH, { change, hashes: HASHES });
      return typeof hash === "string" ? hash : [...replaceBlocks(lock.blocks, plan), ...hash];
    },
    // Poetry takes the newest release that the manifest admits: which one is not for its command line to say.
    commandFor: (name) => ["poetry", "update", name, "--lock"],
  });
}
