import { awaitsVersion, isAsked } from "../inventory/awaits-version.ts";
import { fileOrigin, makeGap, type Dependency, type Gap } from "../model/index.ts";
import { compareVersions, parseVersion, type PackageName, type Requirement } from "../python/index.ts";
import type { PackageMetadata } from "../resolve/metadata.ts";
import type { ResolveRequest } from "../resolve/request.ts";
import type { TargetCell } from "../resolve/resolve-for-cells.ts";
import { rangesOf, type AdmittedRange } from "./admits.ts";
import { graphOf, type Graph } from "./answer.ts";
import type { WantedCells } from "./cells.ts";
import { requirementOf, type Part } from "./question.ts";
import { searchCells } from "./search-cells.ts";

/** What is asked about a part, and how. */
export interface Asking {
  readonly metadata: PackageMetadata;
  readonly wanted: WantedCells;
  /** What the Pythons have to fit, as specifiers. */
  readonly requiresPython: readonly string[];
  /** Whether an index may be asked about it: its name is nobody else's business otherwise. */
  readonly mayAsk: (dependency: Dependency) => boolean;
  readonly rules: Pick<ResolveRequest, "constraints" | "overrides" | "mode" | "excludeNewer">;
}

export type Answer =
  | {
      readonly kind: "answer";
      readonly graph: Graph;
      readonly cells: readonly TargetCell[];
      /** What could not be answered. */
      readonly gaps: readonly Gap[];
      readonly ranges: readonly AdmittedRange[];
    }
  /** Nothing fits, or not within bounds; why is in the gaps. */
  | { readonly kind: "conflict"; readonly gaps: readonly Gap[] }
  /** An index could not be asked. */
  | { readonly kind: "failed"; readonly name: PackageName; readonly reason: string };

/** Resolves a part by what the indexes say. */
export async function ask(part: Part, asking: Asking): Promise<Answer> {
  const asked = part.sources.flatMap(({ inventory }) => inventory.dependencies.filter(isAsked));
  const allowed = asked.filter(asking.mayAsk);
  const known = await lookUp(allowed, asking.metadata);
  if (known.kind === "failed") return known;
  const { requirements, gaps } = known;
  const markers = asked.filter(awaitsVersion).flatMap(({ marker }) => marker ?? []);
  const origin = fileOrigin(part.sources[0]?.path ?? "");
  const found = await searchCells({ ...asking.rules, requirements }, asking, markers);
  switch (found.kind) {
    case "failed":
      return found;
    case "conflict":
      return { kind: "conflict", gaps: [...gaps, ...found.reasons.map(gapAt(origin))] };
    case "found": {
      const graph = await graphOf(found.pins, found.cells, asking.metadata);
      const { cells } = found;
      const { excludeNewer = null } = asking.rules;
      const ranges = await rangesOf(allowed, cells, {
        metadata: asking.metadata,
        excludeNewer,
      });
      return { kind: "answer", graph, cells, ranges, gaps: [...gaps, ...found.reasons.map(gapAt(origin))] };
    }
  }
}

function gapAt(origin: Gap["origin"]): (reason: string) => Gap {
  return (reason) => makeGap({ code: "unresolvable", reason, origin });
}

type LookedUp =
  | { readonly kind: "known"; readonly requirements: readonly Requirement[]; readonly gaps: readonly Gap[] }
  | Extract<Answer, { kind: "failed" }>;

/** What the index does not have is left out, and said: the rest has an answer all the same. */
async function lookUp(asked: readonly Dependency[], metadata: PackageMetadata): Promise<LookedUp> {
  const requirements: Requirement[] = [];
  const gaps: Gap[] = [];
  const items = asked.flatMap((dependency) => {
    const requirement = requirementOf(dependency);
    return requirement === null ? [] : [{ dependency, requirement }];
  });
  const given = new Set(
    items.flatMap(({ requirement }) => (requirement.url === null ? [] : requirement.name)),
  );
  const isIndexed = ({ requirement }: (typeof items)[number]): boolean =>
    requirement.url === null && !given.has(requirement.name);
  metadata.prefetch?.({
    names: items.filter(isIndexed).map(({ requirement }) => requirement.name),
    candidates: [],
  });
  for (const item of items) {
    const { dependency, requirement } = item;
    const lack = isIndexed(item) ? await lackOf(dependency, metadata) : null;
    if (typeof lack === "object" && lack !== null) return lack;
    if (lack === null) requirements.push(requirement);
    else gaps.push(...dependency.origins.map((origin) => lackAt(dependency, lack, origin)));
  }
  return { kind: "known", requirements, gaps };
}

async function lackOf({ name, version }: Dependency, metadata: PackageMetadata) {
  const found = await metadata.versions(name);
  if (found.kind === "failed") return { ...found, name };
  if (found.kind === "not-found") return "the package index has no project of this name";
  const pinned = parseVersion(version ?? "");
  if (version === null || !pinned.ok) return null;
  const isThere = found.versions.some((one) => compareVersions(one.version, pinned.value) === 0);
  return isThere ? null : `the package index has no ${name} ${version}, so that what it needs is not known`;
}

function lackAt({ name }: Dependency, reason: string, origin: Gap["origin"]): Gap {
  return makeGap({ code: "not-on-index", name, reason, origin });
}
