import {
  compareVersions,
  evaluateMarker,
  formatMarker,
  parseMarker,
  satisfies,
  type MarkerEnvironment,
  type PackageName,
  type Requirement,
  type Version,
} from "../../python/index.ts";
import type {
  AvailableVersion,
  DependenciesAnswer,
  PackageMetadata,
  StatedDependencies,
  VersionsAnswer,
} from "../../resolve/metadata.ts";
import { domainOf, textOf, type Domain } from "./domain.ts";
import type { CurrentPin, PlanRequest } from "./plan-request.ts";

/** The index as a plan sees it. What the project has today can be had again, whatever the index says of it. */
export interface KnownPackages extends PackageMetadata {
  /** Of the packages that were asked for. */
  readonly domains: ReadonlyMap<PackageName, Domain>;
}

export function knownPackages(request: PlanRequest, metadata: PackageMetadata): KnownPackages {
  const domains = new Map<PackageName, Domain>();
  const answers = new Map<PackageName, VersionsAnswer>();
  const needs = new Map<string, DependenciesAnswer>();
  return {
    domains,
    async versions(name) {
      const known = answers.get(name);
      if (known !== undefined) return known;
      const answer = withCurrent(await metadata.versions(name), request.pins.get(name));
      if (answer.kind === "versions") domains.set(name, domainOf(name, answer.versions, request));
      answers.set(name, answer);
      return answer;
    },
    async dependencies(name, version) {
      const key = `${name} ${textOf(version)}`;
      const known = needs.get(key);
      if (known !== undefined) return known;
      const pin = request.pins.get(name);
      const isToday = pin !== undefined && compareVersions(pin.version, version) === 0;
      const answer =
        isToday && pin.isFixed ? DYNAMIC : anywhere(await metadata.dependencies(name, version), request);
      const found = isToday ? asToday(answer, request, name) : answer;
      needs.set(key, found);
      return found;
    },
    direct: (name, url) => metadata.direct(name, url),
    rest: () => metadata.rest?.() ?? null,
    ...(metadata.prefetch === undefined ? {} : { prefetch: (batch) => metadata.prefetch?.(batch) }),
  };
}

const DYNAMIC = { kind: "dynamic", reason: "it does not come from an index" } as const;

/** Locks and environments have what was yanked, lies elsewhere or is of another Python: it is there all the same. */
function withCurrent(answer: VersionsAnswer, pin: CurrentPin | undefined): VersionsAnswer {
  if (pin === undefined) return answer;
  const versions = answer.kind === "versions" && !pin.isFixed ? answer.versions : [];
  const isToday = ({ version }: AvailableVersion): boolean => compareVersions(version, pin.version) === 0;
  const today = versions.find(isToday)?.version ?? pin.version;
  return { kind: "versions", versions: [...versions.filter((one) => !isToday(one)), always(today)] };
}

function always(version: Version): AvailableVersion {
  return { version, yanked: false, requiresPython: null, uploadTime: "1970-01-01T00:00:00Z", files: [] };
}

/** What is needed in any of the environments, for one answer has to do for all of them. */
function anywhere(answer: DependenciesAnswer, request: PlanRequest): DependenciesAnswer {
  if (answer.kind !== "dependencies") return answer;
  const { environments, overridden } = request;
  const requires = answer.requires
    .flatMap((one) => neededAnywhere(one, environments, answer.extras) ?? [])
    .map((one) => (overridden.has(one.name) ? unbounded(one) : one));
  return { ...answer, requires };
}

/** Null: nowhere. */
export function neededAnywhere(
  requirement: Requirement,
  environments: readonly MarkerEnvironment[],
  extras: readonly string[],
): Requirement | null {
  const { marker } = requirement;
  if (marker === null) return requirement;
  const holds = (extra: string): boolean =>
    environments.some((environment) => evaluateMarker(marker, environment, { extra }) === true);
  if (holds("")) return { ...requirement, marker: null };
  const gates = extras.filter(holds).map((extra) => `extra == "${extra}"`);
  const parsed = parseMarker(gates.join(" or "));
  return parsed.ok && gates.length > 0 ? { ...requirement, marker: parsed.value } : null;
}

/**
 * What today's versions do not meet was overridden or is broken: neither is for a fix to mend. What an extra needs that the project does not
 * ask for may never have been asked for: it holds.
 */
function asToday(
  answer: DependenciesAnswer,
  { pins, roots }: PlanRequest,
  name: PackageName,
): DependenciesAnswer {
  if (answer.kind === "failed" || answer.kind === "invalid")
    return { kind: "dynamic", reason: answer.reason };
  if (answer.kind === "dynamic") return answer;
  const extras = roots.flatMap((root) => (root.name === name ? root.extras : []));
  const isAsked = ({ marker }: Requirement): boolean =>
    marker === null || extras.some((extra) => formatMarker(marker).includes(`"${extra}"`));
  const requires = answer.requires.map((one) =>
    isMetToday(one, pins) || !isAsked(one) ? one : unbounded(one),
  );
  return { ...answer, requires, requiresPython: null } satisfies StatedDependencies & {
    kind: "dependencies";
  };
}

export function isMetToday({ name, url, specifiers }: Requirement, pins: PlanRequest["pins"]): boolean {
  const pin = pins.get(name);
  return pin === undefined || (url === null && satisfies(pin.version, specifiers));
}

export function unbounded(requirement: Requirement): Requirement {
  return { ...requirement, url: null, specifiers: { specifiers: [] } };
}
