import { existsSync } from "node:fs";
import type { AdvisoryIndex } from "../advisory-index/advisory-index.ts";
import { openIndex } from "../advisory-index/index.ts";
import {
  compareDatabases,
  compareReleases,
  type ChangedRecord,
  type ChangedRelease,
  type RecordChange,
} from "../compare-databases.ts";
import { PywardError } from "../model/index.ts";
import { escapeHidden } from "../reports/shared/escape-hidden.ts";
import { neutralise } from "../reports/shared/neutralise.ts";
import { reportAt } from "./find-base.ts";
import type { Io } from "./io.ts";
import { openDatabase, openDatabaseBytes, openEmbedded, storedPath } from "./open-database.ts";
import { usable } from "./show-database.ts";

interface Asked {
  readonly report: readonly string[];
  readonly json?: true;
}

/** `pyward db diff`: 1 where a release of the reports became vulnerable, else 0; what cannot be opened is thrown. */
export async function showDatabaseDiff(
  before: string,
  after: string,
  { report: files, json }: Asked,
  io: Io,
): Promise<number> {
  const reports = files.map((file) => {
    const report = reportAt(file, io);
    if (report === null) throw new PywardError("bad-report", `${file} is not a saved JSON report`);
    return report;
  });
  const [old, recent] = [await openNamed(before, io), await openNamed(after, io)];
  const records = compareDatabases(old, recent);
  const releases = reports.flatMap((report) => compareReleases(report, old, recent));
  const counts = countsOf(records);
  const [from, to] = [old.info, recent.info].map(({ id, modified, advisories }) => ({
    id,
    modified,
    advisories,
  }));
  const answer = { before: from, after: to, counts, records, releases };
  io.stdout.write(
    json === true
      ? `${escapeHidden(JSON.stringify(answer, null, 2))}\n`
      : textOf(answer, files.length > 0).join("\n"),
  );
  return releases.some(({ became }) => became.length > 0) ? 1 : 0;
}

async function openNamed(name: string, io: Io): Promise<AdvisoryIndex> {
  if (name === "embedded") return openIndex(openEmbedded());
  if (name !== "stored") return usable(await openDatabase(name, io, io.now())).index;
  const path = storedPath(io);
  if (path === null || !existsSync(path))
    throw new PywardError("bad-database", "there is no stored database", {
      hint: "pyward db import FILE stores one.",
    });
  return openIndex(openDatabaseBytes(path));
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
  readonly releases: readonly ChangedRelease[];
}

/** By package, as far as there is something to say; a change of words and links alone is only counted. */
function textOf({ counts, records, releases }: Answer, hasReports: boolean): readonly string[] {
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

function releaseLine({ project, package: name, version, became, cleared }: ChangedRelease): string {
  const parts = [
    ...(became.length > 0 ? [`became vulnerable: ${became.join(" ")}`] : []),
    ...(cleared.length > 0 ? [`cleared: ${cleared.join(" ")}`] : []),
  ];
  return neutralise(`${name} ${version} in ${project}: ${parts.join("; ")}`);
}
