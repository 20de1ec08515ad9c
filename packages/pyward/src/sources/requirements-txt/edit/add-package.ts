import type { VersionChange } from "../../../model/index.ts";
import { parseRequirement, type PackageName } from "../../../python/index.ts";
import type { ChangeResult } from "../../shared/edit/answer.ts";
import type { EditedText } from "./edited-text.ts";
import { addLine } from "./lines-of-package.ts";
import type { EditedFiles, Line } from "./line.ts";
import { digestsFor } from "./renew-hashes.ts";

/**
 * A package that no file names. What a compiler wrote, and what has hashes, lists all that is installed: there it gets a line. Else it
 * becomes a constraint where there is a file of them, and a requirement only where that is asked for.
 */
export function addPackage(
  change: VersionChange & { readonly to: string },
  files: EditedFiles,
): ChangeResult {
  const { target, texts, lines } = files;
  if (target === null) return left("cannot be read");
  const own = lines.filter(({ isLimit }) => !isLimit);
  const isListing = own.some(({ hashes, isExplained }) => hashes > 0 || isExplained);
  if (isListing && change.add !== "constraint") return toListing(change, files, target);
  if (change.add !== "requirement") {
    const limits = texts.get(lines.find(({ isLimit }) => isLimit)?.path ?? "");
    if (limits !== undefined) {
      const isPin = lines.every(({ path, pin }) => path !== limits.path || pin === "exact");
      return made(addLine(limits, { change, isPin, hashes: [], via: [] }));
    }
  }
  if (change.add === undefined || change.add !== "requirement") return left("does not name it");
  const isPin = own.length > 0 && own.every(({ pin }) => pin === "exact");
  return made(addLine(target, { change, isPin, hashes: [], via: null }));
}

function left(reason: string): ChangeResult {
  return { kind: "left", reason };
}

function made(edit: ReturnType<typeof addLine>): ChangeResult {
  return { kind: "made", edits: [edit] };
}

/** Where most lines of the target's kind are: an own list may be nothing but includes. */
function toListing(
  change: VersionChange & { readonly to: string },
  files: EditedFiles,
  target: EditedText,
): ChangeResult {
  const { lines, texts, changes } = files;
  const listed = lines.filter(({ isLimit, hashes, isExplained }) => !isLimit && (hashes > 0 || isExplained));
  const file = texts.get(listed[0]?.path ?? "") ?? target;
  const hashed = listed.find(({ hashes }) => hashes > 0);
  const hashes = hashed === undefined ? [] : hashesFor(change, hashed, files);
  if (hashes === null) return left("records hashes, and no index was asked for those of it");
  const via = listed.some(({ isExplained }) => isExplained) ? parentsOf(change.name, changes) : null;
  return made(addLine(file, { change, isPin: true, hashes, via }));
}

/** Of the algorithm of a line that has them. */
function hashesFor({ release }: VersionChange, line: Line, { texts }: EditedFiles): readonly string[] | null {
  const file = texts.get(line.path);
  return release === null || file === undefined ? null : digestsFor(file, line, release);
}

/** Which of the new releases need it. */
function parentsOf(name: PackageName, changes: readonly VersionChange[]): readonly PackageName[] {
  return changes
    .filter(({ release }) =>
      (release?.requires ?? []).some((text) => {
        const parsed = parseRequirement(text);
        return parsed.ok && parsed.value.name === name;
      }),
    )
    .map((change) => change.name)
    .toSorted();
}
