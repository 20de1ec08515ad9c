import { compareVersions, parseVersion } from "../python/index.ts";

/** One declared target: a Python such as `3.12` on one platform, by its `sys_platform`. */
export interface Cell {
  readonly python: string;
  readonly platform: string;
}

/**
 * The marker that is true in exactly these of the declared cells; null where they are all. Declared Pythons stand for
 * themselves: what lies between or outside them was not resolved for, and the marker says nothing about it.
 */
export function markerOfCells(cells: readonly Cell[], declared: readonly Cell[]): string | null {
  const pythons = [...new Set(declared.map(({ python }) => python))].toSorted(comparePythons);
  const platforms = [...new Set(declared.map(({ platform }) => platform))].toSorted();
  const has = new Set(cells.map(({ python, platform }) => `${python} ${platform}`));
  if (declared.every(({ python, platform }) => has.has(`${python} ${platform}`))) return null;
  const onlyDeclared = new Set(declared.map(({ python, platform }) => `${python} ${platform}`));
  // Platforms that have it on the same Pythons share one alternative.
  const groups = Map.groupBy(platforms, (platform) =>
    pythons.filter((python) => has.has(`${python} ${platform}`)).join(" "),
  );
  const alternatives = [...groups].flatMap(([text, group]) => {
    if (text === "") return [];
    const wanted = text.split(" ");
    const known = pythons.filter((python) =>
      group.some((platform) => onlyDeclared.has(`${python} ${platform}`)),
    );
    return [[...platformClauses(group, platforms), ...pythonClauses(wanted, known)]];
  });
  return alternatives
    .map((clauses) =>
      alternatives.length > 1 && clauses.length > 1 ? `(${clauses.join(" and ")})` : clauses.join(" and "),
    )
    .join(" or ");
}

function platformClauses(wanted: readonly string[], all: readonly string[]): string[] {
  if (wanted.length === all.length) return [];
  const others = all.filter((platform) => !wanted.includes(platform));
  if (others.length < wanted.length) return others.map((platform) => `sys_platform != "${platform}"`);
  const texts = wanted.map((platform) => `sys_platform == "${platform}"`);
  return [texts.length === 1 ? (texts[0] ?? "") : `(${texts.join(" or ")})`];
}

function pythonClauses(wanted: readonly string[], all: readonly string[]): string[] {
  const [first, last] = [wanted[0] ?? "", wanted.at(-1) ?? ""];
  if (wanted.length === all.length) return [];
  const isRun = all.indexOf(last) - all.indexOf(first) === wanted.length - 1;
  if (!isRun) return [`(${wanted.map((python) => `python_version == "${python}"`).join(" or ")})`];
  if (first === last && first !== all[0] && last !== all.at(-1)) return [`python_version == "${first}"`];
  return [
    ...(first === all[0] ? [] : [`python_version >= "${first}"`]),
    ...(last === all.at(-1) ? [] : [`python_version <= "${last}"`]),
  ];
}

function comparePythons(a: string, b: string): number {
  const [one, other] = [parseVersion(a), parseVersion(b)];
  return one.ok && other.ok ? compareVersions(one.value, other.value) : 0;
}
