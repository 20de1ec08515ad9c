import type { Scope } from "../../../model/index.ts";
import type { SbomRelation } from "./sbom.ts";

/** What a kind of relationship says of its two elements. */
export interface Meaning {
  readonly kind: SbomRelation["kind"] | "describes" | "patches";
  /** It is told from the other side: `B DEPENDENCY_OF A` is `A DEPENDS_ON B`. */
  readonly isReversed: boolean;
  readonly scope: Scope | null;
}

function needs(isReversed: boolean, scope: Scope | null = null): Meaning {
  return { kind: "needs", isReversed, scope };
}

/**
 * SPDX 2.3, clause 11.1 "Relationship"; those that are not here (files, documentation, copies, tests …) say nothing
 * about what a package needs. A static or dynamic link is a need.
 */
export const SPDX_2_RELATIONS: ReadonlyMap<string, Meaning> = new Map([
  ["DEPENDS_ON", needs(false)],
  ["DEPENDENCY_OF", needs(true)],
  ["RUNTIME_DEPENDENCY_OF", needs(true)],
  ["OPTIONAL_DEPENDENCY_OF", needs(true)],
  ["PROVIDED_DEPENDENCY_OF", needs(true)],
  ["OPTIONAL_COMPONENT_OF", needs(true)],
  ["HAS_PREREQUISITE", needs(false)],
  ["PREREQUISITE_FOR", needs(true)],
  ["STATIC_LINK", needs(false)],
  ["DYNAMIC_LINK", needs(false)],
  ["BUILD_DEPENDENCY_OF", needs(true, "build")],
  ["BUILD_TOOL_OF", needs(true, "build")],
  ["DEV_DEPENDENCY_OF", needs(true, "group:dev")],
  ["DEV_TOOL_OF", needs(true, "group:dev")],
  ["TEST_DEPENDENCY_OF", needs(true, "group:test")],
  ["TEST_TOOL_OF", needs(true, "group:test")],
  ["CONTAINS", { kind: "holds", isReversed: false, scope: null }],
  ["CONTAINED_BY", { kind: "holds", isReversed: true, scope: null }],
  ["PACKAGE_OF", { kind: "holds", isReversed: true, scope: null }],
  ["DESCRIBES", { kind: "describes", isReversed: false, scope: null }],
  ["DESCRIBED_BY", { kind: "describes", isReversed: true, scope: null }],
  ["PATCH_FOR", { kind: "patches", isReversed: false, scope: null }],
  ["PATCH_APPLIED", { kind: "patches", isReversed: false, scope: null }],
]);

/** SPDX 3.0, vocabulary "RelationshipType". All are told from the side that needs, holds or is patched. */
export const SPDX_3_RELATIONS: ReadonlyMap<string, Meaning> = new Map([
  ["dependsOn", needs(false)],
  ["hasOptionalDependency", needs(false)],
  ["hasProvidedDependency", needs(false)],
  ["hasOptionalComponent", needs(false)],
  ["hasPrerequisite", needs(false)],
  ["hasStaticLink", needs(false)],
  ["hasDynamicLink", needs(false)],
  ["contains", { kind: "holds", isReversed: false, scope: null }],
  ["packagedBy", { kind: "holds", isReversed: true, scope: null }],
  ["describes", { kind: "describes", isReversed: false, scope: null }],
  ["patchedBy", { kind: "patches", isReversed: true, scope: null }],
]);

/** SPDX 3.0, vocabulary "LifecycleScopeType"; null: at run time, or unsaid. */
export function scopeOfLifecycle(text: string | null): Scope | null {
  if (text === "build") return "build";
  if (text === "test") return "group:test";
  return text === "development" || text === "design" ? "group:dev" : null;
}
