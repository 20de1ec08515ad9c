import { jumpBetween } from "../fix/plan/jump.ts";
import type { FixPlan, LeftFinding, PlannedChange, PlanRequest } from "../fix/plan/plan-request.ts";
import type { Dependency } from "../model/index.ts";
import {
  compareVersions,
  evaluateMarker,
  formatVersion,
  parseMarker,
  parseVersion,
  type MarkerEnvironment,
  type PackageName,
  type Version,
} from "../python/index.ts";
import { cellWhere } from "../unpinned/cells.ts";

/** One of several versions of a package, which are for different environments. */
export interface Copy {
  readonly name: PackageName;
  readonly version: Version;
  /** PEP 508; null: everywhere. */
  readonly marker: string | null;
}

/** Environments in which the same copies are installed. */
export interface Fork {
  readonly environments: readonly MarkerEnvironment[];
  readonly copies: ReadonlyMap<PackageName, Copy>;
}

/** Each package of which there are several versions. */
export function copiesOf(dependencies: readonly Dependency[]): ReadonlyMap<PackageName, readonly Copy[]> {
  const found = new Map<PackageName, Copy[]>();
  for (const { name, version: text, marker } of dependencies) {
    const parsed = parseVersion(text ?? "");
    if (!parsed.ok) continue;
    const known = found.get(name) ?? [];
    if (known.every(({ version }) => compareVersions(version, parsed.value) !== 0))
      found.set(name, [...known, { name, version: parsed.value, marker }]);
  }
  return new Map([...found].filter(([, copies]) => copies.length > 1));
}

/** The environments by the copies that they have; each copy has at least one, if any Python of the project has it. */
export function forksOf(
  copies: ReadonlyMap<PackageName, readonly Copy[]>,
  environments: readonly MarkerEnvironment[],
  requiresPython: readonly string[],
): readonly Fork[] {
  const all = [...copies.values()].flat();
  const unmet = all.filter((copy) => !environments.some((one) => isIn(copy, one)));
  const cells = [...environments, ...unmet.flatMap((copy) => environmentOf(copy, requiresPython) ?? [])];
  const installed = (environment: MarkerEnvironment): readonly Copy[] =>
    [...copies.values()].flatMap((ofName) => ofName.find((copy) => isIn(copy, environment)) ?? []);
  const groups = Map.groupBy(cells, (environment) => installed(environment).map(keyOf).join(" "));
  return [...groups.values()].map((group) => ({
    environments: group,
    copies: new Map(
      group
        .slice(0, 1)
        .flatMap(installed)
        .map((copy) => [copy.name, copy]),
    ),
  }));
}

function isIn({ marker }: Copy, environment: MarkerEnvironment): boolean {
  if (marker === null) return true;
  const parsed = parseMarker(marker);
  return parsed.ok && evaluateMarker(parsed.value, environment) === true;
}

function environmentOf({ marker }: Copy, requiresPython: readonly string[]): MarkerEnvironment | null {
  const parsed = parseMarker(marker ?? "");
  return parsed.ok ? (cellWhere(parsed.value, requiresPython)?.environment ?? null) : null;
}

function keyOf({ name, version }: Pick<Copy, "name" | "version">): string {
  return `${name} ${formatVersion(version)}`;
}

/** The question for one fork, where the rest of the project is as `plan` would have it; null: nothing that was chosen is of its copies. */
export function forkRequest(
  { environments, copies }: Fork,
  request: PlanRequest,
  { chosen, plan }: { readonly chosen: PlanRequest["chosen"]; readonly plan: FixPlan },
): PlanRequest | null {
  const own = new Map(
    [...copies].flatMap(([name, { version }]) => {
      const has = request.findingsAt(name, version);
      const ids = (chosen.get(name) ?? []).filter((id) => has.includes(id));
      return ids.length === 0 ? [] : [[name, ids] as const];
    }),
  );
  if (own.size === 0) return null;
  const pins = new Map(request.pins);
  const changes = plan.kind === "plan" ? plan.changes : [];
  for (const { name, to, isDirect } of changes) {
    if (to === null) pins.delete(name);
    else pins.set(name, { ...(pins.get(name) ?? { isDirect, isHeld: true, isFixed: false }), version: to });
  }
  for (const [name, { version }] of copies) {
    const known = pins.get(name);
    if (known !== undefined) pins.set(name, { ...known, version });
  }
  return { ...request, pins, environments, chosen: own };
}

/** One plan of that for all environments and that for one fork. A change of the fork's own copy holds where the copy does. */
export function withFork(plan: FixPlan, { copies }: Fork, forked: FixPlan, request: PlanRequest): FixPlan {
  if (plan.kind === "failed") return plan;
  if (forked.kind === "failed") {
    const left = [...copies.values()].flatMap(({ name, version }): readonly LeftFinding[] => {
      const ids = request.chosen.get(name);
      return ids === undefined
        ? []
        : [{ name, version, copy: version, ids, reasons: [`${forked.reason}.`], embargoed: null }];
    });
    return { ...plan, left: joined(plan.left, left), isSmallest: false };
  }
  const changes = [...plan.changes];
  for (const change of forked.changes) {
    const copy = copies.get(change.name);
    const at = changes.findIndex(({ name, to, marker = null }) =>
      copy === undefined
        ? name === change.name && isSame(to, change.from)
        : name === change.name && marker === copy.marker,
    );
    const before = changes[at];
    if (before === undefined) changes.push(copy === undefined ? change : { ...change, marker: copy.marker });
    else changes[at] = later(before, change);
  }
  const left = forked.left.map((one) => {
    const copy = copies.get(one.name)?.version;
    return copy === undefined ? one : { ...one, copy };
  });
  return {
    ...plan,
    changes: changes.toSorted(byName),
    left: joined(plan.left, left),
    isSmallest: false,
  };
}

function byName(a: PlannedChange, b: PlannedChange): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.from === null || b.from === null ? 0 : compareVersions(a.from, b.from);
}

/** What two plans move goes where the later one has it, which knew of the other; of the same copy in two forks, to the higher. */
function later(before: PlannedChange, after: PlannedChange): PlannedChange {
  const isOnward = isSame(before.to, after.from);
  const isHigher = before.to !== null && after.to !== null && compareVersions(after.to, before.to) > 0;
  const isAfter = isOnward || isHigher;
  const jump =
    isAfter && before.from !== null && after.to !== null ? jumpBetween(before.from, after.to) : before.jump;
  return {
    ...(isAfter ? { ...after, from: before.from, jump } : before),
    ...(before.marker === undefined ? {} : { marker: before.marker }),
    clears: [...new Set([...before.clears, ...after.clears])].toSorted(),
  };
}

function isSame(a: Version | null, b: Version | null): boolean {
  return a !== null && b !== null && compareVersions(a, b) === 0;
}

function joined(left: readonly LeftFinding[], more: readonly LeftFinding[]): readonly LeftFinding[] {
  const known = new Set(left.map(keyOf));
  return [...left, ...more.filter((one) => !known.has(keyOf(one)))];
}
