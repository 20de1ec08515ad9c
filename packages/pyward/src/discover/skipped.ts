import { someOf } from "../model/index.ts";
import type { Skipped } from "./path-filter.ts";

type Display = (path: string) => string;

/** How many paths a note names. */
const NAMED = 8;

/**
 * What was left out although somebody may have expected it: files that a source reads are named, folders counted. The
 * customs of the walk are the same everywhere and need no note.
 */
export function skippedNotes(skipped: readonly Skipped[], display: Display): readonly string[] {
  return [
    ...notesFor(skipped, { why: "ignored", by: ".gitignore", remedy: "--include PATH takes in" }, display),
    ...notesFor(skipped, { why: "excluded", by: "--exclude", remedy: null }, display),
  ];
}

interface Cause {
  readonly why: Skipped["why"];
  readonly by: string;
  readonly remedy: string | null;
}

function notesFor(
  skipped: readonly Skipped[],
  { why, by, remedy }: Cause,
  display: Display,
): readonly string[] {
  const caused = skipped.filter((one) => one.why === why);
  const files = caused.filter(({ isFolder }) => !isFolder).map(({ path }) => display(path));
  const folders = caused.length - files.length;
  const parts = [
    ...(files.length === 0 ? [] : [someOf(files.toSorted(), NAMED)]),
    ...(folders === 0 ? [] : [folders === 1 ? "1 folder" : `${folders} folders`]),
  ];
  if (parts.length === 0) return [];
  const more = remedy === null ? "" : `; ${remedy} what is named, --verbose says which rule`;
  return [`left out by ${by}: ${parts.join(" and ")}${more}`];
}

/** One line on a path that was passed over. */
export function describeSkipped({ path, isFolder, why, by }: Skipped, display: Display): string {
  return `passed over ${display(path)}${isFolder ? "/" : ""}: ${REASONS[why]}${by === null ? "" : ` (${by})`}`;
}

const REASONS: Readonly<Record<Skipped["why"], string>> = {
  ignored: "an ignore rule",
  excluded: "--exclude",
  custom: "it holds other people's files or caches",
  hidden: "it is hidden",
  "not-recursed": "--no-recurse",
};
