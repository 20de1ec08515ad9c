import type { PackageName, Version } from "../../python/index.ts";
import type { Resolution } from "../../resolve/request.ts";
import { resolve } from "../../resolve/resolve.ts";
import { textOf, type Domain, type Standing } from "./domain.ts";
import { plain, requirementsOf, type Puzzle } from "./puzzle.ts";

/** What is allowed to change, and how far. */
export interface Leeway {
  /** How far packages may go from where they are; those that are not here stay. `everywhere`: as far as they like. */
  readonly positions: ReadonlyMap<PackageName, number> | "everywhere";
  /** Packages whose ranges in the project do not count. */
  readonly widened: ReadonlySet<PackageName> | "all";
  /** How many chosen findings each package may keep; those that are not here none. `all`: whatever there is. */
  readonly keeps: ReadonlyMap<PackageName, number> | "all";
  /** What is not there yet may come, even where the project holds all that it needs. */
  readonly mayCome?: true;
  /** The package that has to be there, and goes no farther than in any answer. */
  readonly foremost?: PackageName;
}

export const AS_IT_IS: Leeway = { positions: new Map(), widened: new Set(), keeps: "all" };

/** Why a version is not to be taken. */
export type Refusal =
  | { readonly kind: "refused"; readonly reason: string }
  /** It keeps so many of the chosen findings. */
  | { readonly kind: "keeps"; readonly keeps: number }
  /** It stands so far away. */
  | { readonly kind: "position"; readonly position: number };

export type RefusalOf = (name: PackageName, version: Version) => Refusal | null;

/** One answer under one leeway. */
export function solve(puzzle: Puzzle, leeway: Leeway): Promise<Resolution> {
  const { request, packages, roots } = puzzle;
  const refusal = refusalsOf(puzzle, leeway);
  const pins = [...request.pins].map(([name, { version }]): [PackageName, Version] => [name, version]);
  const { foremost } = leeway;
  const widened =
    leeway.widened === "all" ? new Set(roots.map(({ requirement }) => requirement.name)) : leeway.widened;
  return resolve(
    {
      requirements: [...requirementsOf(roots, widened), ...(foremost === undefined ? [] : [plain(foremost)])],
      environment: request.environments[0] ?? NOWHERE,
      constraints: request.constraints,
      excludeNewer: request.excludeNewer,
      preferences: new Map(pins),
      forbidden: (name, version) => wordsOf(refusal(name, version), request.chosen.get(name)),
      order: (name, all) => inOrder(name, packages.domains.get(name), { all, leeway }),
      ...(foremost === undefined ? {} : { foremost }),
      maxRounds: MAX_ROUNDS,
    },
    packages,
  );
}

const MAX_ROUNDS = 20_000;

/** A plan has an environment: this one settles no marker. */
const NOWHERE = {
  ...{ implementation_name: "", implementation_version: "", os_name: "", platform_machine: "" },
  ...{ platform_python_implementation: "", platform_release: "", platform_system: "", platform_version: "" },
  ...{ python_full_version: "", python_version: "", sys_platform: "" },
};

export function refusalsOf({ request, packages, isClosed }: Puzzle, leeway: Leeway): RefusalOf {
  const { positions, keeps, mayCome = false } = leeway;
  const farthest = (name: PackageName): number => {
    const pin = request.pins.get(name);
    const mayMove = pin === undefined ? mayCome || !isClosed : !pin.isHeld;
    if (positions === "everywhere" || mayMove) return Number.POSITIVE_INFINITY;
    return positions.get(name) ?? 0;
  };
  return (name, version) => {
    const domain = packages.domains.get(name);
    const key = textOf(version);
    const reason = domain?.refused.get(key);
    if (reason !== undefined) return { kind: "refused", reason };
    const standing = domain?.standings.get(key);
    if (standing === undefined) return null;
    if (keeps !== "all" && standing.keeps > (keeps.get(name) ?? 0))
      return { kind: "keeps", keeps: standing.keeps };
    const { position } = standing;
    return position > farthest(name) ? { kind: "position", position } : null;
  };
}

function wordsOf(refusal: Refusal | null, ids: readonly string[] = []): string | null {
  if (refusal === null) return null;
  if (refusal.kind === "refused") return refusal.reason;
  return refusal.kind === "position" ? "is to stay as it is" : `has ${ids.slice(0, MOST_NAMED).join(", ")}`;
}

const MOST_NAMED = 3;

/**
 * What may go anywhere stays where that fits, and is else as new as it can be, as what comes is: so installers have it, and it leads somewhere
 * soonest. What is bounded goes to its bound: it was let go so far because all that is nearer does not fit. What is `foremost` goes no farther
 * than it has to.
 */
function inOrder(
  name: PackageName,
  domain: Domain | undefined,
  { all, leeway }: { readonly all: readonly Version[]; readonly leeway: Leeway },
): readonly Version[] {
  if (domain?.current?.isHeld !== true) return all;
  const standings = all.flatMap((one) => domain.standings.get(textOf(one)) ?? []);
  const { positions, foremost } = leeway;
  if (foremost === name) return versionsOf(standings.toSorted((a, b) => a.position - b.position));
  if (positions !== "everywhere") {
    const farthest = positions.get(name) ?? 0;
    const allowed = standings.filter(({ position }) => position <= farthest);
    return versionsOf(allowed.toSorted((a, b) => b.position - a.position));
  }
  const stays = standings.filter(({ position }) => position === 0);
  return versionsOf([...stays, ...standings.filter(({ position }) => position > 0)]);
}

function versionsOf(standings: readonly Standing[]): readonly Version[] {
  return standings.map(({ version }) => version);
}
