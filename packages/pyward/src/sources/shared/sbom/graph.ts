import type { Sbom, SbomRelation } from "./sbom.ts";

/** One package needs or holds another; the numbers are places of components. */
export type Link = readonly [from: number, to: number];

/** The part of an SBOM's graph that has to do with Python packages. */
export interface SbomGraph {
  /** Each once, none from a package to itself, in the order of the document. */
  readonly edges: readonly Link[];
  /** What the subject asks for, by itself or by way of files and groups, and what nothing asks for. */
  readonly direct: ReadonlySet<number>;
  /** The package that a package is a part of. */
  readonly holders: ReadonlyMap<number, number>;
}

/** Works in time linear in components and relations, whatever the graph: it may be cyclic, cut or all one chain. */
export function graphOf(sbom: Sbom, isPackage: (place: number) => boolean): SbomGraph {
  const between = sbom.relations.filter(({ from, to }) => from !== to && isPackage(from) && isPackage(to));
  const edges = distinct(between);
  return { edges, direct: directOnes(sbom, edges, isPackage), holders: holdersIn(between, sbom) };
}

function distinct(relations: readonly SbomRelation[]): readonly Link[] {
  const known = new Set<string>();
  return relations.flatMap(({ from, to }): Link[] => {
    const identity = `${from} ${to}`;
    if (known.has(identity)) return [];
    known.add(identity);
    return [[from, to]];
  });
}

/** What the subject holds is what it is about, not a copy inside a package. */
function holdersIn(between: readonly SbomRelation[], { subjects }: Sbom): ReadonlyMap<number, number> {
  const holders = new Map<number, number>();
  const isSubject = new Set(subjects);
  for (const { from, to, kind } of between)
    if (kind === "holds" && !isSubject.has(from) && !holders.has(to)) holders.set(to, from);
  return holders;
}

/**
 * A package that the subject needs, by itself or by way of files and groups. To hold one is not to ask for it: scanners let
 * the subject hold all. Of a ring that nothing leads into the first counts: there is a way to every package.
 */
function directOnes(
  sbom: Sbom,
  edges: readonly Link[],
  isPackage: (place: number) => boolean,
): ReadonlySet<number> {
  const fromOthers = sbom.relations.filter(({ from }) => !isPackage(from));
  const asking = new Set<number>();
  spread(sbom.subjects, targetsBy(fromOthers.map(({ from, to }): Link => [from, to])), asking);
  const asked = new Set(sbom.subjects);
  for (const { from, to, kind } of fromOthers) if (kind === "needs" && asking.has(from)) asked.add(to);
  const needed = new Set(edges.map(([, to]) => to));
  const packages = [...sbom.components.keys()].filter(isPackage);
  const direct = new Set(packages.filter((place) => asked.has(place) || !needed.has(place)));
  const targets = targetsBy(edges);
  const reached = new Set<number>();
  spread([...direct], targets, reached);
  for (const place of packages) {
    if (reached.has(place)) continue;
    direct.add(place);
    spread([place], targets, reached);
  }
  return direct;
}

/** Where the links from each place lead. */
export function targetsBy(links: readonly Link[]): ReadonlyMap<number, readonly number[]> {
  const targets = new Map<number, number[]>();
  for (const [from, to] of links) {
    const known = targets.get(from);
    if (known === undefined) targets.set(from, [to]);
    else known.push(to);
  }
  return targets;
}

/** Adds all that can be reached from `starts`, these included, to `reached`; what is there already is not passed. */
export function spread(
  starts: readonly number[],
  targets: ReadonlyMap<number, readonly number[]>,
  reached: Set<number>,
): void {
  const stack = starts.filter((place) => !reached.has(place));
  for (const place of stack) reached.add(place);
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    for (const next of targets.get(place) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      stack.push(next);
    }
  }
}
