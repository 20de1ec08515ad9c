import { someOf } from "../model/index.ts";
import type { AuditedProject } from "./audited-project.ts";

/** Files that are named. */
const NAMED = 3;

/** Says of what is only mentioned that it is no more than that. */
export function mentionNotes(projects: readonly AuditedProject[]): readonly string[] {
  const mentioned = projects.flatMap(({ dependencies, display }) =>
    dependencies
      .filter(({ basis }) => basis === "mentioned")
      .map(({ origins }) => origins.map(({ path }) => display(path))),
  );
  if (mentioned.length === 0) return [];
  const files = [...new Set(mentioned.flat())].toSorted();
  const what = mentioned.length === 1 ? "1 dependency is" : `${mentioned.length} dependencies are`;
  const they = mentioned.length === 1 ? "it is" : "they are";
  return [`${what} only mentioned, in ${someOf(files, NAMED)}: whether ${they} installed is not known`];
}
