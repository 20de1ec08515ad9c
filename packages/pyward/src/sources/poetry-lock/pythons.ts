import { evaluateMarkerPartially, parseMarker, parseVersion } from "../../python/index.ts";
import { allowsVersion, parseConstraint } from "../shared/poetry-constraint.ts";
import type { LockPackage } from "./schema.ts";

/** For each of some versions of Python, whether something can be there. Null: on any. */
export type Pythons = readonly boolean[] | null;

/** First and last patch of each minor version: finer than what conditions on Python tell apart. */
const SAMPLES = ["2.7", ...Array.from({ length: 20 }, (_, at) => `3.${at + 1}`)].flatMap((minor) => [
  { python_version: minor, python_full_version: `${minor}.0` },
  { python_version: minor, python_full_version: `${minor}.99` },
]);

/** Reads conditions on Python, each text once. What cannot be read is no condition. */
export class PythonReader {
  readonly #markers = new Map<string, Pythons>();
  readonly #constraints = new Map<string, Pythons>();

  /** What else the marker asks for may hold. */
  ofMarker(text: string | null): Pythons {
    return text === null ? null : once(this.#markers, text, readMarker);
  }

  /** Poetry's `python-versions`. */
  ofConstraint(text: string | null): Pythons {
    return text === null || text === "*" ? null : once(this.#constraints, text, readConstraint);
  }

  /** Where the package can be: what it declares itself, and what the lock adds for each of its groups. */
  ofPackage({ pythonVersions, markers, groups }: LockPackage): Pythons {
    const declared = this.ofConstraint(pythonVersions);
    if (markers.kind === "unsaid") return declared;
    if (markers.kind === "one") return shared(declared, this.ofMarker(markers.marker));
    const needed = (groups ?? []).map((group) => this.ofMarker(markers.markers.get(group) ?? null));
    const isAnywhere = needed.length === 0 || needed.includes(null);
    return isAnywhere
      ? declared
      : shared(
          declared,
          SAMPLES.map((_, at) => needed.some((each) => each?.[at] === true)),
        );
  }
}

export function shared(first: Pythons, second: Pythons): Pythons {
  if (first === null || second === null) return first ?? second;
  return first.map((isThere, at) => isThere && second[at] === true);
}

/** Whether no Python is left. */
export function isNowhere(pythons: Pythons): boolean {
  return pythons !== null && !pythons.includes(true);
}

function once(known: Map<string, Pythons>, text: string, read: (text: string) => Pythons): Pythons {
  const before = known.get(text);
  if (before !== undefined) return before;
  const now = read(text);
  known.set(text, now);
  return now;
}

function readMarker(text: string): Pythons {
  const parsed = parseMarker(text);
  if (!parsed.ok) return null;
  return SAMPLES.map((sample) => evaluateMarkerPartially(parsed.value, sample) !== false);
}

function readConstraint(text: string): Pythons {
  const constraint = parseConstraint(text);
  if (constraint === null) return null;
  return SAMPLES.map(({ python_full_version: version }) => {
    const parsed = parseVersion(version);
    return !parsed.ok || allowsVersion(constraint, parsed.value);
  });
}
