import { fingerprint } from "./assemble/fingerprint.ts";
import type { Report, ReportGap } from "./model/index.ts";
import { normalizeName } from "./python/index.ts";

/** One stored inventory as the index knows it. */
export interface FleetMember {
  /** Below the fleet's folder. */
  readonly path: string;
  /** What tells that the file is as it was; null: it may have changed meanwhile. */
  readonly stamp: string | null;
  /** Its projects, as the inventory names them. */
  readonly roots: readonly string[];
  /** Of how many releases it speaks. */
  readonly releases: number;
  /** What no data can say anything of. */
  readonly gaps: readonly ReportGap[];
}

/** Which inventories hold which releases. */
export interface FleetIndex {
  readonly members: readonly FleetMember[];
  /** Name of a package → its line, unread: most are about packages of which nothing changed. */
  readonly lines: ReadonlyMap<string, string>;
}

/** Version → the places that have it: `roots` of all members are counted through. */
type Line = Readonly<Record<string, readonly number[]>>;

/** A release in one place. */
export interface FleetRelease {
  readonly member: FleetMember;
  readonly root: string;
  readonly name: string;
  readonly version: string;
}

export const NO_FLEET: FleetIndex = { members: [], lines: new Map() };

/** What an inventory adds to the index. */
export interface Admitted {
  readonly member: FleetMember;
  readonly releases: readonly { readonly root: number; readonly name: string; readonly version: string }[];
}

/** Own code may bear the name of a release, and is none; of what has no version nothing can be said. */
export function admit(
  { projects, dependencies, gaps }: Pick<Report, "projects" | "dependencies" | "gaps">,
  about: Pick<FleetMember, "path" | "stamp" | "gaps">,
): Admitted {
  const own = new Set(gaps.filter(({ code }) => code === "own-code").map(keyOf));
  const at = new Map(projects.map(({ id }, number) => [id, number]));
  const releases = dependencies.flatMap((dependency) => {
    const { name, version, project } = dependency;
    if (version === null || own.has(keyOf(dependency))) return [];
    return [{ root: at.get(project) ?? 0, name: normalizeName(name), version }];
  });
  return {
    member: { ...about, roots: projects.map(({ root }) => root), releases: releases.length },
    releases,
  };
}

/** A file that is no inventory, though it says so: a gap, which hides none of the others. */
export function refuse(about: Pick<FleetMember, "path" | "stamp">, reason: string): Admitted {
  const { path } = about;
  const facts = { project: null, name: null, advisory: null, expected: false };
  const origin = { path, line: null, column: null };
  const code = "unparsable-file";
  const gap = {
    ...facts,
    fingerprint: fingerprint([path, code, null, null, reason]),
    code,
    reason,
    origin,
  } as const;
  return { member: { ...about, roots: [], releases: 0, gaps: [gap] }, releases: [] };
}

function keyOf({ project, name }: { readonly project: string | null; readonly name: string | null }): string {
  return `${project}\n${name}`;
}

/** The index without some members and with others. Costs what the whole index holds, so that it is done only where something is to be done. */
export function updateFleet(
  { members, lines }: FleetIndex,
  keeps: (member: FleetMember) => boolean,
  admitted: readonly Admitted[],
): FleetIndex {
  const kept = members.filter(keeps);
  const moved = movedPlaces(members, new Set(kept));
  const all = new Map<string, Map<string, number[]>>();
  for (const [name, text] of lines) {
    const versions = new Map<string, number[]>();
    for (const [version, places] of Object.entries(lineOf(text))) {
      const left = places.flatMap((place) => moved[place] ?? []);
      if (left.length > 0) versions.set(version, left);
    }
    if (versions.size > 0) all.set(name, versions);
  }
  let start = kept.reduce((sum, { roots }) => sum + roots.length, 0);
  for (const { member, releases } of admitted) {
    for (const { root, name, version } of releases) addPlace(all, name, version, start + root);
    start += member.roots.length;
  }
  const sorted = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    members: [...kept, ...admitted.map(({ member }) => member)],
    lines: new Map(sorted.map(([name, versions]) => [name, JSON.stringify(Object.fromEntries(versions))])),
  };
}

function addPlace(
  all: Map<string, Map<string, number[]>>,
  name: string,
  version: string,
  place: number,
): void {
  const versions = all.get(name) ?? new Map<string, number[]>();
  all.set(name, versions);
  const places = versions.get(version);
  if (places === undefined) versions.set(version, [place]);
  else places.push(place);
}

/** Place in the old index → its place in the new one; null: it is gone. */
function movedPlaces(
  members: readonly FleetMember[],
  kept: ReadonlySet<FleetMember>,
): readonly (number | null)[] {
  let next = 0;
  return members.flatMap((member) => member.roots.map(() => (kept.has(member) ? next++ : null)));
}

/** The releases of these packages, wherever they are, by path, name and version. Of no other package is anything read. */
export function releasesOf({ members, lines }: FleetIndex, names: Iterable<string>): readonly FleetRelease[] {
  const places = members.flatMap((member) => member.roots.map((root) => ({ member, root })));
  const found: FleetRelease[] = [];
  for (const name of names) {
    const text = lines.get(name);
    if (text === undefined) continue;
    for (const [version, numbers] of Object.entries(lineOf(text)))
      for (const number of numbers) {
        const place = places[number];
        if (place !== undefined) found.push({ ...place, name, version });
      }
  }
  return found.toSorted(
    (a, b) =>
      compare(a.member.path, b.member.path) || compare(a.name, b.name) || compare(a.version, b.version),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function lineOf(text: string): Line {
  const line: Line = JSON.parse(text);
  return line;
}

/** As it is kept: what wrote it, the members, then a line for each package. */
export function writeFleet({ members, lines }: FleetIndex, writer: string): string {
  const head = JSON.stringify({ writer, members });
  return [head, ...[...lines].map(([name, line]) => `${name}\t${line}`), ""].join("\n");
}

/** Null where another version wrote it, or it is damaged: it is made anew then, from the inventories. */
export function readFleet(text: string, writer: string): FleetIndex | null {
  const [head = "", ...rest] = text.split("\n");
  // The last line is empty in a file that was written to its end.
  if (rest.pop() !== "") return null;
  try {
    const { writer: by, members }: { writer: unknown; members: readonly FleetMember[] } = JSON.parse(head);
    if (by !== writer) return null;
    const lines = rest.map((line): [string, string] => {
      const end = line.indexOf("\t");
      return [line.slice(0, end), line.slice(end + 1)];
    });
    return { members, lines: new Map(lines) };
  } catch {
    return null;
  }
}
