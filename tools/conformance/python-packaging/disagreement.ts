import {
  compareVersions,
  evaluateMarker,
  filterVersions,
  formatMarker,
  formatSpecifiers,
  formatVersion,
  isPrerelease,
  parseMarker,
  parseRequirement,
  parseSdistFilename,
  parseSpecifiers,
  parseVersion,
  parseWheelFilename,
  satisfies,
} from "../../../packages/pyward/src/python/index.ts";
import type { Marker, MarkerContext, MarkerEnvironment } from "../../../packages/pyward/src/python/index.ts";

/** The first line of the answers: what the rest was made with. */
export interface About {
  readonly kind: "about";
  readonly packaging: string;
  readonly environments: readonly MarkerEnvironment[];
}

interface Options {
  readonly extra?: string;
  readonly extras?: readonly string[];
  readonly dependency_groups?: readonly string[];
}

/** One line of `generate.py`; `expected` is null where the reference refuses the text. */
export type Case =
  | {
      readonly kind: "pair" | "advisory-version";
      readonly a: string;
      readonly b: string;
      readonly expected: unknown;
    }
  | {
      readonly kind: "specifier";
      readonly set: string;
      readonly version: string;
      readonly prereleases: boolean | null;
      readonly expected: unknown;
    }
  | {
      readonly kind: "filter";
      readonly set: string;
      readonly versions: readonly string[];
      readonly prereleases: boolean | null;
      readonly expected: unknown;
    }
  | { readonly kind: "requirement" | "wheel" | "sdist"; readonly text: string; readonly expected: unknown }
  | {
      readonly kind: "marker";
      readonly text: string;
      readonly environment: number;
      readonly context: string;
      readonly options: Options;
      readonly expected: readonly [string | null, boolean | null] | null;
    };

export interface Disagreement {
  readonly expected: unknown;
  readonly ours: unknown;
}

/** null: both say the same. */
export function findDisagreement(one: Case, about: About): Disagreement | null {
  const ours = answer(one, about);
  return JSON.stringify(ours) === JSON.stringify(one.expected) ? null : { expected: one.expected, ours };
}

function answer(one: Case, about: About): unknown {
  switch (one.kind) {
    case "pair":
    case "advisory-version":
      return answerPair(one.a, one.b);
    case "specifier":
      return answerSpecifier(one);
    case "filter":
      return answerFilter(one);
    case "requirement":
      return answerRequirement(one);
    case "marker":
      return answerMarker(one, about);
    case "wheel":
      return answerWheel(one.text);
    case "sdist":
      return answerSdist(one.text);
  }
}

function answerPair(a: string, b: string): unknown {
  const [first, second] = [parseVersion(a), parseVersion(b)];
  const order = first.ok && second.ok ? compareVersions(first.value, second.value) : null;
  return [
    ...[first, second].map((one) => (one.ok ? [formatVersion(one.value), isPrerelease(one.value)] : null)),
    order,
  ];
}

function answerSpecifier(one: Extract<Case, { kind: "specifier" }>): unknown {
  const set = parseSpecifiers(one.set);
  if (!set.ok) return [null, null];
  return [formatSpecifiers(set.value), satisfies(one.version, set.value, { prereleases: one.prereleases })];
}

function answerFilter(one: Extract<Case, { kind: "filter" }>): unknown {
  const set = parseSpecifiers(one.set);
  return set.ok ? filterVersions(one.versions, set.value, { prereleases: one.prereleases }) : null;
}

function answerRequirement(one: Extract<Case, { kind: "requirement" | "wheel" | "sdist" }>): unknown {
  const parsed = parseRequirement(one.text);
  if (!parsed.ok) return null;
  const { name, rawName, extras, specifiers, url, marker } = parsed.value;
  const expected = one.expected as { readonly marker: readonly [string | null] | null } | null;
  const shown = marker === null ? null : [showMarker(marker, expected?.marker?.[0] ?? null)];
  return { name, rawName, extras, specifiers: formatSpecifiers(specifiers), url, marker: shown };
}

function answerMarker(one: Extract<Case, { kind: "marker" }>, about: About): unknown {
  const parsed = parseMarker(one.text);
  if (!parsed.ok) return null;
  const environment = about.environments[one.environment];
  if (environment === undefined) throw new Error(`no environment ${one.environment}`);
  const { extra, extras, dependency_groups: dependencyGroups } = one.options;
  const options = {
    context: one.context.replace("_", "-") as MarkerContext,
    ...(extra === undefined ? {} : { extra }),
    ...(extras === undefined ? {} : { extras }),
    ...(dependencyGroups === undefined ? {} : { dependencyGroups }),
  };
  return [
    showMarker(parsed.value, one.expected?.[0] ?? null),
    evaluateMarker(parsed.value, environment, options),
  ];
}

/** Where the reference cannot write a marker, ours must still read what it writes as the same marker. */
function showMarker(marker: Marker, expected: string | null): string | null {
  const text = formatMarker(marker);
  if (expected !== null) return text;
  const again = parseMarker(text);
  return again.ok && formatMarker(again.value) === text ? null : text;
}

function answerWheel(text: string): unknown {
  const parsed = parseWheelFilename(text);
  if (!parsed.ok) return null;
  const { name, version, build, pythonTags, abiTags, platformTags } = parsed.value;
  const tags = new Set(
    pythonTags.flatMap((python) =>
      abiTags.flatMap((abi) => platformTags.map((one) => `${python}-${abi}-${one}`)),
    ),
  );
  const digits = /^[0-9]+/.exec(build ?? "")?.[0] ?? "";
  const buildParts = build === null ? null : [Number(digits), build.slice(digits.length)];
  return { name, version: formatVersion(version), build: buildParts, tags: [...tags].toSorted() };
}

function answerSdist(text: string): unknown {
  const parsed = parseSdistFilename(text);
  return parsed.ok ? { name: parsed.value.name, version: formatVersion(parsed.value.version) } : null;
}
