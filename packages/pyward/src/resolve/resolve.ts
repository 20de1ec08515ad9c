import { compareVersions, formatVersion, parseVersion } from "../python/index.ts";
import type { PackageName, Requirement, Version } from "../python/index.ts";
import { candidatesOf, onlyCandidate } from "./candidates.ts";
import { chooseVersion } from "./choose-version.ts";
import type { Candidates } from "./exclusion.ts";
import { findGiven } from "./given.ts";
import { factsOf, type Incompatibility } from "./incompatibility.ts";
import type { DependenciesAnswer, PackageMetadata, StatedDependencies } from "./metadata.ts";
import { needAll, needBase, refuse, refuseTexts } from "./need.ts";
import { prefetchNames, prefetchVersions } from "./prefetch.ts";
import { placeOf, type Division } from "./place.ts";
import { baseOf } from "./priorities.ts";
import { learn, propagate } from "./propagate.ts";
import type { Pin, PlacedRequest, Resolution, ResolveRequest } from "./request.ts";
import { startState, type Dependent, type Package, type State } from "./state.ts";
import { ANY_VERSION, contains, within, type VersionSet } from "./version-set.ts";

type Failed = Extract<Resolution, { kind: "failed" }>;

/** The parts of the place have to be resolved one by one. */
export interface FallsApart {
  readonly kind: "falls-apart";
  readonly by: Division;
}

/** The versions that fit together in one environment (PubGrub), the newest ones unless the request says otherwise. */
export async function resolve(
  { environment, ...request }: ResolveRequest,
  metadata: PackageMetadata,
): Promise<Resolution> {
  const resolution = await resolveAt({ ...request, place: placeOf(environment) }, metadata);
  if (resolution.kind === "falls-apart") throw new Error("one environment has no parts");
  return resolution;
}

/** The same for a place, which may fall apart. */
export async function resolveAt(
  request: PlacedRequest,
  metadata: PackageMetadata,
): Promise<Resolution | FallsApart> {
  const state = startState(request, metadata, await findGiven(request, metadata));
  state.solution.decide("", NOUGHT);
  const by = needAll(
    state,
    { key: "", version: NOUGHT, extra: "", stretch: ANY_VERSION },
    request.requirements,
  );
  if (by !== null) return { kind: "falls-apart", by };
  if (request.foremost !== undefined) state.priorities.found(request.foremost, "foremost");
  let changed = [""];
  for (let rounds = 0; rounds < request.maxRounds; rounds++) {
    const rest = metadata.rest?.() ?? null;
    if (rest !== null) await rest;
    const conflict = advance(state, changed);
    if (conflict !== null)
      return { kind: "conflict", conflict, candidates: await candidatesIn(state, conflict) };
    prefetchNames(state, (name) => likelyVersion(state, name));
    const next = nextOf(state);
    if (next === undefined) return resolved(state, rounds);
    const end = await choose(state, next.key, next.set);
    if (end !== null) return end;
    changed = [next.key];
  }
  return { kind: "limit-exceeded", rounds: request.maxRounds };
}

const NOUGHT = nought();

/** The request stands in the graph like a package that has one version; so does a package of an unknown one. */
function nought(): Version {
  const zero = parseVersion("0");
  if (!zero.ok) throw new Error("0 is a version");
  return zero.value;
}

/** Propagates; a choice that was in the way too often is taken back, so that what collides with it goes first. */
function advance(state: State, changed: readonly string[]): Incompatibility | null {
  const { solution, knowledge, priorities } = state;
  const inTheWay: string[] = [];
  const onConflict = (key: string, conflict: Incompatibility): void => {
    const blamed = priorities.conflict(key, conflict, solution);
    if (blamed !== null) inTheWay.push(blamed);
  };
  const conflict = propagate(solution, knowledge, { changed, onConflict });
  const levels = inTheWay.flatMap((key) => solution.levelOf(key) ?? []);
  if (conflict !== null || levels.length === 0) return conflict;
  solution.backtrack(Math.max(1, Math.min(...levels) - 1));
  return propagate(solution, knowledge, { changed: solution.assignedKeys(), onConflict });
}

function nextOf({
  solution,
  priorities,
}: State): { readonly key: string; readonly set: VersionSet } | undefined {
  let best: { readonly key: string; readonly set: VersionSet } | undefined;
  for (const one of solution.undecided()) {
    if (best === undefined || priorities.isBefore(baseOf(one.key), baseOf(best.key))) best = one;
  }
  return best;
}

async function choose(state: State, key: string, set: VersionSet): Promise<Failed | FallsApart | null> {
  const { name, extra } = packageOf(state, key);
  const given = state.given.get(name);
  if (given !== undefined) {
    const version = given.version ?? NOUGHT;
    if (!contains(set, version)) learnNone(state, key, set);
    else return accept(state, { key, version, extra: extra ?? "", stretch: ANY_VERSION }, given.stated);
    return null;
  }
  const candidates = await candidatesFor(state, name);
  if (typeof candidates === "object" && "kind" in candidates) return candidates;
  const version = candidates === "not-found" ? null : chooseVersion(state.request, name, candidates, set);
  if (candidates === "not-found" || version === null) {
    learnNone(state, key, set);
    return null;
  }
  const partly = candidates.partlyFor(version);
  if (partly !== null) return { kind: "falls-apart", by: { kind: "python", requiresPython: partly } };
  prefetchVersions(state, name, { candidates, set });
  const answer = await state.metadata.dependencies(name, version);
  if (answer.kind === "failed") return { kind: "failed", name, reason: answer.reason };
  const of = { key, version, extra: extra ?? "", stretch: candidates.stretchOf(version) };
  if (answer.kind === "invalid") refuse(state, of, `cannot be read: ${answer.reason}`);
  else return accept(state, of, answer);
  return null;
}

/** What would be chosen if it were chosen now. */
async function likelyVersion(state: State, name: PackageName): Promise<Version | null> {
  const candidates = await candidatesFor(state, name);
  if (candidates === "not-found" || "kind" in candidates) return null;
  const sum = state.solution.sumOf(name);
  const set = sum?.isPositive === true ? sum.set : ANY_VERSION;
  return chooseVersion(state.request, name, candidates, set);
}

function learnNone(state: State, key: string, set: VersionSet): void {
  const { knowledge, candidates } = state;
  const known = candidates.get(packageOf(state, key).name);
  const terms = new Map([[key, { isPositive: true, set }]]);
  if (known === "not-found") return learn(knowledge, { terms, cause: { kind: known } });
  const excluded = within(known?.all ?? [], set).flatMap((version) => {
    const exclusion = known?.exclusionOf(version) ?? null;
    return exclusion === null ? [] : [{ version, exclusion }];
  });
  learn(knowledge, { terms, cause: { kind: "no-versions", excluded } });
}

function accept(
  state: State,
  of: Dependent,
  stated: StatedDependencies | Extract<DependenciesAnswer, { kind: "dynamic" }> | { readonly reason: string },
): FallsApart | null {
  const own = packageOf(state, of.key);
  const { name } = own;
  const { place } = state.request;
  if (own.extra !== null) needBase(state, of, own);
  if ("reason" in stated) state.dynamic.set(`${name} ${formatVersion(of.version)}`, stated.reason);
  else {
    const fits = place.fitsPython(stated.requiresPython);
    if (!fits) {
      refuse(state, of, `needs Python ${stated.requiresPython ?? ""}`);
      return null;
    }
    const { requires, requiresPython } = stated;
    const by: Division | null =
      fits === "partly"
        ? { kind: "python", requiresPython: requiresPython ?? "" }
        : needAll(state, of, requires);
    if (by !== null) return { kind: "falls-apart", by };
    if (own.extra !== null && !stated.extras.includes(own.extra)) {
      state.missingExtras.set(of.key, { name, version: of.version, extra: own.extra });
    }
  }
  refuseTexts(state, of, own);
  state.solution.decide(of.key, of.version);
  return null;
}

function packageOf({ packages }: State, key: string): Package {
  const found = packages.get(key);
  if (found === undefined) throw new Error(`nothing is known of ${key}`);
  return found;
}

async function candidatesFor(
  state: State,
  name: PackageName,
): Promise<Candidates | "not-found" | Failed | FallsApart> {
  const { candidates, metadata, request, constraints, overrides } = state;
  const known = candidates.get(name);
  if (known !== undefined) return known;
  state.unasked.delete(name);
  const answer = await metadata.versions(name);
  if (answer.kind === "failed") return { kind: "failed", name, reason: answer.reason };
  const isHere = ({ marker }: Requirement): boolean => request.place.applies(marker, "");
  const here = (constraints.get(name) ?? []).filter(isHere);
  // A constraint of a part only must not bind the others.
  const needs = [null, ...here.map(({ marker }) => marker)].map((marker) => ({ marker, extra: "" }));
  if (request.place.isDividedBy(needs)) return { kind: "falls-apart", by: { kind: "needs", needs } };
  const named = request.requirements.filter((one) => one.name === name);
  const direct = [...named, ...(overrides.get(name) ?? [])].filter(isHere);
  const rules = { request, name, direct, constraints: here };
  const found = answer.kind === "not-found" ? answer.kind : candidatesOf(answer.versions, rules);
  candidates.set(name, found);
  return found;
}

/**
 * Of the packages that the conflict is about, also those that nothing was chosen of: which of them have been looked at ahead depends on
 * how soon the index answered. A given package has one version; of an unknown one nothing can be said.
 */
async function candidatesIn(
  state: State,
  conflict: Incompatibility,
): Promise<ReadonlyMap<PackageName, Candidates>> {
  const keys = factsOf(conflict).flatMap(({ terms }) => [...terms.keys()]);
  const names = new Set(keys.filter((key) => key !== "").map((key) => packageOf(state, key).name));
  const found = new Map<PackageName, Candidates>();
  for (const name of names) {
    const given = state.given.get(name);
    const candidates = given === undefined ? await candidatesFor(state, name) : onlyCandidate(given.version);
    if (typeof candidates === "object" && !("kind" in candidates)) found.set(name, candidates);
  }
  return found;
}

function resolved({ solution, packages, dynamic, given, missingExtras }: State, rounds: number): Resolution {
  const pins: Pin[] = [];
  const absent = [...missingExtras.values()].filter(({ name, version, extra }) => {
    const chosen = solution.decisions.get(`${name}[${extra}]`);
    return chosen !== undefined && compareVersions(chosen, version) === 0;
  });
  const isAbsent = (key: string): boolean => absent.some(({ name, extra }) => `${name}[${extra}]` === key);
  for (const [key, version] of solution.decisions) {
    const found = packages.get(key);
    if (found === undefined || found.extra !== null) continue;
    const { name } = found;
    const lies = given.get(name);
    pins.push({
      ...{ name, version: lies === undefined ? version : lies.version, url: lies?.url ?? null },
      extras: [...solution.decisions.keys()]
        .filter((other) => other.startsWith(`${name}[`) && !isAbsent(other))
        .map((other) => other.slice(name.length + 1, -1))
        .toSorted(),
      dynamic: dynamic.get(`${name} ${formatVersion(version)}`) ?? null,
    });
  }
  pins.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { kind: "resolved", pins, missingExtras: absent, rounds };
}
