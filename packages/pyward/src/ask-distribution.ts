import type { AuditedProject, FoundProblem } from "./assemble/audited-project.ts";
import { readDistroRecord, type DistroRecord } from "./distribution/distro-record.ts";
import { ecosystemsOf, statementsOf } from "./distribution/statements.ts";
import { readRecords } from "./feeds/shared/read-records.ts";
import type { FileTree } from "./host/index.ts";
import type { SystemPackage } from "./model/index.ts";

/** OSV records of a distribution: a zip, a folder or a file. */
export interface DistroData {
  readonly tree: FileTree;
  readonly path: string;
  /** As the user named it. */
  readonly title: string;
}

interface Asked {
  readonly projects: readonly AuditedProject[];
  readonly notes: readonly string[];
}

/**
 * Adds to each problem of a distribution's package what the distribution's own advisories say. Only records that name a CVE of one of them are read in full.
 * Throws PywardError `missing-path` and `bad-database`.
 */
export async function askDistribution(
  projects: readonly AuditedProject[],
  data: readonly DistroData[],
): Promise<Asked> {
  const asked = projects.flatMap(({ problems }) => problems.filter(isOfSystem));
  const cves = new Set(asked.flatMap(cvesOf));
  const { records, notes } = await readData(data, cves);
  const withStatements = (found: FoundProblem): FoundProblem => {
    const { systemPackage } = found.dependency;
    if (systemPackage === undefined) return found;
    const about = cvesOf(found);
    return { ...found, statements: statementsOf(systemPackage, about, aboutAny(records, about)) };
  };
  return {
    projects: projects.map((project) => ({ ...project, problems: project.problems.map(withStatements) })),
    notes: [...notes, ...unanswered(asked, records)],
  };
}

function isOfSystem({ dependency }: FoundProblem): boolean {
  return dependency.systemPackage !== undefined;
}

function cvesOf({ problem }: FoundProblem): readonly string[] {
  const ids = [problem.id, ...problem.aliases].filter((id) => /^CVE-/i.test(id));
  return ids.map((id) => id.toUpperCase());
}

type ByCve = ReadonlyMap<string, readonly DistroRecord[]>;

function aboutAny(records: ByCve, cves: readonly string[]): readonly DistroRecord[] {
  return [...new Set(cves.flatMap((cve) => records.get(cve) ?? []))];
}

async function readData(data: readonly DistroData[], cves: ReadonlySet<string>) {
  const newest = new Map<string, DistroRecord>();
  const notes: string[] = [];
  const isWanted = (text: string): boolean =>
    (text.match(/CVE-\d{4}-\d{4,}/g) ?? []).some((cve) => cves.has(cve));
  for (const { tree, path, title } of data) {
    let unreadable = 0;
    for await (const raw of readRecords(tree, path, isWanted)) {
      const record = raw.kind === "record" ? readDistroRecord(raw.value) : null;
      if (raw.kind === "unreadable") unreadable++;
      if (record !== null && (newest.get(record.id)?.modified ?? "") <= record.modified)
        newest.set(record.id, record);
    }
    if (unreadable > 0)
      notes.push(
        `of the distribution's data in ${title}, ${unreadable} cannot be read: what these say is not known`,
      );
  }
  const byCve = new Map<string, DistroRecord[]>();
  for (const record of newest.values())
    for (const cve of record.cves) {
      const known = byCve.get(cve);
      if (known === undefined) byCve.set(cve, [record]);
      else known.push(record);
    }
  return { records: byCve, notes };
}

/** Data of another distribution or release answers nothing, which its giver does not expect. */
function unanswered(asked: readonly FoundProblem[], records: ByCve): readonly string[] {
  const packages = asked.flatMap(({ dependency }) => dependency.systemPackage ?? []);
  const all = [...records.values()].flat();
  const notes = new Set<string>();
  for (const one of packages) {
    const ecosystems = ecosystemsOf(one);
    const isKnown = all.some(({ affected }) =>
      affected.some(({ ecosystem }) => ecosystems.some(({ has }) => has(ecosystem))),
    );
    if (!isKnown)
      notes.add(
        noteOn(
          one,
          ecosystems.map(({ name }) => name),
        ),
      );
  }
  return [...notes].toSorted();
}

function noteOn({ system }: SystemPackage, ecosystems: readonly string[]): string {
  if (system === undefined)
    return "the distribution's data was not asked: the system has no os-release that says which distribution it is";
  const [name] = ecosystems;
  const which = `${system.id} ${system.version}`
    .trim()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}]/gu, "?")
    .slice(0, 100);
  return name === undefined
    ? `the distribution's data was not asked: OSV has no ecosystem for ${which}`
    : `the distribution's data has no record of ${name} about any of the findings`;
}
