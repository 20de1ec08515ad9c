import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildIndex } from "../packages/pyward/src/advisory-index/build-index.ts";
import { openIndex, type AdvisoryIndex } from "../packages/pyward/src/advisory-index/index.ts";
import { openByteSource } from "../packages/pyward/src/host/node/index.ts";
import type { RawRecord } from "../packages/pyward/src/model/index.ts";
import { showAdvisory } from "../packages/pyward/src/show-database.ts";

const SNAPSHOT = join(import.meta.dirname, "../packages/advisories/snapshot.pyward");

/** Two built databases: the embedded advisories, and ten times as many (nine copies are about packages of other names). */
export async function makeTenfoldDatabase(
  folder: string,
): Promise<{ readonly one: string; readonly ten: string }> {
  const records = embeddedRecords();
  const one = join(folder, "one.pyward");
  const ten = join(folder, "ten.pyward");
  writeFileSync(one, await build(records));
  writeFileSync(ten, await build(copiesOf(records, 0, 10)));
  return { one, ten };
}

/**
 * Built databases of so many records each. The smallest holds every seventh of the embedded ones or so, and the others hold these and, to their
 * size, copies about packages of other names: what is audited has the same findings with each.
 */
export async function makeDatabases(
  folder: string,
  sizes: readonly number[],
): Promise<readonly { readonly size: number; readonly file: string; readonly seconds: number }[]> {
  const records = embeddedRecords();
  const least = Math.min(...sizes);
  const base = records.filter(
    (_, at) => Math.floor((at * least) / records.length) < Math.floor(((at + 1) * least) / records.length),
  );
  const made = [];
  for (const size of sizes) {
    const more = copiesOf(records, 1, Math.ceil(size / records.length) + 1).slice(0, size - base.length);
    const file = join(folder, `${size}.pyward`);
    const start = process.cpuUsage();
    writeFileSync(file, await build([...base, ...more]));
    const { user, system } = process.cpuUsage(start);
    made.push({ size, file, seconds: (user + system) / 1e6 });
  }
  return made;
}

/** The embedded advisories, and the same with a change of so many records, evenly taken: each affects every version now, or none any more. */
export async function makeChangedDatabases(
  folder: string,
  changes: number,
): Promise<{ readonly before: string; readonly after: string }> {
  const records = embeddedRecords();
  const step = Math.floor(records.length / changes);
  const changed = records.map((record, at) =>
    at % step === 0 && at / step < changes ? changedOf(record, at / step) : record,
  );
  const [before, after] = [join(folder, "before.pyward"), join(folder, "after.pyward")];
  writeFileSync(before, await build(records));
  writeFileSync(after, await build(changed));
  return { before, after };
}

function changedOf(record: OsvRecord, at: number): OsvRecord {
  const modified = "2026-07-23T12:00:00Z";
  if (at % 2 === 0)
    return { ...record, modified, affected: record.affected.map(({ package: name }) => everyVersion(name)) };
  return { ...record, modified, ...{ withdrawn: modified } };
}

function everyVersion(name: OsvRecord["affected"][number]["package"]): OsvRecord["affected"][number] {
  return { package: name, ranges: [{ type: "ECOSYSTEM", events: [{ introduced: "0" }] }], versions: [] };
}

function copiesOf(records: readonly OsvRecord[], from: number, to: number): readonly OsvRecord[] {
  return Array.from({ length: to - from }, (_, at) =>
    records.map((record) => copyOf(record, from + at)),
  ).flat();
}

function embeddedRecords(): readonly OsvRecord[] {
  const index = openIndex(openByteSource(SNAPSHOT));
  const records = [...recordsOf(index)];
  index.close();
  return records;
}

interface OsvRecord {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly modified: string;
  readonly published: string | null;
  readonly affected: readonly {
    readonly package: { readonly ecosystem: "PyPI"; readonly name: string };
    readonly [key: string]: unknown;
  }[];
}

async function build(records: readonly OsvRecord[]): Promise<Uint8Array> {
  const raw = records.map((value): RawRecord => ({ kind: "record", file: value.id, value }));
  return (await buildIndex(raw, { now: new Date("2026-07-23T23:59:59Z"), content: "facts" })).bytes;
}

/** The snapshot's facts written as OSV records again. */
function* recordsOf(index: AdvisoryIndex): Generator<OsvRecord> {
  const seen = new Set<string>();
  for (const name of index.packageNames()) {
    for (const { id } of index.lookup(name)?.advisories ?? []) {
      if (seen.has(id)) continue;
      seen.add(id);
      const shown = showAdvisory(index, id).filter(({ advisory }) => advisory.id === id);
      const [first] = shown;
      if (first === undefined) continue;
      const { aliases, modified, published, withdrawn, severity } = first.advisory;
      yield {
        id,
        aliases,
        modified,
        published,
        ...(withdrawn === null ? {} : { withdrawn }),
        ...(severity.vector === null ? {} : { severity: [{ type: "CVSS_V3", score: severity.vector }] }),
        affected: shown.map((record) => ({
          package: { ecosystem: "PyPI", name: record.package },
          ranges: [{ type: "ECOSYSTEM", events: record.ranges.flatMap(eventsOf) }],
          versions: record.versions,
        })),
      };
    }
  }
}

type Range = ReturnType<typeof showAdvisory>[number]["ranges"][number];

function eventsOf({ introduced, fixed, lastAffected }: Range): readonly object[] {
  const end = fixed === null ? (lastAffected === null ? [] : [{ last_affected: lastAffected }]) : [{ fixed }];
  return [{ introduced: introduced ?? "0" }, ...end];
}

function copyOf(record: OsvRecord, copy: number): OsvRecord {
  if (copy === 0) return record;
  const affected = record.affected.map((entry) => ({
    ...entry,
    package: { ...entry.package, name: `${entry.package.name}-copy-${copy}` },
  }));
  return {
    ...record,
    id: `${record.id}-${copy}`,
    aliases: record.aliases.map((alias) => `${alias}-${copy}`),
    affected,
  };
}
