import { formatSpecifiers, satisfies } from "../python/index.ts";
import type { Marker, Requirement, SpecifierSet } from "../python/index.ts";
import type { Cause } from "./incompatibility.ts";
import { learn } from "./propagate.ts";
import { setOfSpecifiers } from "./set-of-specifiers.ts";
import type { Division } from "./place.ts";
import type { Dependent, Package, State } from "./state.ts";
import { ANY_VERSION, contains, NO_VERSION, union, type VersionSet } from "./version-set.ts";

/**
 * What one version needs becomes knowledge: the override in place of the requirement where there is one. Gives what
 * divides the place instead, where it needs one package in several ways that do not hold in the same parts.
 */
export function needAll(state: State, of: Dependent, requires: readonly Requirement[]): Division | null {
  const { place } = state.request;
  const needed = requires
    .filter(({ marker }) => isGated(state, of, marker))
    .flatMap((one) => replaced(state, one));
  for (const several of Map.groupBy(needed, ({ requirement }) => requirement.name).values()) {
    if (several.length < 2) continue;
    const needs = several.map(({ marker }) => ({ marker, extra: of.extra }));
    if (place.isDividedBy(needs)) return { kind: "needs", needs };
  }
  for (const { requirement, marker } of needed) needOne(state, of, { requirement, marker });
  return null;
}

/** A requirement, and the marker that it has or that what it stands in for has. */
interface Needed {
  readonly requirement: Requirement;
  readonly marker: Marker | null;
}

function replaced({ overrides, request }: State, requirement: Requirement): readonly Needed[] {
  const others = overrides.get(requirement.name);
  if (others === undefined) return [{ requirement, marker: requirement.marker }];
  return others
    .filter(({ marker }) => request.place.applies(marker, ""))
    .map((override) => ({ requirement: override, marker: override.marker ?? requirement.marker }));
}

/** Of an extra only what the package alone does not need: the rest comes with the package. */
function isGated(state: State, { extra }: Dependent, marker: Marker | null): boolean {
  if (extra === "") return applies(state, marker, "");
  return !applies(state, marker, "") && applies(state, marker, extra);
}

function applies({ request }: State, marker: Marker | null, extra: string): boolean {
  return request.place.applies(marker, extra);
}

function needOne(state: State, of: Dependent, { requirement, marker }: Needed): void {
  const { name, extras, specifiers, url } = requirement;
  const given = state.given.get(name);
  if (url !== null && given?.url !== url) {
    const who = given === undefined ? "only the project itself may name" : `differs from ${given.url}`;
    return depend(state, of, {
      ...{ on: { name, extra: null }, set: NO_VERSION },
      text: `${name} @ ${url} (a URL that ${who})`,
      marker,
    });
  }
  const isUnknown = given !== undefined && given.version === null;
  const set = url !== null || isUnknown ? ANY_VERSION : setOfSpecifiers(specifiers);
  const text = url === null ? `${name}${formatSpecifiers(specifiers)}` : `${name} @ ${url}`;
  state.priorities.found(name, given === undefined ? kindOf(specifiers) : "url");
  if (specifiers.specifiers.some(({ operator }) => operator === "===")) {
    const asked = state.texts.get(name) ?? [];
    asked.push({ of, requirement });
    state.texts.set(name, asked);
  }
  if (!state.candidates.has(name) && given === undefined) state.unasked.add(name);
  for (const extra of [null, ...extras]) depend(state, of, { on: { name, extra }, set, text, marker });
}

function kindOf({ specifiers }: SpecifierSet): "pin" | "range" {
  return specifiers.some(({ operator, isPrefix }) => operator.startsWith("==") && !isPrefix)
    ? "pin"
    : "range";
}

interface Dependency {
  readonly on: Package;
  readonly set: VersionSet;
  readonly text: string;
  readonly marker: Marker | null;
}

function depend(state: State, of: Dependent, { on, set, text, marker }: Dependency): void {
  const key = keyOf(on);
  const named = on.extra === null ? text : text.replace(on.name, `${on.name}[${on.extra}]`);
  const cause: Cause = {
    ...{ kind: "dependency", of: of.key, requirement: named, on: key },
    ...(marker === null ? {} : { guard: { marker, extra: of.extra } }),
  };
  if (key === of.key) {
    if (!contains(set, of.version)) refuse(state, of, `needs ${text}`);
    return;
  }
  state.packages.set(key, on);
  remember(state, of, { key, set, cause });
}

function keyOf({ name, extra }: Package): string {
  return extra === null ? name : `${name}[${extra}]`;
}

/** `acme[extra]` needs `acme` in the same version. */
export function needBase(state: State, of: Dependent, { name }: Package): void {
  state.packages.set(name, { name, extra: null });
  remember(state, of, { key: name, set: of.stretch, cause: { kind: "extra" } });
}

interface Learned {
  readonly key: string;
  readonly set: VersionSet;
  readonly cause: Cause;
}

/**
 * Versions that need the same share one incompatibility, which grows: a conflict then rules out all of them at once,
 * and an explanation names them together.
 */
function remember(state: State, of: Dependent, { key, set, cause }: Learned): void {
  const text = cause.kind === "dependency" ? JSON.stringify([of.key, key, cause.requirement]) : "";
  const known = text === "" ? undefined : state.dependencies.get(text);
  const dependent = known?.terms.get(of.key);
  if (known !== undefined && dependent !== undefined) {
    known.terms.set(of.key, { isPositive: true, set: union(dependent.set, of.stretch) });
    state.solution.widened(known);
    return;
  }
  const terms = new Map([
    [of.key, { isPositive: true, set: of.stretch }],
    [key, { isPositive: false, set }],
  ]);
  const learned = { terms, cause };
  if (text !== "") state.dependencies.set(text, learned);
  learn(state.knowledge, learned);
}

/** The version cannot be used, whatever else is chosen. */
export function refuse({ knowledge }: State, { key, stretch }: Dependent, reason: string): void {
  const terms = new Map([[key, { isPositive: true, set: stretch }]]);
  learn(knowledge, { terms, cause: { kind: "invalid", reason } });
}

/** A `===` that the order of versions let through (1.0.0 for `===1.0`) rules the version out for who asks for it. */
export function refuseTexts(state: State, of: Dependent, { name }: Package): void {
  for (const { of: by, requirement } of state.texts.get(name) ?? []) {
    if (satisfies(of.version, requirement.specifiers)) continue;
    const terms = new Map([
      [by.key, { isPositive: true, set: by.stretch }],
      [of.key, { isPositive: true, set: of.stretch }],
    ]);
    const text = `${name}${formatSpecifiers(requirement.specifiers)}`;
    learn(state.knowledge, {
      terms,
      cause: { kind: "dependency", of: by.key, requirement: text, on: of.key },
    });
  }
}
