import { makeGap, someOf, type Gap, type Origin } from "../../../model/index.ts";
import { isInterpreter } from "./locked-package.ts";

/** A conda package that is no dependency of the inventory. */
export interface Unmapped {
  readonly name: string;
  readonly version: string | null;
  /** It may hold a Python distribution. */
  readonly isPython: boolean;
  readonly origin: Origin;
}

/** More would bury what else a report says. */
const MAX_NAMED = 10;

/**
 * One gap for what needs Python and has no PyPI name, and one, no surprise, for what is no Python package: an environment
 * of conda holds hundreds of these, and pyward audits Python.
 */
export function unmappedGaps(unmapped: readonly Unmapped[]): readonly Gap[] {
  const python = unmapped.filter(({ isPython }) => isPython);
  // What is for Python on one platform is not counted again for what it is on another.
  const counted = new Set(python.map(textOf));
  const others = unmapped.filter((one) => !counted.has(textOf(one)));
  return [
    ...gapFor(python, false, (count) =>
      count === 1
        ? "1 conda package needs Python, and nothing says which PyPI release it is"
        : `${count} conda packages need Python, and nothing says which PyPI releases they are`,
    ),
    ...gapFor(others, true, (count) =>
      count === 1
        ? "1 conda package holds no Python distribution"
        : `${count} conda packages hold no Python distribution`,
    ),
  ];
}

/**
 * One gap for the conda packages that a manifest asks for. Which of them hold a Python distribution only their records
 * say, so all but the interpreter count.
 */
export function declaredGap(declared: readonly Omit<Unmapped, "isPython">[]): readonly Gap[] {
  const packages = declared
    .filter(({ name }) => !isInterpreter(name))
    .map((one) => ({ ...one, isPython: true }));
  return gapFor(packages, false, (count) =>
    count === 1
      ? "1 package is asked for from conda, and nothing says which PyPI release it is"
      : `${count} packages are asked for from conda, and nothing says which PyPI releases they are`,
  );
}

function gapFor(
  packages: readonly Unmapped[],
  expected: boolean,
  say: (count: number) => string,
): readonly Gap[] {
  const shown = new Map<string, Origin>();
  for (const one of packages) if (!shown.has(textOf(one))) shown.set(textOf(one), one.origin);
  const [first] = shown.values();
  if (first === undefined) return [];
  const names = [...shown.keys()].toSorted();
  const reason = `${say(names.length)}: ${someOf(names, MAX_NAMED)}`;
  return [makeGap({ code: "conda-unmapped", reason, origin: first, expected })];
}

/** Names come from outside. */
function textOf({ name, version }: Pick<Unmapped, "name" | "version">): string {
  const text = version === null ? name : `${name} ${version}`;
  return text.slice(0, 100).replaceAll(/[^\w .!+~-]/g, "?");
}
