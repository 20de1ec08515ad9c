import {
  compareVersions,
  formatVersion,
  parseSpecifiers,
  parseVersion,
  satisfies,
  type Version,
} from "../../../python/index.ts";
import { parseConstraint } from "../poetry-constraint.ts";
import { admits, floorOf, readClauses, type Clause, type SpecifierLanguage } from "./clause.ts";
import { movedTo, raisedTo } from "./move-clause.ts";

export interface SpecifierChange {
  /** The version that is to be admitted. PEP 440, normalised. */
  readonly to: string;
  /** Another file holds the version: lower ones may stay admitted. */
  readonly isHeld: boolean;
  readonly language: SpecifierLanguage;
}

export type EditedSpecifier =
  /** It admits the version as it is, and no lower one where that matters. */
  | { readonly kind: "same" }
  | { readonly kind: "changed"; readonly text: string }
  /** `reason` is the end of a sentence about the range. */
  | { readonly kind: "refused"; readonly reason: string };

/**
 * What a range becomes when a version shall be had: the smallest change in the writer's own style. A bound that keeps the
 * version out moves as far as it has to and keeps its precision (`<2` becomes `<3` for 2.1, `<1.5` becomes `<2.2`); unless
 * another file holds the version, the lower bound rises to it, and where that would move the upper bound, too (`~=1.4` for
 * 1.5.2), a lower bound of its own comes to it. Blanks, commas and clauses that say nothing against it stay as they are.
 */
export function editSpecifier(written: string, change: SpecifierChange): EditedSpecifier {
  const parsed = parseVersion(change.to);
  if (!parsed.ok) return refused("the version is not one of PEP 440");
  const to = parsed.value;
  const text =
    change.language === "poetry" ? editAlternatives(written, to, change) : edit(written, to, change);
  if (text === null) return refused("it excludes the version, or is written in a way that is not edited");
  if (text === written) return { kind: "same" };
  return isRight(text, to, change)
    ? { kind: "changed", text }
    : refused("no small change of it admits the version");
}

function refused(reason: string): EditedSpecifier {
  return { kind: "refused", reason };
}

/** One set of clauses that hold together; null: it cannot be edited. */
function edit(written: string, to: Version, { isHeld, language }: SpecifierChange): string | null {
  const clauses = readClauses(written, language);
  if (clauses === null) return null;
  if (clauses.length === 0) return isHeld ? written : `>=${formatVersion(to)}`;
  const moved: Clause[] = [];
  for (const clause of clauses) {
    const next = admits(clause, to) ? clause : movedTo(clause, to);
    if (next === null) return null;
    moved.push(next);
  }
  if (!isHeld && !hasFloor(moved, to)) {
    const at = moved.findLastIndex((clause) => floorOf(clause) !== null);
    const base = moved[at];
    const raised = base === undefined ? null : raisedTo(base, to);
    if (raised === null) return withFloor(render(written, clauses, moved), moved, to);
    moved[at] = raised;
  }
  return render(written, clauses, moved);
}

/** Whether nothing lower than the version is admitted. Of a prefix (`==1.3.*` for 1.3) its own pre-releases do not count: installers leave them out. */
function hasFloor(clauses: readonly Clause[], to: Version): boolean {
  return clauses.some((clause) => {
    const floor = floorOf(clause);
    return floor !== null && compareVersions(floor, to) >= 0;
  });
}

/** The text with the clauses in place of those that were read from it. */
function render(written: string, clauses: readonly Clause[], next: readonly Clause[]): string {
  let text = "";
  let from = 0;
  clauses.forEach(({ start, end }, at) => {
    text += written.slice(from, start) + (next[at]?.text ?? "");
    from = end;
  });
  return text + written.slice(from);
}

/** A lower bound of its own: first, as people write ranges, unless what stands there has one, which then goes before it. */
function withFloor(text: string, clauses: readonly Clause[], to: Version): string {
  const comma = /,[ \t]/.test(text) ? ", " : ",";
  const blank = clauses.find(({ operator }) => operator !== "")?.blank ?? "";
  const floor = `>=${/^[ \t]*$/.test(blank) ? blank : ""}${formatVersion(to)}`;
  const hasOne = clauses.some((clause) => floorOf(clause) !== null);
  return hasOne ? `${text}${comma}${floor}` : `${floor}${comma}${text}`;
}

/**
 * Poetry's `||`. Held: one that admits the version is enough. Else those that lie below it go, the one that has it is
 * raised, and those above stay.
 */
function editAlternatives(written: string, to: Version, change: SpecifierChange): string | null {
  const pieces = written.split(/(\s*\|\|?\s*)/);
  const alternatives = pieces.filter((_, at) => at % 2 === 0);
  if (alternatives.length === 1) return edit(written, to, change);
  const read = alternatives.map((text) => readClauses(text, "poetry"));
  const states = read.map((clauses) => (clauses === null ? null : stateOf(clauses, to)));
  if (states.includes(null)) return null;
  const holder = states.includes("holds") ? states.lastIndexOf("holds") : states.length - 1;
  if (change.isHeld && states[holder] === "holds") return written;
  const next = alternatives.map((text, at) => (at === holder ? edit(text, to, change) : text));
  if (next.includes(null)) return null;
  const kept = next.map((_, at) => at === holder || states[at] === "above" || change.isHeld);
  const last = next.findIndex((_, at) => kept[at]);
  return next.reduce<string>(
    (text, part, at) => (kept[at] ? text + (at === last ? "" : (pieces[2 * at - 1] ?? "")) + part : text),
    "",
  );
}

function stateOf(clauses: readonly Clause[], to: Version): "holds" | "above" | "below" {
  if (clauses.every((clause) => admits(clause, to))) return "holds";
  return hasFloor(clauses, to) ? "above" : "below";
}

/** The result is read anew, by those who read such ranges: it admits the version and, unless held, nothing lower. */
function isRight(text: string, to: Version, { isHeld, language }: SpecifierChange): boolean {
  if (language === "poetry") {
    const alternatives = text.split(/\|\|?/).map((part) => readClauses(part, "poetry"));
    if (parseConstraint(text) === null) return false;
    const isAdmitted = alternatives.some(
      (clauses) => clauses?.every((clause) => admits(clause, to)) === true,
    );
    return (
      isAdmitted && (isHeld || alternatives.every((clauses) => clauses !== null && hasFloor(clauses, to)))
    );
  }
  const clauses = readClauses(text, language);
  if (clauses === null || !(isHeld || hasFloor(clauses, to))) return false;
  const specifiers = parseSpecifiers(clauses.map(asSpecifier).join(","));
  return specifiers.ok && satisfies(to, specifiers.value, { prereleases: true });
}

/** As a reader of PEP 440 gets it: what it refuses must not be written. */
function asSpecifier({ operator, text }: Clause): string {
  return operator === "" ? `==${text}` : text.replaceAll("\\", "");
}
