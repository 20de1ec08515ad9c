import {
  dependencyKey,
  fileOrigin,
  makeDependency,
  makeGap,
  makeInventory,
  someOf,
  type Dependency,
  type Edge,
  type Gap,
  type GapCode,
  type Inventory,
  type Origin,
  type Scope,
} from "../../../model/index.ts";
import type { PackageName } from "../../../python/index.ts";
import { harmless } from "../harmless.ts";
import type { Stated } from "./stated.ts";

interface Found {
  readonly name: PackageName;
  readonly version: string | null;
  readonly scopes: readonly Scope[];
  readonly origins: Origin[];
}

/** Names that a gap lists. */
const NAMED = 8;

/** Collects what is found inside of one release. */
export class Findings {
  readonly #parent: Dependency;
  readonly #found = new Map<string, Found>();
  readonly #inner: Inventory[] = [];
  readonly #absent = new Set<string>();
  readonly gaps: Gap[] = [];
  readonly notes: string[] = [];

  constructor(parent: Dependency) {
    this.#parent = parent;
  }

  /** A copy whose files are there. Said by several statements, it is one. Returns its key. */
  add({ name, version, origin }: Stated, scopes = this.#parent.scopes): string {
    const key = dependencyKey(name, version);
    const known = this.#found.get(key);
    if (known === undefined) this.#found.set(key, { name, version, scopes, origins: [origin] });
    else if (known.origins.every(({ path }) => path !== origin.path)) known.origins.push(origin);
    return this.#keyOf(name, version);
  }

  has({ name, version }: Stated): boolean {
    return this.#found.has(dependencyKey(name, version));
  }

  /** Whether one of the copies has it inside, where it is told better. */
  hasInner({ name, version }: Stated): boolean {
    return this.#inner.some(({ dependencies }) =>
      dependencies.some((one) => one.name === name && one.version === version),
    );
  }

  /** Whatever one of the copies has inside of it. */
  addInner(inventory: Inventory): void {
    this.#inner.push(inventory);
  }

  addGap(code: GapCode, reason: string, given: Pick<Gap, "origin"> & Partial<Gap>): void {
    this.gaps.push(makeGap({ code, reason, ...given }));
  }

  /** What a list or an SBOM names without its files being there: nothing to audit, and nothing to be silent about. */
  addAbsent(named: readonly Stated[], path: string): void {
    const absent = named.filter(({ name, version }) => !this.#absent.has(dependencyKey(name, version)));
    absent.forEach(({ name, version }) => this.#absent.add(dependencyKey(name, version)));
    const [first, ...others] = absent;
    if (first === undefined) return;
    const names = absent.map(({ name, version }) => `${name} ${harmless(version ?? "")}`.trim());
    const reason = `it names ${someOf(names, NAMED)}, and no file of ${others.length === 0 ? "that" : "these"} is in ${this.#parent.name}`;
    const name = others.length === 0 ? first.name : null;
    this.addGap("missing-file", reason, { origin: fileOrigin(path), name, expected: true });
  }

  inventory(): Inventory {
    const inner = this.#inner;
    const dependencies = [...this.#found.values()].map((found) => this.#toDependency(found));
    const edges = dependencies.map(({ key }): Edge => ({ from: this.#parent.key, to: key, marker: null }));
    return makeInventory({
      dependencies: [...dependencies, ...inner.flatMap((one) => one.dependencies)],
      edges: [...edges, ...inner.flatMap((one) => one.edges)],
      gaps: [...this.gaps, ...inner.flatMap(({ gaps }) => gaps)],
      notes: [...this.notes, ...inner.flatMap(({ notes }) => notes)],
    });
  }

  /** As a dependency of the parent: it comes and goes with it, so it is needed where the parent is. */
  #toDependency({ name, version, scopes, origins }: Found): Dependency {
    return makeDependency({
      key: this.#keyOf(name, version),
      name,
      version,
      pin: version === null ? "unpinned" : "exact",
      basis: "installed",
      source: { type: "registry", url: null },
      direct: false,
      scopes,
      marker: this.#parent.marker,
      embeddedIn: this.#parent.key,
      origins,
    });
  }

  #keyOf(name: PackageName, version: string | null): string {
    return `${dependencyKey(name, version)} in ${this.#parent.key}`;
  }
}
