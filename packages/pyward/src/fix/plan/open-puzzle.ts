import type { PackageName, Requirement } from "../../python/index.ts";
import type { PackageMetadata } from "../../resolve/metadata.ts";
import type { Resolution } from "../../resolve/request.ts";
import { isMetToday, knownPackages, neededAnywhere } from "./known-packages.ts";
import type { PlanRequest } from "./plan-request.ts";
import { pinsIn, plain, type Puzzle, type Root } from "./puzzle.ts";
import { AS_IT_IS, solve } from "./solve.ts";

export type Opened =
  | { readonly kind: "opened"; readonly puzzle: Puzzle }
  | { readonly kind: "failed"; readonly reason: string };

/** Sees what is there today. What only other environments have is asked for here, too, so that its findings can be cleared. */
export async function openPuzzle(request: PlanRequest, metadata: PackageMetadata): Promise<Opened> {
  const packages = knownPackages(request, metadata);
  const roots = request.roots.flatMap((one) => rootOf(one, request) ?? []);
  const held = new Map([...request.pins].map(([name, { version }]) => [name, version]));
  const first = { request, packages, roots, today: held, isClosed: false };
  const found = await solve(first, AS_IT_IS);
  if (found.kind === "failed") return { kind: "failed", reason: `${found.name}: ${found.reason}` };
  const names = namesIn(found) ?? new Set(request.pins.keys());
  const hidden = [...request.chosen.keys()].filter((name) => request.pins.has(name) && !names.has(name));
  const all = [...roots, ...hidden.map((name) => ({ requirement: plain(name), isLoose: true }))];
  const whole = hidden.length === 0 ? found : await solve({ ...first, roots: all }, AS_IT_IS);
  const resolved = pinsIn(whole) ?? held;
  // What is not held may have moved on since: a finding is of the version that it was found in.
  const today = new Map([...resolved].map(([name, version]) => [name, held.get(name) ?? version]));
  const isClosed = [...today.keys()].every((name) => request.pins.get(name)?.isHeld === true);
  return { kind: "opened", puzzle: { request, packages, roots: all, today, isClosed } };
}

function rootOf(requirement: Requirement, request: PlanRequest): Root | null {
  const needed = neededAnywhere(requirement, request.environments, []);
  if (needed === null) return null;
  const { specifiers } = needed.specifiers;
  const isPin = specifiers.some(({ operator, isPrefix }) => operator.startsWith("==") && !isPrefix);
  const isLoose =
    specifiers.length === 0 ||
    (request.pins.has(needed.name) && (isPin || !isMetToday(needed, request.pins)));
  return { requirement: needed, isLoose };
}

function namesIn(resolution: Resolution): ReadonlySet<PackageName> | null {
  return resolution.kind === "resolved" ? new Set(resolution.pins.map(({ name }) => name)) : null;
}
