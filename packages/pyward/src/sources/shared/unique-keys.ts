import { dependencyKey } from "../../model/index.ts";
import type { PackageName } from "../../python/index.ts";

interface Named {
  readonly name: PackageName;
  readonly version: string | null;
}

/** Keys in the order of the packages. The same name and version from two sources are two entries: later ones get a suffix. */
export function uniqueKeys(packages: readonly Named[]): readonly string[] {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  return packages.map(({ name, version }) => {
    const plain = dependencyKey(name, version);
    let key = plain;
    if (taken.has(plain)) {
      let count = counts.get(plain) ?? 1;
      while (taken.has(key)) key = `${plain}#${++count}`;
      counts.set(plain, count);
    }
    taken.add(key);
    return key;
  });
}
