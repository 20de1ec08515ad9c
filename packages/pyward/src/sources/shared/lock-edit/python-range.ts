import { parseSpecifiers } from "../../../python/index.ts";

/** Versions of Python from the first to before the second, as `pythonAt` numbers them. */
export type PythonInterval = readonly [number, number];

/** Ascending, disjoint and not touching. */
export type PythonRange = readonly PythonInterval[];

const MINOR = 1000;
const MAJOR = MINOR * MINOR;

/** The place of a final release of at most three numbers on a line; null: it is none. */
export function pythonAt(version: string): number | null {
  const numbers = /^(\d{1,3})(?:\.(\d{1,3}))?(?:\.(\d{1,3}))?$/.exec(version);
  if (numbers === null) return null;
  const [major = 0, minor = 0, patch = 0] = numbers.slice(1).map((text) => Number(text ?? 0));
  return major * MAJOR + minor * MINOR + patch;
}

/** The reverse, without zeros at the end: 3.12, 3.12.1, 4. */
export function pythonText(place: number): string {
  const [major, minor, patch] = [
    Math.floor(place / MAJOR),
    Math.floor((place % MAJOR) / MINOR),
    place % MINOR,
  ];
  if (patch !== 0) return `${major}.${minor}.${patch}`;
  return minor === 0 ? String(major) : `${major}.${minor}`;
}

/** The next minor version: after 3.11 comes 3.12. */
export function nextMinor(place: number): number {
  return place + MINOR;
}

export function isMinor(place: number): boolean {
  return place % MINOR === 0;
}

export const EVERY_PYTHON: PythonRange = [[0, Infinity]];

export function intersectRanges(first: PythonRange, second: PythonRange): PythonRange {
  return first.flatMap(([a, b]) =>
    second.flatMap(([c, d]): PythonInterval[] => {
      const [low, high] = [Math.max(a, c), Math.min(b, d)];
      return low < high ? [[low, high]] : [];
    }),
  );
}

export function uniteRanges(first: PythonRange, second: PythonRange): PythonRange {
  const united: [number, number][] = [];
  for (const [low, high] of [...first, ...second].toSorted((a, b) => a[0] - b[0])) {
    const last = united.at(-1);
    if (last !== undefined && low <= last[1]) last[1] = Math.max(last[1], high);
    else united.push([low, high]);
  }
  return united;
}

/** What `>=3.9`, `<3.14`, `==3.12.*` and lists of them admit; null: something else is written there. */
export function plainPythonRange(text: string): PythonInterval | null {
  const parsed = parseSpecifiers(text);
  if (!parsed.ok) return null;
  let [low, high]: [number, number] = [0, Infinity];
  for (const { operator, version, isPrefix } of parsed.value.specifiers) {
    const place = pythonAt(isPrefix ? version.slice(0, -2) : version);
    if (place === null) return null;
    if (operator === ">=") low = Math.max(low, place);
    else if (operator === "<") high = Math.min(high, place);
    else if (operator === "==" && isPrefix && version.split(".").length === 3) {
      low = Math.max(low, place);
      high = Math.min(high, nextMinor(place));
    } else return null;
  }
  return low < high ? [low, high] : null;
}
