import type { PackageName, Requirement, Version } from "../python/index.ts";
import type { Candidates } from "./exclusion.ts";
import type { Given } from "./given.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import type { PackageMetadata } from "./metadata.ts";
import { PartialSolution } from "./partial-solution.ts";
import { Priorities } from "./priorities.ts";
import type { Knowledge } from "./propagate.ts";
import type { MissingExtra, PlacedRequest } from "./request.ts";
import type { VersionSet } from "./version-set.ts";

/** What a key stands for. */
export interface Package {
  readonly name: PackageName;
  readonly extra: string | null;
}

/** A version of a package, or of one of its extras (`extra` is empty for the package itself). */
export interface Dependent {
  readonly key: string;
  readonly version: Version;
  readonly extra: string;
  /** What is said of the version is said of these: the stretch of all versions in which it is the only one there is. */
  readonly stretch: VersionSet;
}

/** All that one resolution knows. */
export interface State {
  readonly request: PlacedRequest;
  readonly metadata: PackageMetadata;
  readonly given: ReadonlyMap<PackageName, Given>;
  readonly overrides: ReadonlyMap<PackageName, readonly Requirement[]>;
  readonly constraints: ReadonlyMap<PackageName, readonly Requirement[]>;
  readonly knowledge: Knowledge;
  readonly solution: PartialSolution;
  readonly priorities: Priorities;
  readonly packages: Map<string, Package>;
  readonly candidates: Map<PackageName, Candidates | "not-found">;
  /** Why nobody can say what the version of the package needs, by name and version. */
  readonly dynamic: Map<string, string>;
  readonly missingExtras: Map<string, MissingExtra>;
  /** Every dependency that was learned, so that versions with the same one share it. */
  readonly dependencies: Map<string, Incompatibility & { readonly terms: Map<string, Term> }>;
  /** `===` compares texts: asked again when a version is chosen. */
  readonly texts: Map<PackageName, { readonly of: Dependent; readonly requirement: Requirement }[]>;
  /** Names that nobody has asked an index for. */
  readonly unasked: Set<PackageName>;
  /** How often a version of the package was tried. */
  readonly tries: Map<PackageName, number>;
}

export function startState(
  request: PlacedRequest,
  metadata: PackageMetadata,
  given: ReadonlyMap<PackageName, Given>,
): State {
  return {
    ...{ request, metadata, given, solution: new PartialSolution(), priorities: new Priorities() },
    ...{ overrides: byName(request.overrides), constraints: byName(request.constraints) },
    ...{ knowledge: new Map(), packages: new Map(), candidates: new Map(), dynamic: new Map() },
    ...{ missingExtras: new Map(), dependencies: new Map(), texts: new Map() },
    ...{ unasked: new Set(), tries: new Map() },
  };
}

function byName(requirements: readonly Requirement[] = []): ReadonlyMap<PackageName, readonly Requirement[]> {
  return Map.groupBy(requirements, ({ name }) => name);
}
