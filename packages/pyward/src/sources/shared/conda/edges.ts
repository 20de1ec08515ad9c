import type { Edge } from "../../../model/index.ts";
import {
  evaluateMarkerPartially,
  formatMarker,
  normalizeName,
  parseRequirement,
  type Marker,
  type Requirement,
} from "../../../python/index.ts";
import { nameOfSpec, type LockedPackage } from "./locked-package.ts";
import type { Release } from "./releases.ts";

/** Looks into the sets of a lock: one that needs more is made to keep pyward busy. */
const MAX_LOOKS = 5_000_000;

/** Which release needs which, by their places in the list. Null where there is too much to look through. */
export function edgesOf(releases: readonly Release[], keys: readonly string[]): readonly Edge[] | null {
  const walk: Walk = { finder: new Finder(releases), extras: releases.map(extrasOf), edges: new Map() };
  const waiting = [...releases.keys()];
  for (let from = waiting.shift(); from !== undefined; from = waiting.shift()) {
    for (const locked of releases[from]?.packages ?? []) waiting.push(...follow(from, locked, walk));
    if (walk.finder.isSpent) return null;
  }
  return [...walk.edges.values()]
    .map(({ from, to, marker }) => ({ from: keys[from] ?? "", to: keys[to] ?? "", marker }))
    .toSorted((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

interface Walk {
  readonly finder: Finder;
  /** Of each release, the extras that something asks for. */
  readonly extras: readonly Set<string>[];
  readonly edges: Map<string, PlacedEdge>;
}

interface PlacedEdge {
  readonly from: number;
  readonly to: number;
  readonly marker: string | null;
}

function extrasOf({ packages }: Release): Set<string> {
  return new Set(packages.flatMap(({ extras }) => extras));
}

/** Adds the edges of one entry. Returns the releases of which it asks for an extra that nothing has asked for so far. */
function follow(from: number, locked: LockedPackage, { finder, extras, edges }: Walk): readonly number[] {
  const widened = new Set<number>();
  for (const need of locked.needs) {
    if (locked.manager === "conda") {
      for (const to of finder.conda(locked, need)) addEdge(edges, { from, to, marker: null });
      continue;
    }
    const requirement = finder.parse(need);
    if (requirement === null) continue;
    const holds = holdsWith(requirement.marker, extras[from] ?? new Set());
    if (holds === false) continue;
    const marker = holds === true || requirement.marker === null ? null : formatMarker(requirement.marker);
    for (const to of finder.pypi(locked, requirement.name)) {
      addEdge(edges, { from, to, marker });
      for (const extra of requirement.extras) {
        const known = extras[to];
        if (known === undefined || known.has(extra)) continue;
        known.add(extra);
        widened.add(to);
      }
    }
  }
  return [...widened];
}

/** Null: it depends on where it is installed. */
function holdsWith(marker: Marker | null, extras: ReadonlySet<string>): boolean | null {
  if (marker === null) return true;
  const answers = ["", ...extras].map((extra) => evaluateMarkerPartially(marker, {}, { extra }));
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

/** Unconditionally once is unconditionally. */
function addEdge(edges: Map<string, PlacedEdge>, edge: PlacedEdge): void {
  if (edge.from === edge.to) return;
  const key = `${edge.from} ${edge.to}`;
  const known = edges.get(key);
  if (known === undefined || (known.marker !== null && edge.marker === null)) edges.set(key, edge);
}

/** Finds what a package needs among those that are installed together with it. */
class Finder {
  readonly #pypi = new Map<string, number[]>();
  readonly #conda = new Map<string, number[]>();
  /** The sets that each release is in. */
  readonly #sets: readonly ReadonlySet<string>[];
  readonly #parsed = new Map<string, Requirement | null>();
  #looks = 0;

  constructor(releases: readonly Release[]) {
    this.#sets = releases.map(
      ({ packages }) => new Set(packages.flatMap(({ uses }) => uses.map(({ set }) => set))),
    );
    for (const [place, { name, packages }] of releases.entries()) {
      add(this.#pypi, name, place);
      for (const { manager, name: written } of packages)
        if (manager === "conda") add(this.#conda, written.toLowerCase(), place);
    }
  }

  get isSpent(): boolean {
    return this.#looks > MAX_LOOKS;
  }

  pypi(locked: LockedPackage, name: string): readonly number[] {
    return this.#together(locked, this.#pypi.get(name) ?? []);
  }

  conda(locked: LockedPackage, spec: string): readonly number[] {
    return this.#together(locked, this.#conda.get(nameOfSpec(spec)) ?? []);
  }

  /** The text of a requirement, parsed; many packages have the same one. */
  parse(text: string): Requirement | null {
    const known = this.#parsed.get(text);
    if (known !== undefined) return known;
    // Most requirements are of extras whose packages are not there: the whole grammar is for the others.
    const name = /^[A-Za-z0-9][A-Za-z0-9._-]{0,200}/.exec(text)?.[0];
    const parsed = name !== undefined && this.#pypi.has(normalizeName(name)) ? parseRequirement(text) : null;
    const requirement = parsed?.ok === true ? parsed.value : null;
    this.#parsed.set(text, requirement);
    return requirement;
  }

  #together({ uses }: LockedPackage, places: readonly number[]): readonly number[] {
    return places.filter((place) => {
      const sets = this.#sets[place];
      return uses.some(({ set }) => ++this.#looks <= MAX_LOOKS && sets?.has(set) === true);
    });
  }
}

function add(index: Map<string, number[]>, key: string, place: number): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [place]);
  else if (known.at(-1) !== place) known.push(place);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
