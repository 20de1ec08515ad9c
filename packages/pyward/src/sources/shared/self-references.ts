import type { PackageName } from "../../python/index.ts";
import type { Scope } from "../../model/index.ts";
import { bothMarkers, type Asked, type Entry } from "./asked.ts";

/** The project itself, as far as the file says it. */
export interface Project {
  readonly name: PackageName;
  readonly version: string | null;
}

/** Extras looked up and entries added, over all lists: a thousand times what real files take. */
const MAX_STEPS = 200_000;

/**
 * `project[extra]` in the project's own lists asks for what that extra asks for: its entries get the scope of the list.
 * The reference itself stays, as the project's own.
 */
export function followSelfReferences(entries: readonly Entry[], project: Project | null): readonly Entry[] {
  if (project === null) return entries;
  const own = entries.map((item) =>
    isSelf(item, project) ? { ...item, asked: ownOf(item.asked, project) } : item,
  );
  const byScope = Map.groupBy(own, ({ scope }) => scope);
  const walk: Walk = { byScope, project, steps: 0 };
  const added = [...byScope.keys()].flatMap((scope) => reachedFrom(scope, walk));
  return [...own, ...added];
}

interface Walk {
  readonly byScope: ReadonlyMap<Scope, readonly Entry[]>;
  readonly project: Project;
  steps: number;
}

/** What the references in a list lead to, each extra once. */
function reachedFrom(scope: Scope, walk: Walk): readonly Entry[] {
  const { byScope, project } = walk;
  const reached: Entry[] = [];
  const seen = new Set<Scope>([scope]);
  const queue = (byScope.get(scope) ?? []).filter((item) => isSelf(item, project));
  for (let reference = queue.pop(); reference !== undefined; reference = queue.pop()) {
    const { marker } = reference.asked;
    for (const extra of reference.asked.extras) {
      const from: Scope = `extra:${extra}`;
      const items = seen.has(from) ? [] : (byScope.get(from) ?? []);
      seen.add(from);
      walk.steps += 1 + items.length;
      if (walk.steps > MAX_STEPS) return reached;
      const inScope = items.map((item) => ({
        ...item,
        scope,
        asked: { ...item.asked, marker: bothMarkers(marker, item.asked.marker) },
      }));
      queue.push(...inScope.filter((item) => isSelf(item, project)));
      reached.push(...inScope.filter((item) => !isSelf(item, project)));
    }
  }
  return reached;
}

function isSelf({ asked, scope }: Entry, { name }: Project): boolean {
  return asked.name === name && scope !== "build";
}

function ownOf(asked: Asked, { version }: Project): Asked {
  return {
    ...asked,
    version,
    pin: "url",
    specifiers: null,
    source: { type: "path", url: "." },
    own: "project",
  };
}
