import { parseVersion, satisfies } from "../../python/index.ts";
import type { PackageName } from "../../python/index.ts";
import type { Origin, Scope } from "../../model/index.ts";
import type { Via } from "./annotation.ts";
import type { Asked } from "./requirement.ts";

/** A requirement or a constraint, with the file that it stands in. */
export interface Placed {
  readonly asked: Asked & { readonly name: PackageName };
  readonly scope: Scope;
  readonly via: Via | null;
  /** At least one. */
  readonly origins: readonly Origin[];
}

/**
 * What pip's constraints make of the requirements: one that leaves its version open becomes exact where a constraint, or
 * another requirement of the same name, gives the version; where constraints only narrow it, it is a range of both. A
 * constraint asks for nothing by itself, and one for other environments (another marker) adds a fork and closes nothing.
 */
export function constrain(
  requirements: readonly Placed[],
  constraints: readonly Placed[],
): readonly Placed[] {
  if (constraints.length === 0 && requirements.every(isSettled)) return requirements;
  const constraintsOf = byName(constraints);
  const exactOf = byName(requirements.filter(({ asked }) => asked.pin === "exact"));
  return requirements.flatMap((placed) => {
    if (isSettled(placed)) return [placed];
    const own = constraintsOf.get(placed.asked.name) ?? [];
    const pins = own.filter((pin) => isSettled(pin) && admits(placed.asked, pin.asked));
    const here = distinct(pins.filter((pin) => appliesTo(pin, placed)));
    if (here.length > 0) return here.map((pin) => pinned(placed, pin));
    const twin = (exactOf.get(placed.asked.name) ?? []).find(
      (pin) => appliesTo(pin, placed) && admits(placed.asked, pin.asked),
    );
    if (twin !== undefined) return [pinned(placed, twin)];
    const open = narrowed(
      placed,
      own.filter((limit) => limit.asked.pin === "range" && appliesTo(limit, placed)),
    );
    return [...distinct(pins).map((pin) => forked(placed, pin)), open];
  });
}

/** Constraints, or versions, of one name that are looked at: more than any project has. */
const MAX_PINS = 100;

function isSettled({ asked }: Placed): boolean {
  return asked.pin === "exact" || asked.pin === "url";
}

function byName(placed: readonly Placed[]): ReadonlyMap<PackageName, readonly Placed[]> {
  const groups = new Map<PackageName, readonly Placed[]>();
  for (const [name, group] of Map.groupBy(placed, ({ asked }) => asked.name))
    groups.set(name, group.slice(0, MAX_PINS));
  return groups;
}

function appliesTo(pin: Placed, placed: Placed): boolean {
  return pin.asked.marker === null || pin.asked.marker === placed.asked.marker;
}

/** Whether the open requirement accepts the version; pip would refuse to install anything else. */
function admits(open: Asked, pin: Asked): boolean {
  if (open.specifierSet === null || pin.version === null) return true;
  const version = parseVersion(pin.version);
  return version.ok && satisfies(version.value, open.specifierSet, { prereleases: true });
}

function distinct(pins: readonly Placed[]): readonly Placed[] {
  const seen = new Map<string, Placed>();
  for (const pin of pins) {
    const key = JSON.stringify([pin.asked.version, pin.asked.marker, pin.asked.source]);
    if (!seen.has(key)) seen.set(key, pin);
  }
  return [...seen.values()];
}

function pinned(placed: Placed, pin: Placed): Placed {
  return {
    ...placed,
    asked: {
      ...placed.asked,
      version: pin.asked.version,
      pin: pin.asked.pin,
      specifiers: null,
      hashes: [...placed.asked.hashes, ...pin.asked.hashes],
      source: pin.asked.source,
    },
    origins: [...placed.origins, ...pin.origins],
  };
}

function forked(placed: Placed, pin: Placed): Placed {
  const both = [placed.asked.marker, pin.asked.marker].filter((marker) => marker !== null);
  const marker = both.length === 1 ? both[0] : both.map((part) => `(${part})`).join(" and ");
  const fork = pinned(placed, pin);
  return { ...fork, asked: { ...fork.asked, marker: marker ?? null } };
}

function narrowed(placed: Placed, limits: readonly Placed[]): Placed {
  if (limits.length === 0) return placed;
  const written = [placed, ...limits].map(({ asked }) => asked.specifiers).filter((text) => text !== null);
  return {
    ...placed,
    asked: { ...placed.asked, pin: "range", specifiers: [...new Set(written)].join(",") },
    origins: [...placed.origins, ...limits.flatMap(({ origins }) => origins)],
  };
}
