/** What a package of a lock needs, and how. */
export interface Link {
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker: string | null;
  readonly isOptional: boolean;
}

/** A package of a lock that writes for each one why it is there: for which groups, and under which conditions. */
export interface Reasoned {
  readonly name: string;
  readonly groups: readonly string[];
  readonly marker: string | null;
  readonly isOptional: boolean;
  readonly links: readonly Link[];
}

/** A lock before and after a change. A package is in all of `before`, `kept` and neither of the others, or what its list says. */
export interface ReasonedChange {
  readonly before: readonly Reasoned[];
  readonly kept: readonly Reasoned[];
  readonly written: readonly Reasoned[];
  /** Whether what is needed may be missing. */
  readonly mayLack: (link: Link) => boolean;
}

/**
 * The groups of each package that is written. What a lock says of the other packages stays as it is where the ways to them do, or where another way
 * alone says as much; where that is not certain, a text: the end of a sentence about the lock.
 */
export function groupsAfter({
  before,
  kept,
  written,
  mayLack,
}: ReasonedChange): ReadonlyMap<string, readonly string[]> | string {
  const now = [...kept, ...written];
  const names = new Set(now.map(({ name }) => name));
  const old = new Map(before.map((one) => [one.name, one]));
  const unknown = now.flatMap(({ links }) => links).find((link) => !names.has(link.name) && !mayLack(link));
  if (unknown !== undefined) return `it would need ${unknown.name}, which the plan does not have`;
  const groups = new Map<string, readonly string[]>();
  for (const { name } of written) {
    const found = old.get(name)?.groups ?? groupsOfNew(name, now, old);
    if (found === null) return `it is not certain for which groups ${name} would be needed`;
    groups.set(name, found);
  }
  const gone = before.filter(({ name }) => !names.has(name)).map((one): Reasoned => ({ ...one, links: [] }));
  for (const { name, links } of [...written, ...gone]) {
    const known = old.get(name);
    for (const target of differing(known?.links ?? [], links)) {
      const other = old.get(target);
      if (other === undefined || !names.has(target)) continue;
      if (!isAnchored(other, kept, known?.groups ?? groups.get(name) ?? []))
        return `it is not certain for what ${target} would be needed`;
    }
  }
  return groups;
}

/** Names of what two lists do not need alike. */
function differing(before: readonly Link[], after: readonly Link[]): readonly string[] {
  const keys = (links: readonly Link[]): ReadonlyMap<string, string> =>
    new Map(
      [...Map.groupBy(links, ({ name }) => name)].map(([name, list]) => [
        name,
        JSON.stringify(list.map(({ extras, marker, isOptional }) => [extras, marker, isOptional])),
      ]),
    );
  const [old, now] = [keys(before), keys(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name));
}

/** Something else that stays needs it, in all of its groups and without a condition. */
function isAnchored(one: Reasoned, kept: readonly Reasoned[], groups: readonly string[]): boolean {
  if (one.marker !== null || one.isOptional || !isWithin(groups, one.groups)) return false;
  return kept.some(
    (other) =>
      other.marker === null &&
      !other.isOptional &&
      isWithin(one.groups, other.groups) &&
      other.links.some((link) => link.name === one.name && link.marker === null && !link.isOptional),
  );
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  return some.every((one) => all.includes(one));
}

/** Of a package that comes: those of what needs it, where all agree. */
function groupsOfNew(
  name: string,
  now: readonly Reasoned[],
  old: ReadonlyMap<string, Reasoned>,
): readonly string[] | null {
  const parents = now.filter(({ links }) => links.some((link) => link.name === name));
  const known = parents.map(({ name: parent, marker, isOptional, links }) => {
    const isPlain = links.every((link) => link.name !== name || (link.marker === null && !link.isOptional));
    const groups = old.get(parent)?.groups ?? [];
    return marker === null && !isOptional && isPlain && groups.length > 0 ? groups : null;
  });
  const [first] = known;
  if (first === undefined || first === null) return null;
  return known.every((groups) => groups?.join("\n") === first.join("\n")) ? first : null;
}
