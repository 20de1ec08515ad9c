import { parseSpecifiers, parseVersion, satisfies } from "../python/index.ts";
import { baseName, type Dependency, type Inventory, type Scope, type Staleness } from "../model/index.ts";
import type { ReadSource } from "./merge-sources.ts";

/** A lock that stands for a manifest, and whether it was made from it. */
export interface StandingLock {
  readonly lock: ReadSource;
  readonly staleness: Staleness;
  /** It may be of a part of the project only: what it lacks of extras and groups was left out on purpose. */
  readonly mayBePart: boolean;
}

/** What of a manifest its locks do not hold. */
export interface Unlocked {
  /** They stay asked for, by the manifest itself. */
  readonly dependencies: ReadonlySet<Dependency>;
  readonly notes: readonly string[];
}

/** Compares what a manifest asks for with what the locks that stand for it hold. */
export function findUnlocked(
  manifest: ReadSource,
  locks: readonly StandingLock[],
  display: (path: string) => string,
): Unlocked {
  const asked = manifest.inventory.dependencies.filter((one) => isToBeLocked(one, manifest.inventory));
  const missing = locks.map((lock) => missingIn(asked, lock));
  const dependencies = asked.filter((dependency) => missing.every((names) => names.has(dependency)));
  return {
    dependencies: new Set(dependencies),
    notes: locks.flatMap((lock, at) => {
      const facts = factsOf(manifest, lock, { missing: missing[at] ?? new Set(), display });
      return facts.length === 0 ? [] : [`stale lock: ${listed(facts, "; ")}`];
    }),
  };
}

/** Neither the project's own code, nor what is needed to build it, nor groups of another tool, which are no choice. */
function isToBeLocked({ own, scopes }: Dependency, { choices }: Inventory): boolean {
  const isLockable = (scope: Scope): boolean =>
    scope.startsWith("group:") ? choices.length === 0 || choices.includes(scope) : scope !== "build";
  return own === null && scopes.some(isLockable);
}

/** A marker may be the reason why nothing had to be locked; where the lock is stale, that is no excuse. */
function missingIn(
  asked: readonly Dependency[],
  { lock, staleness, mayBePart }: StandingLock,
): ReadonlySet<Dependency> {
  if (staleness.kind === "fresh") return new Set();
  const held = new Set<string>(lock.inventory.dependencies.map(({ name }) => name));
  const isStale = staleness.kind === "stale";
  if (isStale) for (const name of staleness.listed) held.add(name);
  const isMissing = ({ name, marker, scopes }: Dependency): boolean =>
    !held.has(name) && (isStale || marker === null) && (!mayBePart || scopes.includes("main"));
  return new Set(asked.filter(isMissing));
}

/** A lock with more versions of one name is none that a tool made: they are not compared. */
const MAX_VERSIONS = 50;

/** Of one wish and the versions that are held, in characters. */
const MAX_SHOWN = 200;

/** More say no more. */
const SHOWN = 5;

function listed(facts: readonly string[], separator: string): string {
  const rest = facts.length - SHOWN;
  return facts.slice(0, SHOWN).join(separator) + (rest > 0 ? `${separator}${rest} more` : "");
}

interface Shown {
  readonly missing: ReadonlySet<Dependency>;
  readonly display: (path: string) => string;
}

/** What shows that a lock is stale; empty where nothing does. */
function factsOf(
  manifest: ReadSource,
  { lock, staleness }: StandingLock,
  { missing, display }: Shown,
): readonly string[] {
  if (staleness.kind === "fresh") return [];
  const lockName = baseName(lock.path);
  const asks = `${display(manifest.path)} asks for`;
  const held = Map.groupBy(lock.inventory.dependencies, ({ name }): string => name);
  const names = [...new Set([...missing].map(({ name }): string => name))].toSorted();
  const facts = [
    ...(names.length === 0 ? [] : [`${asks} ${listed(names, ", ")} that ${lockName} does not hold`]),
    ...unmetWishes(manifest.inventory, held).map(
      ({ wish, versions }) => `${asks} ${wish}, ${lockName} holds ${versions}`,
    ),
  ];
  if (facts.length > 0 || staleness.kind === "unsaid") return facts;
  return [`${display(lock.path)}: ${listed(staleness.reasons, ", ")}`];
}

interface Unmet {
  readonly wish: string;
  readonly versions: string;
}

function unmetWishes(
  inventory: Inventory,
  held: ReadonlyMap<string, readonly Dependency[]>,
): readonly Unmet[] {
  return inventory.dependencies
    .filter((one) => isToBeLocked(one, inventory))
    .flatMap(({ name, version, specifiers, source }) => {
      const text = version === null ? specifiers : `==${version}`;
      const parsed = text === null || source.type !== "registry" ? null : parseSpecifiers(text);
      const locked = held.get(name) ?? [];
      const versions = locked.flatMap((one) =>
        one.version !== null && parseVersion(one.version).ok ? [one.version] : [],
      );
      if (
        parsed === null ||
        !parsed.ok ||
        versions.length === 0 ||
        versions.length < locked.length ||
        versions.length > MAX_VERSIONS
      )
        return [];
      if (versions.some((one) => satisfies(one, parsed.value, { prereleases: true }))) return [];
      const [wish, shown] = [`${name} ${text ?? ""}`, versions.slice(0, 3).join(", ")];
      return wish.length + shown.length > MAX_SHOWN ? [] : [{ wish, versions: shown }];
    });
}
