/**
 * What a set of changes costs, the weightiest first: lower versions, packages that move, ranges of the project that have to be widened,
 * packages among those that move which the project does not ask for itself; then major, minor and patch jumps, how many
 * releases are skipped, and how many packages come. The first number that differs decides.
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

export const NO_EFFORT: Effort = [0, 0, 0, 0, 0, 0, 0, 0, 0];
/** A range of the project is widened. */
export const WIDENED: Effort = [0, 0, 1, 0, 0, 0, 0, 0, 0];
/** A package comes that was not there: in whichever version, installers take the newest. */
const ADDED: Effort = [0, 0, 0, 0, 0, 0, 0, 0, 1];

interface Move {
  readonly jump: "patch" | "minor" | "major" | "downgrade" | "added";
  readonly isDirect: boolean;
  /** Releases from the current one on, by which it is the nearest. */
  readonly position: number;
}

/** Of one package that moves or comes. */
export function effortOf({ jump, isDirect, position }: Move): Effort {
  if (jump === "added") return ADDED;
  const is = (kind: Move["jump"]): number => (jump === kind ? 1 : 0);
  return [is("downgrade"), 1, 0, isDirect ? 0 : 1, is("major"), is("minor"), is("patch"), position, 0];
}
