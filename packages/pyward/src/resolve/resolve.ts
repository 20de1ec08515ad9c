import {
  evaluateMarker,
  formatSpecifiers,
  formatVersion,
  normalizeName,
  parseVersion,
} from "../python/index.ts";
import type { MarkerEnvironment, PackageName, Requirement, Version } from "../python/index.ts";
import { chooseNewest, fitsPython, usableVersions, type Candidates } from "./candidates.ts";
import type { Cause, Incompatibility } from "./incompatibility.ts";
import type { DependenciesAnswer, PackageMetadata } from "./metadata.ts";
import { PartialSolution } from "./partial-solution.ts";
import { learn, propagate, type Knowledge } from "./propagate.ts";
import { setOfSpecifiers } from "./set-of-specifiers.ts";
import { contains, onlyVersion, type VersionSet } from "./version-set.ts";

export interface ResolveRequest {
  readonly requirements: readonly Requirement[];
  readonly environment: MarkerEnvironment;
  /** How many choices may be made, wrong ones included. */
  readonly maxRounds: number;
}

export interface Pin {
  readonly name: PackageName;
  readonly version: Version;
  /** Why nobody can say what it needs; null where that is known. */
  readonly dynamic: string | null;
}

export type Resolution =
  | { readonly kind: "resolved"; readonly pins: readonly Pin[] }
  | { readonly kind: "conflict"; readonly conflict: Incompatibility }
  | { readonly kind: "limit-exceeded"; readonly rounds: number }
  | { readonly kind: "failed"; readonly name: string; readonly reason: string };

interface Package {
  readonly name: PackageName;
  readonly extra: string | null;
}

interface State {
  readonly request: ResolveRequest;
  readonly metadata: PackageMetadata;
  readonly knowledge: Knowledge;
  readonly solution: PartialSolution;
  readonly packages: Map<string, Package>;
  readonly candidates: Map<PackageName, Candidates | "not-found">;
  readonly dynamic: Map<PackageName, string>;
}

type Step = { readonly changed: string } | Extract<Resolution, { kind: "failed" }>;

/**
 * The newest versions that fit together in one environment (PubGrub). URLs in requirements are not supported yet: a
 * requirement that has one is met by no version.
 */
export async function resolve(request: ResolveRequest, metadata: PackageMetadata): Promise<Resolution> {
  const state: State = {
    ...{ request, metadata, knowledge: new Map(), solution: new PartialSolution() },
    ...{ packages: new Map(), candidates: new Map(), dynamic: new Map() },
  };
  state.solution.decide("", ROOT);
  request.requirements.forEach((requirement) =>
    need(state, { key: "", version: ROOT, extra: "" }, requirement),
  );
  let changed = "";
  for (let rounds = 0; rounds < request.maxRounds; rounds++) {
    const conflict = propagate(state.solution, state.knowledge, changed);
    if (conflict !== null) return { kind: "conflict", conflict };
    const next = state.solution.firstUndecided(state.packages.keys());
    if (next === undefined) return { kind: "resolved", pins: pinsOf(state) };
    const step = await choose(state, next.key, next.set);
    if ("kind" in step) return step;
    changed = step.changed;
  }
  return { kind: "limit-exceeded", rounds: request.maxRounds };
}

const ROOT = rootVersion();

/** The request stands in the graph like a package that has one version. */
function rootVersion(): Version {
  const zero = parseVersion("0");
  if (!zero.ok) throw new Error("0 is a version");
  return zero.value;
}

interface Dependent {
  readonly key: string;
  readonly version: Version;
  readonly extra: string;
}

function need(state: State, of: Dependent, requirement: Requirement): void {
  const { marker, name, extras, specifiers, url } = requirement;
  if (marker !== null && evaluateMarker(marker, state.request.environment, { extra: of.extra }) !== true)
    return;
  const set = url === null ? setOfSpecifiers(specifiers) : { startsInside: false, cuts: [] };
  const text = url === null ? `${name}${formatSpecifiers(specifiers)}` : `${name} @ ${url}`;
  [null, ...extras].forEach((extra) => depend(state, of, { on: { name, extra }, set, text }));
}

function depend(
  state: State,
  of: Dependent,
  { on, set, text }: { readonly on: Package; readonly set: VersionSet; readonly text: string },
): void {
  const key = on.extra === null ? on.name : `${on.name}[${on.extra}]`;
  if (key === of.key) {
    if (!contains(set, of.version)) refuse(state, of, `it needs ${text}`);
    return;
  }
  state.packages.set(key, on);
  const dependent = { isPositive: true, set: onlyVersion(of.version) };
  const cause: Cause = { kind: "dependency", of: of.key, requirement: text };
  const terms = new Map([
    [of.key, dependent],
    [key, { isPositive: false, set }],
  ]);
  learn(state.knowledge, { terms, cause });
}

async function choose(state: State, key: string, set: VersionSet): Promise<Step> {
  const { knowledge, metadata, packages } = state;
  const { name, extra } = packages.get(key) ?? { name: normalizeName(key), extra: null };
  const candidates = await candidatesOf(state, name);
  if (typeof candidates === "object" && "kind" in candidates) return candidates;
  const version = candidates === "not-found" ? null : chooseNewest(candidates, set);
  if (version === null) {
    const kind = candidates === "not-found" ? "not-found" : "no-versions";
    learn(knowledge, { terms: new Map([[key, { isPositive: true, set }]]), cause: { kind } });
    return { changed: key };
  }
  const answer = await metadata.dependencies(name, version);
  if (answer.kind === "failed") return { kind: "failed", name, reason: answer.reason };
  accept(state, { key, version, extra: extra ?? "" }, answer);
  return { changed: key };
}

function accept(state: State, of: Dependent, answer: Exclude<DependenciesAnswer, { kind: "failed" }>): void {
  const name = state.packages.get(of.key)?.name ?? normalizeName(of.key);
  if (answer.kind === "invalid") return refuse(state, of, answer.reason);
  if (of.extra !== "") {
    const text = `${name}==${formatVersion(of.version)}`;
    depend(state, of, { on: { name, extra: null }, set: onlyVersion(of.version), text });
  }
  if (answer.kind === "dynamic") state.dynamic.set(name, answer.reason);
  else if (!fitsPython(answer.requiresPython, state.request.environment)) {
    return refuse(state, of, `it needs Python ${answer.requiresPython ?? ""}`);
  } else answer.requires.forEach((requirement) => need(state, of, requirement));
  state.solution.decide(of.key, of.version);
}

function refuse({ knowledge }: State, { key, version }: Dependent, reason: string): void {
  const terms = new Map([[key, { isPositive: true, set: onlyVersion(version) }]]);
  learn(knowledge, { terms, cause: { kind: "invalid", reason } });
}

async function candidatesOf(
  { candidates, metadata, request }: State,
  name: PackageName,
): Promise<Candidates | "not-found" | Extract<Resolution, { kind: "failed" }>> {
  const known = candidates.get(name);
  if (known !== undefined) return known;
  const answer = await metadata.versions(name);
  if (answer.kind === "failed") return { kind: "failed", name, reason: answer.reason };
  const direct = request.requirements.filter((requirement) => requirement.name === name);
  const found =
    answer.kind === "not-found" ? answer.kind : usableVersions(answer.versions, direct, request.environment);
  candidates.set(name, found);
  return found;
}

function pinsOf({ solution, packages, dynamic }: State): Pin[] {
  return [...solution.decisions]
    .flatMap(([key, version]) => {
      const found = packages.get(key);
      if (found === undefined || found.extra !== null) return [];
      return [{ name: found.name, version, dynamic: dynamic.get(found.name) ?? null }];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
