import { either, type Condition, type Conditions } from "../shared/condition.ts";
import type { Link } from "./graph.ts";
import type { LockPackage } from "./schema.ts";

/**
 * The marker under which a package is needed; null: always. The lock says it since 2.1, one for each group where they
 * differ; a group without one always needs it. Before, a package that others need only under markers is needed under one of
 * these. `ways`: from those that need it; none for what the project itself asks for.
 */
export function whenNeeded(
  { markers, groups }: LockPackage,
  ways: readonly Link[],
  conditions: Conditions,
): string | null {
  switch (markers.kind) {
    case "one":
      return conditions.write(conditions.of(markers.marker));
    case "by-group":
      return conditions.write(
        anyOf((groups ?? []).map((group) => conditions.of(markers.markers.get(group) ?? null))),
      );
    case "unsaid":
      return conditions.write(anyOf(ways.map(({ condition }) => condition)));
    default:
      return markers satisfies never;
  }
}

function anyOf(all: readonly Condition[]): Condition {
  const [first = null, ...others] = all;
  return others.reduce(either, first);
}
