import type { Incompatibility } from "./incompatibility.ts";
import type { PartialSolution } from "./partial-solution.ts";

/** From this many conflicts on, a package is decided earlier. */
const MANY = 5;

const [ORDINARY, LATE, PINNED, EARLY, GIVEN, FOREMOST] = [0, 1, 2, 3, 4, 5] as const;

/**
 * Which package is decided next. Those with one possible version come first, for they rule out most; the rest in the order in which they were found, breadth first.
 * A package that keeps colliding with choices made before it comes before them from then on (as uv does): else
 * PubGrub would try every version of the one for every version of the other.
 */
export class Priorities {
  private readonly ranks = new Map<string, { rank: number; readonly at: number }>();
  private readonly hit = new Map<string, number>();
  private readonly blamed = new Map<string, number>();

  /** A requirement of the package was found: a pin, a URL or neither; or the request has it go first. */
  found(name: string, kind: "range" | "pin" | "url" | "foremost"): void {
    const rank = { range: ORDINARY, pin: PINNED, url: GIVEN, foremost: FOREMOST }[kind];
    const known = this.ranks.get(name);
    if (known === undefined) this.ranks.set(name, { rank, at: this.ranks.size });
    else if (known.rank < rank) known.rank = rank;
  }

  /** Whether `a` is decided before `b`. */
  isBefore(a: string, b: string): boolean {
    const [one, other] = [this.ranks.get(a), this.ranks.get(b)];
    if (one === undefined || other === undefined) return one !== undefined;
    return one.rank === other.rank ? one.at < other.at : one.rank > other.rank;
  }

  /**
   * Counts; gives the package whose choice has been in the way too often, so that it can be taken back. Names come
   * without extras.
   */
  conflict(key: string, { terms }: Incompatibility, solution: PartialSolution): string | null {
    let inTheWay: string | null = null;
    if (count(this.hit, baseOf(key))) this.raise(baseOf(key), EARLY);
    for (const other of terms.keys()) {
      if (baseOf(other) === baseOf(key) || !solution.decisions.has(other) || other === "") continue;
      if (!count(this.blamed, baseOf(other))) continue;
      if (this.raise(baseOf(other), LATE)) inTheWay = other;
    }
    return inTheWay;
  }

  private raise(name: string, rank: number): boolean {
    const known = this.ranks.get(name);
    if (known === undefined || known.rank >= rank) return false;
    known.rank = rank;
    return true;
  }
}

function count(counts: Map<string, number>, name: string): boolean {
  const now = (counts.get(name) ?? 0) + 1;
  counts.set(name, now);
  return now === MANY;
}

/** The package of a key: `acme` of `acme[extra]`. */
export function baseOf(key: string): string {
  const bracket = key.indexOf("[");
  return bracket === -1 ? key : key.slice(0, bracket);
}
