import type { Scope } from "../../model/index.ts";
import { formatMarker, type Marker, type PackageName } from "../../python/index.ts";
import { both, Conditions, type Condition } from "../shared/condition.ts";
import { platformMarker, pythonMarker } from "../shared/poetry-marker.ts";
import type { Manifest } from "./manifest.ts";
import { Matcher } from "./matcher.ts";
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

/** Resolves what the packages name to the locked versions that are meant. */
export function buildGraph(lock: Lock, manifest: Manifest | null): Graph {
  const extras = askedExtras(lock, manifest);
  const conditions = new Conditions([]);
  const matcher = new Matcher(lock);
  const links = lock.packages.map((locked, owner) =>
    locked.dependencies
      .filter((reference) => manifest === null || isAsked(reference, locked, extras))
      .flatMap((reference) => {
        const condition = conditionOf(reference, conditions);
        return matcher.meant(reference, owner).map((to) => ({ to, condition }));
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
