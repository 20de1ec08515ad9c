import { existsSync } from "node:fs";
import type { AdvisoryIndex } from "../advisory-index/advisory-index.ts";
import { openIndex } from "../advisory-index/index.ts";
import { compareDatabases, type ChangedRecord, type RecordChange } from "../compare-databases.ts";
import { releaseComparer, type BecameKnown, type ChangedRelease } from "../compare-releases.ts";
import { PywardError, type ReportGap } from "../model/index.ts";
import { openDatabaseFile } from "../open-database-file.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { diffFleet, fleetLine, isUncompared, type CountedFleet } from "./fleet-diff.ts";
import type { Io } from "./io.ts";
import { openDatabaseBytes, openEmbedded, placeOf, storedPath } from "./open-database.ts";
import { inventoryAt } from "./read-inventory.ts";
import { placeOfRecords } from "./records-place.ts";

interface Asked {
  readonly report: readonly string[];
  readonly fleet?: string;
  readonly json?: true;
}

/** Of a file of `--report`. */
type OfReport<T> = T & { readonly report: string };

/**
 * `pyward db diff`: 1 where a release of the reports became vulnerable, else 3 where something in them has no version to compare or could not be
 * read, else 0; what cannot be opened is thrown.
 */
export async function showDatabaseDiff(
  before: string,
  after: string,
  { report: files, fleet: folder, json }: Asked,
  io: Io,
): Promise<number> {
  const [old, recent] = [await openNamed(before, io), await openNamed(after, io)];
  const records = compareDatabases(old, recent);
  const releasesOf = releaseComparer({ before: old, after: recent, records });
  const releases: OfReport<ChangedRelease>[] = [];
  const gaps: OfReport<ReportGap>[] = [];
  // One after the other: a fleet has thousands.
  for (const file of files) {
    const report = await inventoryAt(file, io);
    releases.push(...releasesOf(report).map((release) => ({ report: file, ...release })));
    gaps.push(...report.gaps.filter(isUncompared).map((gap) => ({ report: file, ...gap })));
  }
  const fleet =
    folder === undefined ? null : await diffFleet(folder, { before: old, after: recent, records }, io);
  releases.push(...(fleet?.releases ?? []));
  gaps.push(...(fleet?.gaps ?? []));
  const counts = countsOf(records);
  const [from, to] = [old.info, recent.info].map(({ id, modified, advisories }) => ({
    id,
    modified,
    advisories,
  }));
  const counted = fleet === null ? {} : { fleet: fleet.counted };
  const answer = { before: from, after: to, counts, records, releases, gaps, ...counted };
  io.stdout.write(
    json === true
      ? `${escapeHidden(JSON.stringify(answer, null, 2))}\n`
      : textOf(answer, files.length > 0 || fleet !== null).join("\n"),
  );
  if (releases.some(({ became }) => became.length > 0)) return 1;
  return gaps.length > 0 ? 3 : 0;
}

async function openNamed(name: string, io: Io): Promise<AdvisoryIndex> {
  if (name === "embedded") return openIndex(openEmbedded());
  if (name !== "stored") return openPlace(name, io);
  const path = storedPath(io);
  if (path === null || !existsSync(path))
    throw new PywardError("bad-database", "there is no stored database", {
      hint: "`pyward db update` or `pyward db import FILE` stores one.",
    });
  return openIndex(openDatabaseBytes(path));
}

async function openPlace(name: string, io: Io): Promise<AdvisoryIndex> {
  try {
    const named = placeOf(name, io);
    return await openDatabaseFile(
      named.path === "" ? await placeOfRecords(named, name, io) : named,
      io.now(),
    );
  } catch (cause) {
    if (!(cause instanceof PywardError)) throw cause;
    throw new PywardError(cause.code, `${name} cannot be compared: ${cause.message}`, {
      hint: "Name a database, an OSV zip or a folder of OSV records, or say embedded or stored.",
      cause,
    });
  }
}

function countsOf(records: readonly ChangedRecord[]) {
  const of = (change: RecordChange): number => records.filter((one) => one.change === change).length;
  return {
    new: of("new"),
    backfilled: records.filter(({ isBackfill }) => isBackfill).length,
    modified: of("modified"),
    affectedChanged: records.filter(({ isAffectedChanged }) => isAffectedChanged).length,
    withdrawn: of("withdrawn"),
    restored: of("restored"),
    removed: of("removed"),
  };
}

interface Answer {
  readonly counts: ReturnType<typeof countsOf>;
  readonly records: readonly ChangedRecord[];
  readonly releases: readonly OfReport<ChangedRelease>[];
  readonly gaps: readonly OfReport<ReportGap>[];
  readonly fleet?: CountedFleet;
}

const GAPS_SHOWN = 20;

/** By package, as far as there is something to say; a change of words and links alone is only counted. */
function textOf({ counts, records, releases, gaps, fleet }: Answer, hasReports: boolean): readonly string[] {
  const told = records.filter(({ change, what }) => change !== "modified" || what.length > 0);
  const byPackage = Map.groupBy(
    told.flatMap((record) => record.packages.map((name) => ({ name, record }))),
    ({ name }) => name,
  );
  const packages = [...byPackage].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...packages.flatMap(([name, entries]) => [
      neutralise(name),
      ...entries.map(({ record }) => lineOf(record)),
    ]),
    ...releases.map(releaseLine),
    ...(hasReports && releases.length === 0 ? ["No release of the reports is concerned."] : []),
    ...gaps.slice(0, GAPS_SHOWN).map(gapLine),
    ...(fleet === undefined ? [] : [fleetLine(fleet)]),
    ...(gaps.length > GAPS_SHOWN ? [`… and ${gaps.length - GAPS_SHOWN} more not compared`] : []),
    `${counts.new} new (${counts.backfilled} of them about flaws disclosed before), ${counts.modified} modified ` +
      `(${records.length - told.length} in words and links only), ${counts.withdrawn} withdrawn, ${counts.restored} restored, ${counts.removed} removed`,
    "",
  ];
}

function lineOf({ id, aliases, change, what, isBackfill, disclosed }: ChangedRecord): string {
  const since = isBackfill ? [`disclosed by ${(disclosed ?? "").slice(0, 10)}`] : [];
  const said = [...since, ...what].map(neutralise).join("; ");
  return `  ${change.padEnd(9)}  ${[id, ...aliases].map(neutralise).join(" ")}${said === "" ? "" : `  ${said}`}`;
}

function releaseLine(release: OfReport<ChangedRelease>): string {
  const { report, project, package: name, version, became, cleared } = release;
  const parts = [
    ...(became.length > 0 ? [`became vulnerable: ${became.map(becameText).join("; ")}`] : []),
    ...(cleared.length > 0 ? [`cleared: ${cleared.join(" ")}`] : []),
  ];
  const place = project === "." || project === report ? report : `${project} of ${report}`;
  return neutralise(`${name} ${version} in ${place}: ${parts.join("; ")}`);
}

function becameText({ id, aliases, level, fix, disclosed, isBackfill }: BecameKnown): string {
  const cve = aliases.find((alias) => alias.startsWith("CVE-"));
  const facts = [
    level,
    fix === null ? "no fix is known" : `fix ${fix}`,
    ...(isBackfill ? [`disclosed by ${(disclosed ?? "").slice(0, 10)}`] : []),
  ];
  return `${id}${cve === undefined ? "" : ` ${cve}`} (${facts.join(", ")})`;
}

function gapLine({ report, code, name, reason }: OfReport<ReportGap>): string {
  return neutralise(`not compared in ${report}: ${name === null ? "" : `${name}: `}${reason} (${code})`);
}
