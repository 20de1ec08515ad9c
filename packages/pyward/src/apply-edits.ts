import type { FileSet } from "./host/index.ts";
import { PywardError } from "./model/index.ts";
import type { EditedFile } from "./edit-files.ts";

/**
 * Writes edited files, all of them or none. To be called with what `editFiles` made of the same root, which it is compared with once more.
 * Throws a PywardError where one of them cannot be written; the others are then as they were.
 */
export function applyEdits(set: FileSet, files: readonly EditedFile[]): void {
  const changed = files.filter(({ before, after }) => Buffer.compare(before, after) !== 0);
  const result = set.replaceAll(changed.map(({ path, before, after }) => ({ path, before, after })));
  switch (result.kind) {
    case "replaced":
      return;
    case "refused":
      throw new PywardError("cannot-write", `${result.path} ${result.reason}`, {
        hint: "No file was changed.",
      });
    case "unfinished":
      throw new PywardError("cannot-write", `${result.path} ${result.reason}`, {
        hint: "Some files are changed and could not be put back: once that is mended, the next run does it.",
      });
    default:
      return result satisfies never;
  }
}

/**
 * Ends what a run that was killed has left: before anything is read. Gives sentences for the user, none where there was nothing. Throws a
 * PywardError where that is not possible.
 */
export function recoverEdits(set: FileSet): readonly string[] {
  const recovery = set.recover();
  switch (recovery.kind) {
    case "nothing":
      return [];
    case "completed":
      return ["an earlier run was stopped when all of its files were written: they stay"];
    case "rolled-back":
      return [
        "an earlier run was stopped while it wrote: its files are as before",
        ...recovery.changed.map((path) => `${path} was changed since then, and stays as it is`),
      ];
    case "failed":
      throw new PywardError("cannot-write", `${recovery.path} ${recovery.reason}`, {
        hint: "An earlier run was stopped while it wrote, and what it left cannot be put back.",
      });
    default:
      return recovery satisfies never;
  }
}
