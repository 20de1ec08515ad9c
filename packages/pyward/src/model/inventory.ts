import type { Dependency, Edge, Scope } from "./dependency.ts";
import type { Gap } from "./gap.ts";
import type { Origin } from "./origin.ts";

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
  /** Requirements files of the tree that commands install and that were not read; each once. */
  readonly installs: readonly InstalledFile[];
  /** Indexes that the file names for all that it asks for, in place of the default one or besides it; absent: none. */
  readonly indexes?: readonly string[];
  /** All of these are asked besides the default one; absent: one of them stands in its place. */
  readonly keepsIndex?: true;
  /** What the file bounds besides what it asks for; absent: nothing. */
  readonly bounds?: Bounds;
}

/** What holds for all that a file asks for, and for what that needs. */
export interface Bounds {
  /** Specifiers of the Pythons that it is for; null: it does not say. */
  readonly requiresPython: string | null;
  /** PEP 508 texts: they ask for nothing, and narrow what is needed anyway. */
  readonly constraints: readonly string[];
  /** PEP 508 texts that stand in for every requirement of their package (uv). */
  readonly overrides: readonly string[];
}

/** A requirements file, and the command that installs what it asks for. */
export interface InstalledFile {
  readonly path: string;
  readonly origin: Origin;
  /** `main` leaves what the file itself says of its scope. */
  readonly scope: Scope;
}

/** An inventory with nothing in it but what is given. */
export function makeInventory(given: Partial<Inventory>): Inventory {
  const nothing = {
    dependencies: [],
    edges: [],
    gaps: [],
    alsoRead: [],
    choices: [],
    notes: [],
    installs: [],
  };
  return { ...nothing, ...given };
}
