import type { CurrentPin, PlanRequest } from "../fix/plan/plan-request.ts";
import type { Dependency, ReportTarget } from "../model/index.ts";
import { PYTHONS } from "../python/end-of-life.ts";
import {
  parseSpecifiers,
  parseVersion,
  satisfies,
  type PackageName,
  type Requirement,
} from "../python/index.ts";
import { cellOf, wantedCells } from "../unpinned/cells.ts";
import { isAsked } from "../inventory/awaits-version.ts";
import { requirementOf, requirementsIn } from "../unpinned/question.ts";
import { copiesOf, forksOf, type Fork } from "./forks.ts";
import { isVersioned, type Part } from "./parts.ts";

export type PlanRules = Pick<
  PlanRequest,
  "findingsAt" | "level" | "mayDowngrade" | "constraints" | "excludeNewer" | "maxSolves" | "isOver"
> & {
  readonly targets: readonly ReportTarget[];
  readonly now: Date;
  /** What upper limits of parents on flawed packages are: to be kept, or overridden. */
  readonly isOverriding: boolean;
};

/** What is asked of the planner, and for which Pythons. */
export interface Question {
  readonly request: PlanRequest;
  readonly pythons: readonly string[];
  /** Where the part has several versions of packages, by marker: what is asked about them is asked of each by itself. None: it has one of each. */
  readonly forks: readonly Fork[];
  /** All that was chosen. */
  readonly chosen: ReadonlyMap<PackageName, readonly string[]>;
}

/** `chosen`: ids by package, of findings that the part's versions have. */
export function questionOf(
  part: Part,
  chosen: ReadonlyMap<PackageName, readonly string[]>,
  rules: PlanRules,
): Question {
  const { targets, now, isOverriding, ...given } = rules;
  const files = [...part.holders, ...part.manifests];
  const bounds = files.flatMap(({ inventory }) => inventory.bounds ?? []);
  const versioned = part.holders.flatMap(({ inventory }) => inventory.dependencies.filter(isVersioned));
  const pins = pinsOf(part, versioned);
  const copies = copiesOf(versioned);
  const requiresPython = bounds.flatMap((one) => one.requiresPython ?? []);
  const pythons = pythonsFor(part, requiresPython, { targets, now });
  const wanted = [...chosen].filter(([name]) => pins.has(name) && !copies.has(name));
  return {
    pythons: pythons.names,
    chosen,
    forks: copies.size === 0 ? [] : forksOf(copies, pythons.environments, requiresPython),
    request: {
      ...given,
      ...{ pins, chosen: new Map(wanted), environments: pythons.environments },
      roots: rootsOf(part, versioned),
      constraints: [
        ...given.constraints,
        ...requirementsIn(bounds.flatMap(({ constraints }) => constraints)),
      ],
      overridden: new Set(
        isOverriding ? wanted.map(([name]) => name).filter((name) => pins.get(name)?.isDirect === false) : [],
      ),
    },
  };
}

/** Of a package in several versions the last one. */
function pinsOf(part: Part, versioned: readonly Dependency[]): ReadonlyMap<PackageName, CurrentPin> {
  const pins = new Map<PackageName, CurrentPin>();
  const direct = new Set(
    part.manifests.flatMap(({ inventory }) => inventory.dependencies.map(({ name }) => name)),
  );
  for (const { name, version, basis, source, direct: isDirect } of versioned) {
    const parsed = parseVersion(version ?? "");
    if (!parsed.ok) continue;
    pins.set(name, {
      version: parsed.value,
      isDirect: direct.has(name) || (part.manifests.length === 0 && isDirect),
      isHeld: basis !== "resolved",
      isFixed: source.type === "git" || source.type === "url" || source.type === "path",
    });
  }
  return pins;
}

/** Of an environment all that is installed; of a lock without its manifest what it says is asked for. */
function rootsOf(part: Part, versioned: readonly Dependency[]): readonly Requirement[] {
  const asking = part.kind === "lock" ? part.manifests : part.kind === "manifests" ? part.holders : [];
  if (asking.length > 0) {
    const asked = asking.flatMap(({ inventory }) => inventory.dependencies.map(asWritten).filter(isAsked));
    return asked.flatMap((one) => requirementOf(one) ?? []);
  }
  const wanted = part.kind === "environment" ? versioned : versioned.filter(({ direct }) => direct);
  return wanted.flatMap((one) => requirementOf({ ...one, version: null, specifiers: null }) ?? []);
}

/** What was resolved stands for the range that the file has; what that needs besides is not asked for. */
function asWritten(dependency: Dependency): Dependency {
  return dependency.basis === "resolved" && dependency.direct
    ? { ...dependency, basis: "declared", version: null }
    : dependency;
}

/**
 * Declared ones; else the newest and the oldest that the project is for, which of a lock has to be among them however old it is:
 * what does not run there is no version for it. Where nothing is said, the newest.
 */
function pythonsFor(
  { isStrict }: Part,
  requiresPython: readonly string[],
  { targets, now }: Pick<PlanRules, "targets" | "now">,
): { readonly names: readonly string[]; readonly environments: PlanRequest["environments"] } {
  const { pythons, isDeclared, platforms } = wantedCells(targets, requiresPython, now);
  const [newest, oldestMaintained] = [pythons[0], pythons.at(-1)];
  const oldest = isStrict ? (oldestFor(requiresPython) ?? oldestMaintained) : oldestMaintained;
  const ends = [newest, requiresPython.length > 0 ? oldest : newest];
  const names = isDeclared ? pythons : [...new Set(ends.filter((one) => one !== undefined))];
  return {
    names,
    environments: names.flatMap((python) =>
      platforms.map((platform) => cellOf(python, platform).environment),
    ),
  };
}

/** Null: no release line of Python takes the newest patch level of it. */
function oldestFor(requiresPython: readonly string[]): string | null {
  const sets = requiresPython.flatMap((text) => {
    const parsed = parseSpecifiers(text);
    return parsed.ok ? [parsed.value] : [];
  });
  return PYTHONS.findLast((line) => sets.every((set) => satisfies(`${line}.99`, set))) ?? null;
}
