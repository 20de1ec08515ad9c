/**
 * Where something holds, in the space of all environments: a decision diagram over marker variables in a fixed order,
 * each node once, so that two diagrams of one space are the same object exactly where they mean the same.
 */
export type Diagram = Leaf | Split;

interface Leaf {
  readonly kind: "leaf";
  readonly id: number;
  readonly holds: boolean;
}

interface Split {
  readonly kind: "split";
  readonly id: number;
  readonly variable: string;
  /**
   * Of `PYTHON`: ascending releases; the first child stands before all, each other one from its key on. Of any other
   * variable: sorted values; the first child stands for every other value.
   */
  readonly keys: readonly Key[];
  readonly children: readonly Diagram[];
}

export type Key = string | number;

/** The variable for the release of Python, whose values are numbers (`releaseNumber`). It comes before all others. */
export const PYTHON = "";

export const ALWAYS: Diagram = { kind: "leaf", id: 1, holds: true };
export const NEVER: Diagram = { kind: "leaf", id: 0, holds: false };

/** More nodes than this are not made: a marker that needs them was written to need them. */
const MAX_NODES = 200_000;

/** A space grew beyond what is reckoned with. */
export class TooManyCases extends Error {}

/** Makes diagrams that can be compared with each other. */
export class MarkerSpace {
  private readonly nodes = new Map<string, Diagram>();
  private readonly known = new Map<string, Diagram>();

  split(variable: string, keys: readonly Key[], children: readonly Diagram[]): Diagram {
    const [first = NEVER] = children;
    const kept: Key[] = [];
    const after: Diagram[] = [first];
    for (const [at, key] of keys.entries()) {
      const child = children[at + 1] ?? NEVER;
      // The same as what stands before it, or as every other value, says nothing.
      if (child === (variable === PYTHON ? after.at(-1) : first)) continue;
      kept.push(key);
      after.push(child);
    }
    if (kept.length === 0) return first;
    const text = JSON.stringify([variable, kept, after.map(({ id }) => id)]);
    const found = this.nodes.get(text);
    if (found !== undefined) return found;
    if (this.nodes.size >= MAX_NODES) throw new TooManyCases();
    const made: Diagram = { kind: "split", id: this.nodes.size + 2, variable, keys: kept, children: after };
    this.nodes.set(text, made);
    return made;
  }

  and(a: Diagram, b: Diagram): Diagram {
    if (a === b) return a;
    if (a.kind === "leaf") return a.holds ? b : NEVER;
    if (b.kind === "leaf") return b.holds ? a : NEVER;
    const text = a.id < b.id ? `${a.id} ${b.id}` : `${b.id} ${a.id}`;
    const found = this.known.get(text);
    if (found !== undefined) return found;
    const variable = a.variable < b.variable ? a.variable : b.variable;
    const keys = mergedKeys(variable, [a, b]);
    const made = this.split(
      variable,
      keys,
      [null, ...keys].map((key) => this.and(childAt(a, variable, key), childAt(b, variable, key))),
    );
    this.known.set(text, made);
    return made;
  }

  not(of: Diagram): Diagram {
    if (of.kind === "leaf") return of.holds ? NEVER : ALWAYS;
    const text = `not ${of.id}`;
    const found = this.known.get(text);
    if (found !== undefined) return found;
    const made = this.split(
      of.variable,
      of.keys,
      of.children.map((child) => this.not(child)),
    );
    this.known.set(text, made);
    return made;
  }

  or(a: Diagram, b: Diagram): Diagram {
    return this.not(this.and(this.not(a), this.not(b)));
  }

  /** Whether `a` holds nowhere but where `b` does. */
  implies(a: Diagram, b: Diagram): boolean {
    return this.and(a, this.not(b)) === NEVER;
  }
}

function mergedKeys(variable: string, of: readonly Split[]): readonly Key[] {
  const keys = new Set(of.flatMap((one) => (one.variable === variable ? one.keys : [])));
  return [...keys].toSorted((a, b) => (a < b ? -1 : 1));
}

/** `key` null: before the first release, or any other value. */
function childAt(of: Split, variable: string, key: Key | null): Diagram {
  if (of.variable !== variable) return of;
  const at =
    key === null
      ? -1
      : variable === PYTHON
        ? of.keys.findLastIndex((one) => one <= key)
        : of.keys.indexOf(key);
  return of.children[at + 1] ?? NEVER;
}
