import { satisfies, type PackageName, type Requirement, type Version } from "../../python/index.ts";
import type { Resolution } from "../../resolve/request.ts";
import { unbounded, type KnownPackages } from "./known-packages.ts";
import type { PlanRequest } from "./plan-request.ts";

/** What the project asks for of one package, in every environment at once. */
export interface Root {
  readonly requirement: Requirement;
  /** It goes where its package goes: a pin, or what today's version does not meet. */
  readonly isLoose: boolean;
}

/** A plan's question, with what was learned before the first answer. */
export interface Puzzle {
  readonly request: PlanRequest;
  readonly packages: KnownPackages;
  readonly roots: readonly Root[];
  /** What would be there today, by the resolver. */
  readonly today: ReadonlyMap<PackageName, Version>;
  /** All that is needed is held by the project: what comes to it is a change. */
  readonly isClosed: boolean;
}

/** As the resolver is asked, with some ranges given up. */
export function requirementsOf(
  roots: readonly Root[],
  widened: ReadonlySet<PackageName>,
): readonly Requirement[] {
  return roots.map(({ requirement, isLoose }) =>
    isLoose || widened.has(requirement.name) ? unbounded(requirement) : requirement,
  );
}

/** Any version of the package. */
export function plain(name: PackageName): Requirement {
  return { name, rawName: name, extras: [], specifiers: { specifiers: [] }, url: null, marker: null };
}

/** The ranges of the project that do not admit a version, as requirements. */
export function rangesAgainst(
  roots: readonly Root[],
  name: PackageName,
  version: Version,
): readonly Requirement[] {
  return roots
    .filter(({ requirement, isLoose }) => requirement.name === name && !isLoose)
    .map(({ requirement }) => requirement)
    .filter(({ specifiers }) => !satisfies(version, specifiers));
}

export function pinsIn(resolution: Resolution): ReadonlyMap<PackageName, Version> | null {
  if (resolution.kind !== "resolved") return null;
  return new Map(resolution.pins.flatMap(({ name, version }) => (version === null ? [] : [[name, version]])));
}
