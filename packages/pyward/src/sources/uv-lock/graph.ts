import { Conditions, type Condition } from "../shared/condition.ts";
import type { Lock, LockPackage, Reference } from "./lock.ts";
import { isWorkingTree } from "./lock-source.ts";
import type { OwnCode, Scope } from "../../model/index.ts";

/**
 * A package of the lock as far as it can be asked for on its own: the package itself, one of its extras, one of its
 * groups. Asking for `name[extra]` reaches two parts.
 */
export interface Part {
  /** Place in `Lock.packages`. */
  readonly owner: number;
  readonly links: readonly Link[];
}

export interface Link {
  /** Place in `Graph.parts`. Reaches the package itself where `extra` is null. */
  readonly to: number;
  readonly extra: string | null;
  readonly condition: Condition;
}

/** Something that the project itself asks for: where a walk begins. */
export interface Root {
  readonly part: number;
  readonly scope: Scope;
  readonly condition: Condition;
  /** Asked for by a list in the manifest, so that it is a dependency; otherwise it is the project or its member. */
  readonly isAsked: boolean;
  readonly extra: string | null;
}

export interface Graph {
  /** The packages themselves, each at its place in `Lock.packages`; after them their extras and groups. */
  readonly parts: readonly Part[];
  readonly roots: readonly Root[];
  readonly conditions: Conditions;
  /** By place in `Lock.packages`. */
  readonly own: readonly (OwnCode | null)[];
}

/** Resolves what the packages name to parts. */
export function buildGraph(lock: Lock): Graph {
  const own = lock.packages.map((locked) => ownCode(locked, lock));
  const layout = layOut(lock);
  const conditions = new Conditions(lock.conflicts);
  const linking: Linking = { packages: lock.packages, layout, conditions, links: [] };
  const linksOf = (references: readonly Reference[]): readonly Link[] => {
    if (references.length === 0) return NO_LINKS;
    for (const reference of references) addLinks(reference, linking);
    return linking.links.splice(0);
  };
  const parts: Part[] = lock.packages.map(({ dependencies }, owner) => ({
    owner,
    links: linksOf(dependencies),
  }));
  for (const { owner, references } of layout.choices) parts.push({ owner, links: linksOf(references) });
  const roots = [...memberRoots(layout, own), ...manifestRoots(lock, linksOf)];
  return { parts, roots, conditions, own };
}

const NO_LINKS: readonly Link[] = [];

/**
 * The project is the member at the root of the workspace. A single project is its lock's only member and not listed. A
 * member is told by its name and by lying in the workspace: a package of the same name from an index is none.
 */
function ownCode({ name, source }: LockPackage, { members }: Lock): OwnCode | null {
  if (!isWorkingTree(source) && source.kind !== "directory") return null;
  const isMember = members.size === 0 ? source.location === "." : members.has(name);
  if (isMember) return source.location === "." ? "project" : "workspace-member";
  return isWorkingTree(source) ? "editable" : null;
}

interface Layout {
  /** The extras and groups of the packages, in the order of their parts. */
  readonly choices: readonly Choice[];
  /** The packages of a name: mostly one. */
  readonly byName: ReadonlyMap<string, number | readonly number[]>;
  /** The parts that are extras, and those that are groups, by name, of each package that has any. */
  readonly extras: ReadonlyMap<number, ReadonlyMap<string, number>>;
  readonly groups: ReadonlyMap<number, ReadonlyMap<string, number>>;
}

interface Choice {
  readonly owner: number;
  readonly references: readonly Reference[];
}

/** Gives each part its place. */
function layOut({ packages }: Lock): Layout {
  const byName = new Map<string, number | readonly number[]>();
  const choices: Choice[] = [];
  const extras = new Map<number, ReadonlyMap<string, number>>();
  const groups = new Map<number, ReadonlyMap<string, number>>();
  const place = (owner: number, references: readonly Reference[]): number =>
    packages.length + choices.push({ owner, references }) - 1;
  const placeLists = (lists: LockPackage["extras"], owner: number): ReadonlyMap<string, number> =>
    new Map([...lists].map(([name, references]) => [name, place(owner, references)]));
  packages.forEach((locked, owner) => {
    const same = byName.get(locked.name);
    byName.set(locked.name, same === undefined ? owner : [same, owner].flat());
    if (locked.extras.size > 0) extras.set(owner, placeLists(locked.extras, owner));
    if (locked.groups.size > 0) groups.set(owner, placeLists(locked.groups, owner));
  });
  return { choices, byName, extras, groups };
}

interface Linking {
  readonly packages: Lock["packages"];
  readonly layout: Layout;
  readonly conditions: Conditions;
  readonly links: Link[];
}

function addLinks(reference: Reference, linking: Linking): void {
  const owners = linking.layout.byName.get(reference.name);
  if (owners === undefined) return;
  if (typeof owners === "number") addLinksTo(owners, reference, linking);
  else for (const owner of owners) addLinksTo(owner, reference, linking);
}

function addLinksTo(owner: number, reference: Reference, linking: Linking): void {
  const { packages, layout, conditions, links } = linking;
  const candidate = packages[owner];
  if (candidate === undefined || !isMeant(reference, candidate)) return;
  const condition = conditions.of(reference.marker);
  links.push({ to: owner, extra: null, condition });
  for (const extra of reference.extras) {
    // An extra that the package does not have asks for nothing more.
    links.push({ to: layout.extras.get(owner)?.get(extra) ?? owner, extra, condition });
  }
}

function isMeant({ version, source }: Reference, candidate: LockPackage): boolean {
  return (
    (version === null || version === candidate.version) &&
    (source === null || source === candidate.source.identity)
  );
}

function memberRoots({ extras, groups }: Layout, own: Graph["own"]): Root[] {
  const rootOf = (part: number, scope: Scope): Root => ({
    part,
    scope,
    condition: null,
    isAsked: false,
    extra: null,
  });
  return own.flatMap((code, owner) => {
    if (code !== "project" && code !== "workspace-member") return [];
    return [
      rootOf(owner, "main"),
      ...[...(extras.get(owner) ?? [])].map(([name, part]) => rootOf(part, `extra:${name}`)),
      ...[...(groups.get(owner) ?? [])].map(([name, part]) => rootOf(part, `group:${name}`)),
    ];
  });
}

function manifestRoots(lock: Lock, linksOf: (references: readonly Reference[]) => readonly Link[]): Root[] {
  const rootsOf = (references: readonly Reference[], scope: Scope): Root[] =>
    linksOf(references).map(({ to, extra, condition }) => ({
      part: to,
      scope,
      condition,
      isAsked: true,
      extra,
    }));
  return [
    ...rootsOf(lock.requirements, "main"),
    ...[...lock.groups].flatMap(([name, references]) => rootsOf(references, `group:${name}`)),
  ];
}
