import type { Version, VersionNumber } from "./version.ts";

export type Order = -1 | 0 | 1;

/** The total order of PEP 440, "Summary of permitted suffixes and relative ordering": 1.0 and 1.0.0 are equal. */
export function compareVersions(a: Version, b: Version): Order {
  return comparePublic(a, b) || compareLocal(a.local, b.local);
}

/** As if neither had a local version. */
export function comparePublic(a: Version, b: Version): Order {
  return compareNumbers(a.epoch, b.epoch) || compareReleases(a.release, b.release) || compareSuffixes(a, b);
}

/** Equal up to pre-, post-, dev- and local parts. */
export function haveSameRelease(a: Version, b: Version): boolean {
  return a.epoch === b.epoch && compareReleases(a.release, b.release) === 0;
}

function compareNumbers(a: VersionNumber, b: VersionNumber): Order {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The shorter one is padded with zeros. */
function compareReleases(a: readonly VersionNumber[], b: readonly VersionNumber[]): Order {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const order = compareNumbers(a[index] ?? 0, b[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

function compareSuffixes(a: Version, b: Version): Order {
  return (
    compareNumbers(preRank(a), preRank(b)) ||
    compareNumbers(a.pre?.number ?? 0, b.pre?.number ?? 0) ||
    compareNumbers(a.post ?? -1, b.post ?? -1) ||
    compareDev(a.dev, b.dev)
  );
}

/** 1.0.dev1 < 1.0a1 < 1.0b1 < 1.0rc1 < 1.0; a dev release of a pre- or post-release ranks with what it leads to. */
function preRank(version: Version): number {
  if (version.pre === null) return version.post === null && version.dev !== null ? 0 : 4;
  if (version.pre.letter === "a") return 1;
  return version.pre.letter === "b" ? 2 : 3;
}

function compareDev(a: VersionNumber | null, b: VersionNumber | null): Order {
  if (a === null || b === null) {
    if (a === b) return 0;
    return a === null ? 1 : -1;
  }
  return compareNumbers(a, b);
}

/** PEP 440, "Local version identifiers": none < words < numbers; of two that agree, the longer is later. */
function compareLocal(a: Version["local"], b: Version["local"]): Order {
  if (a === null || b === null) {
    if (a === b) return 0;
    return a === null ? -1 : 1;
  }
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const order = compareLocalParts(a[index] ?? 0, b[index] ?? 0);
    if (order !== 0) return order;
  }
  return compareNumbers(a.length, b.length);
}

function compareLocalParts(a: string | VersionNumber, b: string | VersionNumber): Order {
  if (typeof a === "string" && typeof b === "string") {
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }
  if (typeof a === "string") return -1;
  return typeof b === "string" ? 1 : compareNumbers(a, b);
}
