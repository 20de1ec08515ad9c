import { awaitsVersion, isAsked } from "../inventory/awaits-version.ts";
import {
  makeDependency,
  makeGap,
  type Dependency,
  type Edge,
  type Gap,
  type Inventory,
  type Scope,
} from "../model/index.ts";
import { formatSpecifiers, parseVersion } from "../python/index.ts";
import type { GuardedPin, TargetCell } from "../resolve/resolve-for-cells.ts";
import { holds, nodeOf, versionText, type Graph, type Node } from "./answer.ts";

/**
 * A file with what the answer says: versions in place of the entries that had none, what these need besides, and who needs whom. Entries that the
 * answer has nothing for stay as they are.
 */
export function fill(inventory: Inventory, graph: Graph, cells: readonly TargetCell[]): Inventory {
  const filling = new Filling(graph, inventory.dependencies);
  const declared = inventory.dependencies.flatMap((dependency) => {
    if (!awaitsVersion(dependency)) return [filling.keep(dependency)];
    const found = filling.versionsOf(dependency, cells);
    return found.length === 0 ? [dependency] : found;
  });
  const { added, gaps } = filling.follow(declared);
  return {
    ...inventory,
    dependencies: [...declared, ...added],
    edges: [...inventory.edges.filter(isKept(declared)), ...filling.edges()],
    gaps: [...inventory.gaps, ...gaps],
  };
}

function isKept(dependencies: readonly Dependency[]): (edge: Edge) => boolean {
  const keys = new Set(dependencies.map(({ key }) => key));
  return ({ from, to }) => keys.has(from) && keys.has(to);
}

class Filling {
  readonly #graph: Graph;
  readonly #byPin: ReadonlyMap<GuardedPin, Node>;
  /** The entries that stand for a version of the answer. */
  readonly #keys = new Map<GuardedPin, string>();
  readonly #taken: Set<string>;

  constructor(graph: Graph, dependencies: readonly Dependency[]) {
    this.#graph = graph;
    this.#byPin = new Map(graph.map((node) => [node.pin, node]));
    this.#taken = new Set(dependencies.map(({ key }) => key));
  }

  /** An entry with a version, or from an address, stands for what the answer has of it. */
  keep(dependency: Dependency): Dependency {
    if (!isAsked(dependency)) return dependency;
    const { name, version, key } = dependency;
    const parsed = parseVersion(version ?? "");
    const node = parsed.ok
      ? nodeOf(this.#graph, name, parsed.value)
      : this.#graph.find(({ pin }) => pin.name === name && pin.url !== null);
    if (node !== undefined && !this.#keys.has(node.pin)) this.#keys.set(node.pin, key);
    return dependency;
  }

  /** One entry for each version that the answer has where the dependency applies. */
  versionsOf(dependency: Dependency, cells: readonly TargetCell[]): readonly Dependency[] {
    const where = cells.filter((cell) => holds(dependency.marker, cell));
    return this.#graph.flatMap(({ pin, cells: own }) => {
      const here = where.filter((cell) => own.includes(cell));
      const version = versionText(pin);
      if (pin.name !== dependency.name || here.length === 0 || version === null) return [];
      const marker = here.length === where.length ? dependency.marker : both(dependency.marker, pin.marker);
      const key = this.#keyFor(`${pin.name}@${version}`);
      this.#keys.set(pin, this.#keys.get(pin) ?? key);
      return [{ ...dependency, key, version, basis: "resolved" as const, marker }];
    });
  }

  #keyFor(plain: string): string {
    let key = plain;
    for (let number = 2; this.#taken.has(key); number++) key = `${plain} #${number}`;
    this.#taken.add(key);
    return key;
  }

  /** What the entries need, near ones first; each is said to come from the line of the nearest entry that leads there. */
  follow(declared: readonly Dependency[]): {
    readonly added: readonly Dependency[];
    readonly gaps: readonly Gap[];
  } {
    const byKey = new Map(declared.map((dependency) => [dependency.key, dependency]));
    const reached = new Map<GuardedPin, Reached>();
    const queue: GuardedPin[] = [];
    for (const [pin, key] of this.#keys) {
      const from = byKey.get(key);
      if (from === undefined) continue;
      reached.set(pin, { from, scopes: new Set(from.scopes.filter((scope) => scope !== "build")) });
      queue.push(pin);
    }
    const asked = new Map<GuardedPin, string>();
    for (let pin = queue.shift(); pin !== undefined; pin = queue.shift()) {
      const here = reached.get(pin);
      if (here === undefined) continue;
      for (const { to, requirement } of this.#byPin.get(pin)?.needs ?? []) {
        if (!asked.has(to)) asked.set(to, formatSpecifiers(requirement.specifiers));
        const there = reached.get(to);
        const known = there?.scopes ?? new Set<Scope>();
        const before = known.size;
        here.scopes.forEach((scope) => known.add(scope));
        if (there === undefined) reached.set(to, { from: here.from, scopes: known });
        if (there === undefined || known.size > before) queue.push(to);
      }
    }
    const added: Dependency[] = [];
    const gaps: Gap[] = [];
    for (const [pin, { from, scopes }] of reached) {
      if (!this.#keys.has(pin))
        added.push(...this.#addedFor(pin, from, { scopes, written: asked.get(pin) ?? "" }));
      if (pin.dynamic !== null && pin.url === null) gaps.push(dynamicGap(pin, from));
    }
    return { added, gaps };
  }

  #addedFor(
    pin: GuardedPin,
    { origins }: Dependency,
    { scopes, written }: { readonly scopes: ReadonlySet<Scope>; readonly written: string },
  ): readonly Dependency[] {
    const version = versionText(pin);
    if (version === null) return [];
    const key = this.#keyFor(`${pin.name}@${version}`);
    this.#keys.set(pin, key);
    return [
      makeDependency({
        ...{ key, name: pin.name, version, basis: "resolved", direct: false, marker: pin.marker, origins },
        pin: written === "" ? "unpinned" : "range",
        specifiers: written === "" ? null : written,
        source: { type: "registry", url: null },
        scopes: [...scopes].toSorted(),
        extras: pin.extras,
      }),
    ];
  }

  edges(): readonly Edge[] {
    return [...this.#keys].flatMap(([pin, from]) =>
      (this.#byPin.get(pin)?.needs ?? []).flatMap(({ to }) => {
        const key = this.#keys.get(to);
        return key === undefined || key === from ? [] : [{ from, to: key, marker: null }];
      }),
    );
  }
}

interface Reached {
  readonly from: Dependency;
  readonly scopes: Set<Scope>;
}

function dynamicGap(pin: GuardedPin, { origins }: Dependency): Gap {
  const { name, dynamic } = pin;
  const reason = `what ${name} ${versionText(pin) ?? ""} needs is not known: ${dynamic ?? ""}`;
  return makeGap({ code: "dynamic-metadata", name, reason, origin: origins[0] ?? null });
}

function both(first: string | null, second: string | null): string | null {
  if (first === null || second === null) return first ?? second;
  return first === second ? first : `(${first}) and (${second})`;
}
