import type { ReportDependency } from "../../model/index.ts";
import type { Bill, Part, Subject } from "../shared/bill-of-materials.ts";
import type { JsonMembers } from "../shared/clean-json.ts";
import type { Elements } from "./element.ts";

/** What needs and what holds what. */
export function relationshipsOf(bill: Bill, elements: Elements): readonly JsonMembers[] {
  const { subjects, parts } = bill;
  const byId = new Map(parts.map((part) => [part.id, part]));
  const known = new Set(subjects.filter(({ isGraphKnown }) => isGraphKnown).map(({ project }) => project.id));
  const idsOf = (ids: readonly string[]): readonly string[] => ids.map(elements.packageId);
  const held = Map.groupBy(parts, ({ holder }) => holder);
  return [
    ...subjects.flatMap((subject) => askedBy(subject, byId, elements)),
    ...parts
      .filter(({ needs }) => needs.length > 0)
      .map(({ id, needs, dependency }) =>
        elements.relate({
          from: elements.packageId(id),
          type: "dependsOn",
          to: idsOf(needs),
          members: { completeness: known.has(dependency.project) ? "complete" : "noAssertion" },
        }),
      ),
    ...[...held].flatMap(([holder, copies]) =>
      holder === null
        ? []
        : [
            elements.relate({
              from: elements.packageId(holder),
              type: "contains",
              to: copies.map(({ id }) => elements.packageId(id)),
            }),
          ],
    ),
  ];
}

/** What a project asks for, by what it asks for it for. */
function askedBy(
  { id, needs, completeness }: Subject,
  parts: ReadonlyMap<string, Part>,
  elements: Elements,
): readonly JsonMembers[] {
  const byScope = Map.groupBy(needs, (need) => lifecycleOf(parts.get(need)?.dependency.scopes ?? []));
  const said = completeness === "unknown" ? "noAssertion" : completeness;
  return [...byScope].map(([scope, together]) =>
    elements.relate({
      from: elements.packageId(id),
      type: scope === "optional" ? "hasOptionalDependency" : "dependsOn",
      to: together.map(elements.packageId),
      as: scope === "optional" ? "Relationship" : "LifecycleScopedRelationship",
      members: { completeness: said, ...(scope === "optional" ? {} : { scope }) },
    }),
  );
}

type Lifecycle = "runtime" | "optional" | "build" | "test" | "development";

function lifecycleOf(scopes: ReportDependency["scopes"]): Lifecycle {
  if (scopes.length === 0 || scopes.includes("main") || scopes.includes("tooling")) return "runtime";
  if (scopes.some((scope) => scope.startsWith("extra:"))) return "optional";
  if (scopes.includes("build")) return "build";
  return scopes.every((scope) => /^group:tests?$/.test(scope)) ? "test" : "development";
}
