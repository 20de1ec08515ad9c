import type { EditAnswer } from "../../../model/index.ts";
import { editLock, tomlLock } from "../../shared/lock-edit/edit-lock.ts";
import { replaceBlocks } from "../../shared/lock-edit/replace-blocks.ts";
import type { EditRequest } from "../../shared/source.ts";
import { readLockText } from "./locked-text.ts";
import { planLock } from "./plan.ts";
import { isMadeFrom, specifierPieces } from "./specifiers.ts";
import { writePackage } from "./written.ts";

/** As uv would write it. */
export function editUvLock(request: EditRequest): Promise<EditAnswer> {
  return editLock(request, {
    syntax: "TOML",
    manifest: "pyproject.toml",
    layout: "uv writes locks",
    read: tomlLock(readLockText),
    plan: planLock,
    pieces({ text, lock, plan, change }) {
      if (change !== null && !isMadeFrom(text, lock, change.before))
        return "it was not made from its manifest as that is now";
      const specifiers = specifierPieces(text, lock, change?.requirements ?? []);
      if (specifiers === null) return "it repeats what the manifest asks for in an unusual way";
      const written = new Map([...plan.written].map(([name, release]) => [name, writePackage(release)]));
      return [...replaceBlocks(lock.blocks, { written, removed: plan.removed }), ...specifiers];
    },
    commandFor: commandsFor(request.target.path),
  });
}

/** Of a project, or of a script. */
function commandsFor(path: string): (name: string, to: string) => readonly string[] {
  if (!path.endsWith(".py.lock")) return (name, to) => ["uv", "lock", "--upgrade-package", `${name}==${to}`];
  const script = path.slice(path.lastIndexOf("/") + 1, -".lock".length);
  return (name, to) => ["uv", "lock", `--script=${script}`, `--upgrade-package=${name}==${to}`];
}
