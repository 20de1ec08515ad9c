import { compareVersions, evaluateMarker, formatVersion, parseMarker } from "../python/index.ts";
import type { PackageName, Requirement } from "../python/index.ts";
import type { PackageMetadata } from "../resolve/metadata.ts";
import type { GuardedPin, TargetCell } from "../resolve/resolve-for-cells.ts";

/** One version of the answer, and what it needs. */
export interface Node {
  readonly pin: GuardedPin;
  /** Where it holds. */
  readonly cells: readonly TargetCell[];
  readonly needs: readonly Need[];
}

/** The first requirement that leads from one version of the answer to another. */
export interface Need {
  readonly requirement: Requirement;
  readonly to: GuardedPin;
}

/** The answer as a graph. */
export type Graph = readonly Node[];

/** What needs what in the answer, by what the metadata said when it was found: nothing is asked anew. */
export async function graphOf(
  pins: readonly GuardedPin[],
  cells: readonly TargetCell[],
  metadata: PackageMetadata,
): Promise<Graph> {
  const holding = new Map(pins.map((pin) => [pin, cells.filter((cell) => holds(pin.marker, cell))]));
  const byName = Map.groupBy(pins, ({ name }) => name);
  const nodes: Node[] = [];
  for (const pin of pins) {
    const own = holding.get(pin) ?? [];
    const needs = new Map<GuardedPin, Need>();
    for (const requirement of await requirementsOf(pin, metadata)) {
      for (const to of byName.get(requirement.name) ?? []) {
        if (to === pin || needs.has(to)) continue;
        const there = holding.get(to) ?? [];
        if (own.some((cell) => there.includes(cell) && applies(requirement, pin.extras, cell)))
          needs.set(to, { requirement, to });
      }
    }
    nodes.push({ pin, cells: own, needs: [...needs.values()] });
  }
  return nodes;
}

/** Whether a marker is true in a cell; one that cannot be read is not. */
export function holds(marker: string | null, { environment }: TargetCell): boolean {
  if (marker === null) return true;
  const parsed = parseMarker(marker);
  return parsed.ok && evaluateMarker(parsed.value, environment) === true;
}

function applies({ marker }: Requirement, extras: readonly string[], { environment }: TargetCell): boolean {
  if (marker === null) return true;
  return ["", ...extras].some((extra) => evaluateMarker(marker, environment, { extra }) === true);
}

async function requirementsOf(
  { name, version, url }: GuardedPin,
  metadata: PackageMetadata,
): Promise<readonly Requirement[]> {
  if (url === null && version === null) return [];
  const answer =
    url !== null
      ? await metadata.direct(name, url)
      : version === null
        ? null
        : await metadata.dependencies(name, version);
  return answer !== null && "requires" in answer ? answer.requires : [];
}

/** The version of a package as people write it. */
export function versionText({ version }: Pick<GuardedPin, "version">): string | null {
  return version === null ? null : formatVersion(version);
}

/** Nodes of a package that have this version, however it is written. */
export function nodeOf(graph: Graph, name: PackageName, version: GuardedPin["version"]): Node | undefined {
  return graph.find(
    ({ pin }) =>
      pin.name === name &&
      pin.version !== null &&
      version !== null &&
      compareVersions(pin.version, version) === 0,
  );
}
