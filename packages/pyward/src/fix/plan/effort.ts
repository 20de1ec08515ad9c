/**
 * What a set of changes costs, the weightiest first: lower versions, packages that move or come, ranges of the project that have to be
 * widened, packages among these that the project does not ask for itself; then major, minor and patch jumps, and how many releases are skipped.
 * The first number that differs decides.
 */
export type Effort = readonly number[];

export function compareEfforts(a: Effort, b: Effort): number {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function addEfforts(a: Effort, b: Effort): Effort {
  return a.map((one, at) => one + (b[at] ?? 0));
}

export const NO_EFFORT: Effort = [0, 0, 0, 0, 0, 0, 0, 0];
/** A range of the project is widened. */
export const WIDENED: Effort = [0, 0, 1, 0, 0, 0, 0, 0];

interface Move {
  readonly jump: "patch" | "minor" | "major" | "downgrade" | "added";
  readonly isDirect: boolean;
  /** Releases from the current one on, by which it is the nearest. */
  readonly position: number;
}

/** Of one package that moves or comes. How new a new one is, does not count. */
export function effortOf({ jump, isDirect, position }: Move): Effort {
  const is = (kind: Move["jump"]): number => (jump === kind ? 1 : 0);
  const far = jump === "added" ? 0 : position;
  return [is("downgrade"), 1, 0, isDirect ? 0 : 1, is("major"), is("minor"), is("patch"), far];
}
