import type { Dependency } from "../../../packages/pyward/src/model/index.ts";
import {
  compareVersions,
  evaluateMarker,
  normalizeName,
  parseMarker,
  parseSpecifiers,
  parseVersion,
  satisfies,
  type MarkerEnvironment,
} from "../../../packages/pyward/src/python/index.ts";

/** What the tool has for some scopes. */
export interface View {
  /** null: for all of them. `extra:*` is any extra. */
  readonly scopes: readonly string[] | null;
  readonly packages: readonly Fact[];
  /** Of several locked releases of a name that no marker tells apart, it has one. */
  readonly picks?: true;
}

interface Fact {
  readonly name: string;
  /** null: the tool names a place only. */
  readonly version: string | null;
  readonly source: string;
  /** "" is always; left out where the tool does not say. */
  readonly marker?: string;
}

export interface Difference {
  readonly kind: "lost" | "invented" | "stronger";
  readonly text: string;
}

interface Result {
  readonly differences: readonly Difference[];
  readonly markers: number;
  readonly weaker: number;
}

/** Every package of the view is one of pyward's, and the other way round. What is the project's own may stand on either side. */
export function compareView(
  { scopes, packages, picks }: View,
  dependencies: readonly Dependency[],
  python: string,
): Result {
  const here = dependencies.filter(
    (one) => scopes === null || one.scopes.some((scope) => isIn(scope, scopes)),
  );
  const differences: Difference[] = [];
  const met = new Map<Dependency, Fact[]>();
  for (const fact of packages) {
    const mine = here.filter((one) => isSame(fact, one));
    for (const one of mine) met.set(one, [...(met.get(one) ?? []), fact]);
    const isOwn = dependencies.some((one) => one.own === "project" && isSame(fact, one));
    if (mine.length === 0 && !isOwn)
      differences.push({ kind: "lost", text: `${nameOf(scopes)}${describe(fact)}` });
  }
  const names = new Set(picks === true ? packages.map(({ name }) => String(normalizeName(name))) : []);
  const invented = here.filter((one) => !met.has(one) && !isLockedForNobody(one) && !names.has(one.name));
  for (const { name, version, source } of invented)
    differences.push({
      kind: "invented",
      text: `${nameOf(scopes)}${describe({ name, version, source: source.type })}`,
    });
  const conditions = [...met].filter(([, facts]) => facts.every(({ marker }) => marker !== undefined));
  const compared = conditions.map(([one, facts]) => compareMarkers(one, facts, environmentsOf(python)));
  return {
    differences: [...differences, ...compared.flatMap(({ stronger }) => stronger ?? [])],
    markers: compared.length,
    weaker: compared.filter(({ isWeaker }) => isWeaker).length,
  };
}

/** The project and its members need no line of a tool's, and neither does what no environment needs. */
function isLockedForNobody({ own, marker }: Dependency): boolean {
  return (
    own === "project" ||
    own === "workspace-member" ||
    (marker !== null && !ENVIRONMENTS.some((environment) => holds(marker, environment)))
  );
}

function isIn(scope: string, scopes: readonly string[]): boolean {
  return scopes.includes(scope) || (scope.startsWith("extra:") && scopes.includes("extra:*"));
}

function nameOf(scopes: View["scopes"]): string {
  return scopes === null ? "" : `[${scopes.join(", ")}] `;
}

function isSame(fact: Fact, { name, version, source }: Dependency): boolean {
  return (
    normalizeName(fact.name) === name &&
    (fact.version === null || (version !== null && isSameVersion(fact.version, version))) &&
    fact.source === source.type
  );
}

function isSameVersion(left: string, right: string): boolean {
  const [one, other] = [parseVersion(left), parseVersion(right)];
  return one.ok && other.ok ? compareVersions(one.value, other.value) === 0 : left === right;
}

function describe({ name, version, source }: Fact): string {
  return `${name} ${version ?? "(no version)"} from ${source}`;
}

const PYTHONS = ["3.9.18", "3.10.13", "3.11.7", "3.12.1", "3.13.0", "3.14.0"];
const PLATFORMS = [
  { os_name: "posix", sys_platform: "linux", platform_system: "Linux", platform_machine: "x86_64" },
  { os_name: "posix", sys_platform: "darwin", platform_system: "Darwin", platform_machine: "arm64" },
  { os_name: "nt", sys_platform: "win32", platform_system: "Windows", platform_machine: "AMD64" },
  { os_name: "posix", sys_platform: "emscripten", platform_system: "Emscripten", platform_machine: "wasm32" },
];
const IMPLEMENTATIONS = [
  { implementation_name: "cpython", platform_python_implementation: "CPython" },
  { implementation_name: "pypy", platform_python_implementation: "PyPy" },
];

const ENVIRONMENTS: readonly MarkerEnvironment[] = PYTHONS.flatMap((full) =>
  PLATFORMS.flatMap((platform) =>
    IMPLEMENTATIONS.map((implementation) => ({
      ...platform,
      ...implementation,
      implementation_version: full,
      platform_release: "6.1.0",
      platform_version: "#1 SMP",
      python_full_version: full,
      python_version: full.split(".").slice(0, 2).join("."),
    })),
  ),
);

/** Those that the project is locked for. */
function environmentsOf(python: string): readonly MarkerEnvironment[] {
  const set = parseSpecifiers(python);
  if (!set.ok) throw new Error(set.error.message);
  return ENVIRONMENTS.filter(({ python_full_version: full }) => {
    const version = parseVersion(full);
    return version.ok && satisfies(version.value, set.value);
  });
}

/** Where the tool needs the package, pyward must, too; where only pyward does, its condition is weaker than the tool's. */
function compareMarkers(one: Dependency, facts: readonly Fact[], environments: readonly MarkerEnvironment[]) {
  const theirs = facts.map(({ marker }) => marker ?? "");
  const text = `${one.name}: ${theirs.join(" | ") || "always"}, pyward: ${one.marker ?? "always"}`;
  let isWeaker = false;
  for (const environment of environments) {
    const isNeeded = theirs.some((marker) => holds(marker, environment));
    const isMine = holds(one.marker ?? "", environment);
    if (isNeeded && !isMine)
      return { stronger: [{ kind: "stronger", text }] satisfies Difference[], isWeaker };
    isWeaker ||= isMine && !isNeeded;
  }
  return { stronger: null, isWeaker };
}

/** With everything asked for: an extra holds when any does, and so do the sets of a lock file. */
function holds(text: string, environment: MarkerEnvironment): boolean {
  if (text === "") return true;
  const marker = parseMarker(text);
  if (!marker.ok) throw new Error(`${text}: ${marker.error.message}`);
  const asked = [...text.matchAll(/["']([A-Za-z0-9._-]+)["']/g)].map(([, name = ""]) => name);
  const context = /\b(?:extras|dependency_groups)\b/.test(text) ? "lock-file" : "metadata";
  return ["", ...asked].some(
    (extra) =>
      evaluateMarker(marker.value, environment, {
        context,
        ...(context === "metadata" ? { extra } : { extras: asked, dependencyGroups: asked }),
      }) === true,
  );
}
