import { compareVersions, type PackageName, type Version } from "../../python/index.ts";
import { explainConflict } from "../../resolve/words/explain-conflict.ts";
import { isEmbargoed, isThinkable, textOf, YOUNG } from "./domain.ts";
import type { KnownPackages } from "./known-packages.ts";
import { everythingFor } from "./least-left.ts";
import type { LeftFinding } from "./plan-request.ts";
import type { Puzzle } from "./puzzle.ts";
import { solve } from "./solve.ts";

/** The chosen findings that the planned versions still have, each with the chain that says why. */
export async function leftFindings(
  puzzle: Puzzle,
  planned: ReadonlyMap<PackageName, Version>,
): Promise<readonly LeftFinding[]> {
  const { request } = puzzle;
  const left: LeftFinding[] = [];
  for (const [name, chosen] of [...request.chosen].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const version = planned.get(name);
    if (version === undefined) continue;
    const has = new Set(request.findingsAt(name, version));
    const ids = chosen.filter((id) => has.has(id));
    if (ids.length === 0) continue;
    const reasons = await reasonsFor(puzzle, name);
    left.push({ name, version, ids, reasons, embargoed: embargoedFor(puzzle, name, version) });
  }
  return left;
}

/** First why it cannot be cleared at all; if it can, why not together with the others. */
async function reasonsFor(puzzle: Puzzle, name: PackageName): Promise<readonly string[]> {
  const { chosen } = puzzle.request;
  const others = [...chosen.keys()].filter((other) => other !== name);
  const many = new Map(others.map((other): [PackageName, number] => [other, Number.POSITIVE_INFINITY]));
  const told = { ...puzzle, packages: thinkable(puzzle.packages) };
  for (const keeps of [many, new Map<PackageName, number>()]) {
    const resolution = await solve(told, everythingFor(keeps));
    if (resolution.kind === "conflict") return explainConflict(resolution);
    if (resolution.kind === "limit-exceeded")
      return ["Too many versions would have to be tried to say whether it can be cleared."];
  }
  return [];
}

/** Without the versions that nobody would go to: their reasons hide the others. */
function thinkable(packages: KnownPackages): KnownPackages {
  return {
    ...packages,
    async versions(name) {
      const answer = await packages.versions(name);
      const domain = packages.domains.get(name);
      if (answer.kind !== "versions" || domain === undefined) return answer;
      const versions = answer.versions.filter(({ version }) => isThinkable(domain, version));
      return versions.length === 0 ? answer : { kind: "versions", versions };
    },
  };
}

/** The lowest that would do but for its age. */
function embargoedFor(
  { packages, request }: Puzzle,
  name: PackageName,
  version: Version,
): LeftFinding["embargoed"] {
  const chosen = new Set(request.chosen.get(name));
  const known = new Set(request.findingsAt(name, version));
  for (const { version: other, uploadTime } of packages.domains.get(name)?.available ?? []) {
    if (compareVersions(other, version) <= 0 || uploadTime === null) continue;
    const isOnlyYoung = packages.domains.get(name)?.refused.get(textOf(other)) === YOUNG;
    const found = request.findingsAt(name, other);
    if (
      isOnlyYoung &&
      isEmbargoed(uploadTime, request.excludeNewer) &&
      found.every((id) => known.has(id) && !chosen.has(id))
    )
      return { version: other, uploadTime };
  }
  return null;
}
