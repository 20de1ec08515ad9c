import type { Dependency, Edge, Scope } from "./dependency.ts";
import type { Gap } from "./gap.ts";

/** What one source found in one target. The unit that is kept; findings are derived from it. */
export interface Inventory {
  readonly dependencies: readonly Dependency[];
  readonly edges: readonly Edge[];
  /**
   * Only what the source alone can know (bad lines, missing files …). Dependencies without an auditable
   * version become gaps later, in one place (`audit/coverage.ts`), so a source adds none for them.
   */
  readonly gaps: readonly Gap[];
  /** Other files of the tree that were read for this target, sorted: includes, constraints. */
  readonly alsoRead: readonly string[];
  /** Extras and groups that the file declares; those with entries need not be here. */
  readonly choices: readonly Scope[];
  /** Sentences for the report's notes ("the lock is for Python >=3.9"). */
  readonly notes: readonly string[];
}

/** An inventory with nothing in it but what is given. */
export function makeInventory(given: Partial<Inventory>): Inventory {
  return { dependencies: [], edges: [], gaps: [], alsoRead: [], choices: [], notes: [], ...given };
}
