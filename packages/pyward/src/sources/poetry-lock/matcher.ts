import { parseVersion, type PackageName } from "../../python/index.ts";
import { allowsVersion, parseConstraint, type Constraint } from "../shared/poetry-constraint.ts";
import { isNowhere, PythonReader, shared, type Pythons } from "./pythons.ts";
import type { Reference } from "./reference.ts";
import type { Lock, LockPackage } from "./schema.ts";

/** Some twenty times what the largest lock seen takes. */
const MAX_STEPS = 1_000_000;
/** What it takes to look at one of several versions, seen from what it takes to look up a name. */
const COMPARING = 10;

/** Finds which packages of a lock, by their places, a name or a reference means. */
export class Matcher {
  readonly #packages: readonly LockPackage[];
  readonly #byName = new Map<PackageName, number[]>();
  readonly #versions = new Map<number, ReturnType<typeof parseVersion>>();
  readonly #constraints = new Map<string, Constraint | null>();
  readonly #pythons = new PythonReader();
  readonly #pythonsOf = new Map<number, Pythons>();
  #steps = 0;

  constructor({ packages }: Lock) {
    this.#packages = packages;
    packages.forEach(({ name }, place) => {
      const same = this.#byName.get(name);
      if (same === undefined) this.#byName.set(name, [place]);
      else same.push(place);
    });
  }

  /** There was more than can be matched; the rest means nothing. */
  get isCut(): boolean {
    return this.#steps > MAX_STEPS;
  }

  /** Every version of the name. */
  all(name: PackageName): readonly number[] {
    const places = this.#byName.get(name) ?? [];
    this.#steps += places.length + 1;
    return this.isCut ? [] : places;
  }

  /**
   * What `owner` means by a reference. The only version, whatever is asked for: what is locked was resolved. Of several,
   * those that fit and that some Python can have together with the owner; where that leaves none, the condition is dropped.
   */
  meant(reference: Reference, owner: number): readonly number[] {
    const places = this.all(reference.name);
    if (places.length < 2) return places;
    this.#steps += places.length * COMPARING;
    const fitting = orAll(places, (place) => this.#fits(reference, place));
    if (fitting.length < 2) return fitting;
    const pythons = [
      this.#pythons.ofMarker(reference.marker),
      this.#pythons.ofConstraint(reference.python),
    ].reduce(shared, this.#pythonsAt(owner));
    return orAll(fitting, (place) => !isNowhere(shared(pythons, this.#pythonsAt(place))));
  }

  #fits({ place: asked, constraint }: Reference, place: number): boolean {
    const kind = this.#packages[place]?.source.kind;
    if (asked !== null) return asked === "path" ? kind === "file" || kind === "directory" : kind === asked;
    const wanted = constraint === null ? null : this.#constraint(constraint);
    const version = this.#version(place);
    return wanted === null || (version.ok && allowsVersion(wanted, version.value));
  }

  #pythonsAt(place: number): Pythons {
    const known = this.#pythonsOf.get(place);
    if (known !== undefined) return known;
    const locked = this.#packages[place];
    const pythons = locked === undefined ? null : this.#pythons.ofPackage(locked);
    this.#pythonsOf.set(place, pythons);
    return pythons;
  }

  #constraint(text: string): Constraint | null {
    const known = this.#constraints.get(text);
    if (known !== undefined) return known;
    const parsed = parseConstraint(text);
    this.#constraints.set(text, parsed);
    return parsed;
  }

  #version(place: number): ReturnType<typeof parseVersion> {
    const known = this.#versions.get(place);
    if (known !== undefined) return known;
    const parsed = parseVersion(this.#packages[place]?.version ?? "");
    this.#versions.set(place, parsed);
    return parsed;
  }
}

/** What is chosen, or all where that is nothing. */
function orAll(places: readonly number[], isChosen: (place: number) => boolean): readonly number[] {
  const chosen = places.filter(isChosen);
  return chosen.length === 0 ? places : chosen;
}
