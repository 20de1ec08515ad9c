import type { Version } from "../python/index.ts";
import { both, implies, type Incompatibility, type Term } from "./incompatibility.ts";
import { onlyVersion, type VersionSet } from "./version-set.ts";

interface Assignment {
  readonly key: string;
  readonly level: number;
  /** null: a decision. */
  readonly cause: Incompatibility | null;
  /** This and all earlier assignments of the key together. */
  readonly sum: Term;
  readonly term: Term;
  readonly at: number;
}

export interface Satisfier extends Assignment {
  /** The level at which the incompatibility was satisfied but for this assignment. */
  readonly previousLevel: number;
}

/** What was decided and what follows from it, in order, so that it can be taken back level by level. */
export class PartialSolution {
  readonly decisions = new Map<string, Version>();
  private readonly all: Assignment[] = [];
  private readonly byKey = new Map<string, Assignment[]>();
  /** May hold keys that need no version any more. */
  private readonly open = new Set<string>();
  /** Incompatibilities with a term that cannot hold any more, and the level at which that was seen. */
  private readonly ruledOut = new Map<Incompatibility, number>();

  sumOf(key: string): Term | undefined {
    return this.byKey.get(key)?.at(-1)?.sum;
  }

  /** What needs a version and has none yet. */
  *undecided(): Generator<{ readonly key: string; readonly set: VersionSet }> {
    for (const key of this.open) {
      const sum = this.sumOf(key);
      if (sum?.isPositive === true) yield { key, set: sum.set };
    }
  }

  assignedKeys(): string[] {
    return [...this.byKey.keys()];
  }

  /** Whether it is known to say nothing as long as the choices stand: hundreds are, of versions that are out. */
  isRuledOut(incompatibility: Incompatibility): boolean {
    return this.ruledOut.has(incompatibility);
  }

  ruleOut(incompatibility: Incompatibility): void {
    this.ruledOut.set(incompatibility, this.decisions.size);
  }

  /** It says more than before. */
  widened(incompatibility: Incompatibility): void {
    this.ruledOut.delete(incompatibility);
  }

  /** The level at which the version of the package was chosen; undefined where none is. */
  levelOf(key: string): number | undefined {
    return this.decisions.has(key)
      ? this.byKey.get(key)?.findLast(({ cause }) => cause === null)?.level
      : undefined;
  }

  decide(key: string, version: Version): void {
    this.decisions.set(key, version);
    this.open.delete(key);
    this.push(key, { isPositive: true, set: onlyVersion(version) }, null);
  }

  derive(key: string, term: Term, cause: Incompatibility): void {
    this.push(key, term, cause);
  }

  private push(key: string, term: Term, cause: Incompatibility | null): void {
    const earlier = this.byKey.get(key) ?? [];
    const last = earlier.at(-1);
    const sum = last === undefined ? term : both(last.sum, term);
    const assignment = { key, level: this.decisions.size, cause, sum, term, at: this.all.length };
    this.all.push(assignment);
    earlier.push(assignment);
    this.byKey.set(key, earlier);
    if (sum.isPositive && !this.decisions.has(key)) this.open.add(key);
  }

  backtrack(level: number): void {
    for (let last = this.all.at(-1); last !== undefined && last.level > level; last = this.all.at(-1)) {
      this.all.pop();
      if (last.cause === null) {
        this.decisions.delete(last.key);
        this.open.add(last.key);
      }
      const assignments = this.byKey.get(last.key);
      assignments?.pop();
      if (assignments?.length === 0) this.byKey.delete(last.key);
    }
    for (const [incompatibility, at] of this.ruledOut) if (at > level) this.ruledOut.delete(incompatibility);
  }

  /** The first assignment with which the incompatibility was satisfied. */
  satisfier({ terms }: Incompatibility): Satisfier | null {
    let found: Assignment | null = null;
    let previousLevel = 1;
    for (const [key, term] of terms) {
      const first = this.byKey.get(key)?.find(({ sum }) => implies(sum, term));
      if (first === undefined) return null;
      if (found === null || first.at > found.at) {
        previousLevel = Math.max(previousLevel, found?.level ?? 1);
        found = first;
      } else {
        previousLevel = Math.max(previousLevel, first.level);
      }
    }
    if (found === null) return null;
    return {
      ...found,
      previousLevel: Math.max(previousLevel, this.levelOfRest(found, terms.get(found.key))),
    };
  }

  /** The level of what the satisfier needs besides itself to imply the term. */
  private levelOfRest(satisfier: Assignment, term: Term | undefined): number {
    if (term === undefined || implies(satisfier.term, term)) return 1;
    const rest = this.byKey.get(satisfier.key)?.find(({ sum }) => implies(both(sum, satisfier.term), term));
    return rest?.level ?? 1;
  }
}
