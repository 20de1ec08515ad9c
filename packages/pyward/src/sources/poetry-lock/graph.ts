import type { Scope } from "../../model/index.ts";
import { formatMarker, parseVersion, type Marker, type PackageName } from "../../python/index.ts";
import { both, Conditions, type Condition } from "../shared/condition.ts";
import { allowsVersion, parseConstraint, type Constraint } from "../shared/poetry-constraint.ts";
import { platformMarker, pythonMarker } from "../shared/poetry-marker.ts";
import type { Manifest } from "./manifest.ts";
import type { Reference } from "./reference.ts";
import type { Lock, LockPackage } from "./schema.ts";

/** What the packages of a lock need of each other. Packages are named by their place in `Lock.packages`. */
export interface Graph {
  /** By the place of the package that needs. */
  readonly links: readonly (readonly Link[])[];
  readonly roots: readonly Root[];
  readonly conditions: Conditions;
  /** The extras that anybody asks for, by the package's name. */
  readonly extras: AskedExtras;
  /** There were more references and versions than can be matched; the rest was left out. */
  readonly isCut: boolean;
}

export interface Link {
  readonly to: number;
  readonly condition: Condition;
}

/** Something that the project itself asks for. */
export interface Root {
  readonly to: number;
  readonly scope: Scope;
}

type AskedExtras = ReadonlyMap<PackageName, ReadonlySet<string>>;

/** References times the versions that they could mean: some hundred times what the largest lock seen takes. */
const MAX_STEPS = 2_000_000;

/** Resolves what the packages name to the locked versions that are meant. */
export function buildGraph(lock: Lock, manifest: Manifest | null): Graph {
  const extras = askedExtras(lock, manifest);
  const conditions = new Conditions([]);
  const matcher = new Matcher(lock);
  const links = lock.packages.map((locked) =>
    locked.dependencies
      .filter((reference) => manifest === null || isAsked(reference, locked, extras))
      .flatMap((reference) => {
        const condition = conditionOf(reference, conditions);
        return matcher.meant(reference).map((to) => ({ to, condition }));
      }),
  );
  const roots = [...rootsOf(lock, matcher), ...wishedRoots(manifest ?? [], matcher)];
  return { links, roots, conditions, extras, isCut: matcher.isCut };
}

function askedExtras(lock: Lock, manifest: Manifest | null): AskedExtras {
  const asked = new Map<PackageName, Set<string>>();
  for (const { name, extras } of [
    ...lock.packages.flatMap((each) => each.dependencies),
    ...(manifest ?? []),
  ]) {
    const known = asked.get(name) ?? new Set();
    for (const extra of extras) known.add(extra);
    if (known.size > 0) asked.set(name, known);
  }
  return asked;
}

/** An optional dependency that no extra lists says nothing about when it is needed. */
function isAsked({ name, isOptional }: Reference, locked: LockPackage, asked: AskedExtras): boolean {
  if (!isOptional) return true;
  const listing = [...locked.extras].filter(([, names]) => names.includes(name));
  const extras = asked.get(locked.name);
  return listing.length === 0 || listing.some(([extra]) => extras?.has(extra) === true);
}

function conditionOf({ marker, python, platform }: Reference, conditions: Conditions): Condition {
  const condition = conditions.of(marker);
  if (python === null && platform === null) return condition;
  const older = [
    python === null ? null : pythonMarker(python),
    platform === null ? null : platformMarker(platform),
  ];
  return older.map((read) => conditions.of(textOf(read))).reduce(both, condition);
}

function textOf(marker: Marker | null | undefined): string | null {
  return marker === null || marker === undefined ? null : formatMarker(marker);
}

/** Finds what a reference means; parses each version and constraint once. */
class Matcher {
  readonly #packages: readonly LockPackage[];
  readonly #byName = new Map<PackageName, number[]>();
  readonly #versions = new Map<number, ReturnType<typeof parseVersion>>();
  readonly #constraints = new Map<string, Constraint | null>();
  #steps = 0;

  constructor({ packages }: Lock) {
    this.#packages = packages;
    packages.forEach(({ name }, place) => {
      const same = this.#byName.get(name);
      if (same === undefined) this.#byName.set(name, [place]);
      else same.push(place);
    });
  }

  get isCut(): boolean {
    return this.#steps > MAX_STEPS;
  }

  /** Every version of the name. */
  all(name: PackageName): readonly number[] {
    const places = this.#byName.get(name) ?? [];
    this.#steps += places.length + 1;
    return this.isCut ? [] : places;
  }

  /** The only version, whatever is asked for: what is locked was resolved. Of several, those that fit; if none, all. */
  meant(reference: Reference): readonly number[] {
    const places = this.all(reference.name);
    if (places.length < 2) return places;
    const fitting = places.filter((place) => this.#fits(reference, place));
    return fitting.length === 0 ? places : fitting;
  }

  #fits({ place: asked, constraint }: Reference, place: number): boolean {
    const kind = this.#packages[place]?.source.kind;
    if (asked !== null) return asked === "path" ? kind === "file" || kind === "directory" : kind === asked;
    const wanted = constraint === null ? null : this.#constraint(constraint);
    const version = this.#version(place);
    return wanted === null || (version.ok && allowsVersion(wanted, version.value));
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

/** The lock itself says what the project's extras ask for. */
function rootsOf({ extras }: Lock, matcher: Matcher): Root[] {
  return [...extras].flatMap(([extra, names]) =>
    names.flatMap((name) => matcher.all(name).map((to): Root => ({ to, scope: `extra:${extra}` }))),
  );
}

function wishedRoots(manifest: Manifest, matcher: Matcher): Root[] {
  return manifest.flatMap(({ name, scope }) =>
    scope === null ? [] : matcher.all(name).map((to): Root => ({ to, scope })),
  );
}
