import type { Requirement } from "../../python/index.ts";
import type { ResolveRequest } from "../request.ts";
import { diagramOf } from "./diagram-of-marker.ts";
import { NEVER, type Diagram, type MarkerSpace } from "./diagram.ts";

/**
 * Where each package and each of its extras (`acme[tls]`) is needed: where something that needs it is, and its marker
 * holds. What is needed nowhere is missing.
 */
export function reachOf(
  space: MarkerSpace,
  start: { readonly where: Diagram; readonly request: Pick<ResolveRequest, "requirements" | "overrides"> },
  /** What each pin of the region needs. */
  needs: ReadonlyMap<string, readonly Requirement[]>,
): ReadonlyMap<string, Diagram> {
  const replacing = Map.groupBy(start.request.overrides ?? [], ({ name }) => name);
  const reach = new Map<string, Diagram>();
  const queue: string[] = [];
  const follow = (requirements: readonly Requirement[], extra: string, from: Diagram): void => {
    for (const original of requirements) {
      const at = space.and(from, diagramOf(space, original.marker, extra));
      for (const one of replacing.get(original.name) ?? [original]) {
        const where =
          one === original ? at : space.and(from, diagramOf(space, one.marker ?? original.marker, extra));
        for (const key of [one.name, ...one.extras.map((name) => `${one.name}[${name}]`)]) add(key, where);
      }
    }
  };
  const add = (key: string, where: Diagram): void => {
    const known = reach.get(key) ?? NEVER;
    const sum = space.or(known, where);
    if (sum === known) return;
    reach.set(key, sum);
    queue.push(key);
  };
  follow(start.request.requirements, "", start.where);
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    const [name = "", rest] = key.split("[");
    follow(needs.get(name) ?? [], rest?.slice(0, -1) ?? "", reach.get(key) ?? NEVER);
  }
  return reach;
}
