import { createHash } from "node:crypto";

import { compareText, type DatabaseInfo, type PackageAdvisories } from "../model/index.ts";
import type { AdvisoryIndex } from "./advisory-index.ts";
import { mergeBounds, moved } from "./merge-bounds.ts";

/** Advisories that are laid over a database, and the feed that their records are said to be from. */
export interface Overlay {
  readonly index: AdvisoryIndex;
  readonly feed: string;
}

/**
 * A database with the records of another one besides its own. It only adds: a record whose id both have stands there
 * twice, and a version is affected where either says so. `modified` stays that of the database below, so that what a
 * team writes today makes no old data look fresh.
 */
export function overlayIndex(base: AdvisoryIndex, { index, feed }: Overlay): AdvisoryIndex {
  const own = (name: PackageAdvisories["name"]): PackageAdvisories | null => {
    const found = index.lookup(name);
    if (found === null) return null;
    return { ...found, advisories: found.advisories.map((advisory) => ({ ...advisory, feed })) };
  };
  return {
    info: infoOf(base, { index, feed }),
    lookup: (name) => {
      const [below, above] = [base.lookup(name), own(name)];
      return below === null || above === null ? (above ?? below) : mergePackages(below, above);
    },
    packagesOf: (id) => [...new Set([...base.packagesOf(id), ...index.packagesOf(id)])].toSorted(),
    details: (id) => base.details(id) ?? index.details(id),
    packageNames: () => [...new Set([...base.packageNames(), ...index.packageNames()])].toSorted(),
    rawRecords: base.rawRecords,
    close: () => {
      base.close();
      index.close();
    },
  };
}

function infoOf(base: AdvisoryIndex, { index, feed }: Overlay): DatabaseInfo {
  const [below, above] = [base.info, index.info];
  const added = index.packageNames().filter((name) => base.lookup(name) === null).length;
  const source = { feed, modified: above.modified, records: above.advisories };
  const identity = createHash("sha256").update(`${below.id} ${feed} ${above.id}`).digest("hex");
  return {
    ...below,
    id: `sha256:${identity}`,
    advisories: below.advisories + above.advisories,
    packages: below.packages + added,
    withdrawn: below.withdrawn + above.withdrawn,
    sources: [...below.sources, source].toSorted((a, b) => compareText(a.feed, b.feed)),
    hasTexts: below.hasTexts || above.hasTexts,
    malformed: [...below.malformed, ...above.malformed],
  };
}

/** One order for the bounds of both; each record's ranks are moved to it. */
function mergePackages(below: PackageAdvisories, above: PackageAdvisories): PackageAdvisories {
  const { bounds, places } = mergeBounds(below.bounds, above.bounds);
  const [first, second] = places;
  const advisories = [
    ...below.advisories.map((advisory) => moved(advisory, first)),
    ...above.advisories.map((advisory) => moved(advisory, second)),
  ];
  return {
    name: below.name,
    bounds,
    advisories: advisories.toSorted((a, b) => compareText(a.id, b.id) || compareText(a.feed, b.feed)),
  };
}
