import type { EditAnswer } from "../../../model/index.ts";
import { editLock } from "../../shared/lock-edit/edit-lock.ts";
import { hashPieces } from "../../shared/lock-edit/manifest-change.ts";
import { parseJsonFile } from "../../shared/read-json.ts";
import type { EditRequest } from "../../shared/source.ts";
import { HASHES } from "../staleness.ts";
import { readCategories } from "./categories.ts";
import { planLock } from "./plan.ts";

const HASH = /^ {12}"sha256": "([0-9a-f]{64})"$/m;

/** As Pipenv would write it. */
export function editPipfileLock(request: EditRequest): Promise<EditAnswer> {
  return editLock(request, {
    syntax: "JSON",
    manifest: "Pipfile",
    layout: "Pipenv writes locks",
    read(path, text) {
      const json = parseJsonFile(path, text);
      return json.kind === "gap" ? json : { kind: "lock", lock: readCategories(text, json.file.root) };
    },
    plan: planLock,
    pieces({ text, plan, change }) {
      const hash = hashPieces(text, HASH, { change, hashes: HASHES });
      return typeof hash === "string" ? hash : [...plan, ...hash];
    },
    // Pipenv writes the release into the Pipfile, too.
    commandFor: (name, to) => ["pipenv", "upgrade", `${name}==${to}`],
  });
}
