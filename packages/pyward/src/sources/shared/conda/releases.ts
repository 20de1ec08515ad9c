import { isValidName, normalizeName, parsePurl, type PackageName } from "../../../python/index.ts";
import type { LockedPackage } from "./locked-package.ts";
import { placeOf, type Place } from "./place.ts";
import type { Unmapped } from "./unmapped.ts";

/** A release of a PyPI package, with the entries of the lock that hold it: one for each platform, often. */
export interface Release extends Place {
  readonly name: PackageName;
  readonly version: string | null;
  readonly manager: "conda" | null;
  /** At least one, in the order of the file. */
  readonly packages: readonly LockedPackage[];
}

export interface Releases {
  readonly releases: readonly Release[];
  readonly unmapped: readonly Unmapped[];
}

/** Which releases a lock has. Conda's packages are those that their purls name, at conda's version where a purl has none. */
export function releasesOf(lock: string, packages: readonly LockedPackage[]): Releases {
  const releases = new Map<string, Release & { packages: LockedPackage[] }>();
  const unmapped: Unmapped[] = [];
  for (const locked of packages) {
    const found = locked.manager === "pypi" ? [pypiRelease(lock, locked)] : condaReleases(locked);
    for (const release of found) {
      const { name, version, manager, source, own } = release;
      const key = JSON.stringify([name, version, manager, source.type, source.url, own]);
      const known = releases.get(key);
      if (known === undefined) releases.set(key, { ...release, packages: [locked] });
      else known.packages.push(locked);
    }
    if (found.length === 0) {
      const { name, version, origin, purls } = locked;
      const isKnown = purls !== null && !purls.some((purl) => /^pkg:\/*pypi\//i.test(purl));
      unmapped.push({ name, version, origin, isPython: locked.isPython && !isKnown });
    }
  }
  return { releases: [...releases.values()], unmapped };
}

type Named = Omit<Release, "packages">;

function pypiRelease(lock: string, locked: LockedPackage): Named {
  const place = placeOf(lock, locked);
  const pin = place.pin === "exact" && locked.version === null ? "unpinned" : place.pin;
  return { ...place, pin, name: normalizeName(locked.name), version: locked.version, manager: null };
}

/** pixi does the same: a purl without a version stands for the release that conda's version names. */
function condaReleases({ purls, version }: LockedPackage): readonly Named[] {
  const found = new Map<string, Named>();
  for (const text of purls ?? []) {
    const purl = parsePurl(text);
    if (!purl.ok || purl.value.type !== "pypi" || !isValidName(purl.value.name)) continue;
    const name = normalizeName(purl.value.name);
    const release = purl.value.version ?? version;
    found.set(name, {
      name,
      version: release,
      manager: "conda",
      source: { type: "conda", url: null },
      pin: release === null ? "unpinned" : "exact",
      own: null,
    });
  }
  return [...found.values()];
}
