import type { DistroStatement, SystemPackage } from "../model/index.ts";
import { compareApk } from "./compare-apk.ts";
import { compareDpkg } from "./compare-dpkg.ts";
import { compareRpm } from "./compare-rpm.ts";
import type { DistroPackage, DistroRecord, RangeEvent } from "./distro-record.ts";
import { ecosystemOf, type Ecosystem } from "./ecosystems.ts";

type Compare = (a: string, b: string) => number | null;

const COMPARE: Readonly<Record<SystemPackage["manager"], Compare>> = {
  dpkg: compareDpkg,
  rpm: compareRpm,
  apk: compareApk,
};

/**
 * What records of the distribution say about these CVEs in an installed package: at most one statement a CVE, `affected` where any record says so. None
 * where no record is about the package in its release, or the versions cannot be compared.
 */
export function statementsOf(
  one: SystemPackage,
  cves: readonly string[],
  records: readonly DistroRecord[],
): readonly DistroStatement[] {
  const ecosystems = ecosystemsOf(one);
  return cves.flatMap((cve) => {
    const about = records.filter((record) => record.cves.includes(cve));
    for (const ecosystem of ecosystems) {
      const said = about.flatMap((record) => saidBy(record, one, ecosystem).map((say) => ({ cve, ...say })));
      const [first] = [...said.filter(({ status }) => status === "affected"), ...said];
      if (first !== undefined) return [first];
    }
    return [];
  });
}

/** In the order of asking: a package of Ubuntu's extended maintenance is judged by the ordinary records where that has none. */
export function ecosystemsOf({ system, source, version }: SystemPackage): readonly Ecosystem[] {
  if (system === undefined) return [];
  const isPro = /[+~.]esm\d/.test(source?.version ?? version);
  const found = [isPro ? ecosystemOf(system, true) : null, ecosystemOf(system, false)];
  return found.filter((ecosystem) => ecosystem !== null);
}

type Said = Omit<DistroStatement, "cve">;

function saidBy({ id, affected }: DistroRecord, one: SystemPackage, ecosystem: Ecosystem): readonly Said[] {
  return affected.flatMap((about) => {
    const version = ecosystem.has(about.ecosystem) ? versionFor(one, about.name) : null;
    const said = version === null ? null : judge(about, version, COMPARE[one.manager]);
    return said === null ? [] : [{ record: id, ...said }];
  });
}

/** Debian and Ubuntu name sources; those of rpm and apk sources or packages, by supplier. Null: it is about something else. */
function versionFor({ manager, name, version, source }: SystemPackage, about: string): string | null {
  if (about === (source?.name ?? name)) return source?.version ?? version;
  return manager !== "dpkg" && about === name ? version : null;
}

/** OSV schema, "Evaluation"; and of what is not affected only what a `fixed` says is taken for fixed. */
function judge(
  { versions, ranges }: DistroPackage,
  version: string,
  compareVersions: Compare,
): Omit<Said, "record"> | null {
  const events = ranges.flat();
  if (!events.every((event) => isComparable(event.version, version, compareVersions))) return null;
  const compare = (a: string, b: string): number =>
    a === b ? 0 : rank(a, b) || (compareVersions(a, b) ?? 0);
  const byVersion = (a: RangeEvent, b: RangeEvent): number => compare(a.version, b.version);
  const fixes = events.filter(({ kind }) => kind === "fixed").toSorted(byVersion);
  if (versions.includes(version) || ranges.some((range) => isIn(range, version, compare))) {
    const next = fixes.find((fix) => compare(fix.version, version) > 0);
    return { status: "affected", version: next?.version ?? null };
  }
  const last = fixes.findLast((fix) => compare(fix.version, version) <= 0);
  return last === undefined ? null : { status: "fixed", version: last.version };
}

/** "0" of an event is before every version. */
function rank(a: string, b: string): number {
  return a === "0" ? -1 : b === "0" ? 1 : 0;
}

/** Packages of a module of Red Hat are numbered apart from those of the release. */
function isComparable(event: string, version: string, compare: Compare): boolean {
  if (event === "0") return true;
  return compare(event, version) !== null && MODULE.test(event) === MODULE.test(version);
}

const MODULE = /\.module[+_]el/;

function isIn(
  range: readonly RangeEvent[],
  version: string,
  compare: (a: string, b: string) => number,
): boolean {
  const ordered = range.toSorted((a, b) => compare(a.version, b.version) || order(b) - order(a));
  let isAffected = false;
  for (const { kind, version: at } of ordered) {
    const difference = compare(at, version);
    if (kind === "introduced" && difference <= 0) isAffected = true;
    if (kind === "fixed" && difference <= 0) isAffected = false;
    if (kind === "last_affected" && difference < 0) isAffected = false;
  }
  return isAffected;
}

/** What is fixed and introduced in one version is affected. */
function order({ kind }: RangeEvent): number {
  return kind === "introduced" ? 0 : 1;
}
