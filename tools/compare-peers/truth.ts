import { join } from "node:path";
import { normalVersion } from "./answers.ts";
import { runProgram } from "./run-program.ts";

/** What truth.py says of one record and one pin. */
export interface RecordFacts {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly withdrawn: boolean;
  /** By the OSV algorithm over PEP 440, from readable bounds and the enumeration. */
  readonly affected: boolean;
  /** By a service that takes an unreadable bound as below every version. */
  readonly served: boolean;
  readonly oddBound: boolean;
  /** One of its `fixed` events is not PEP 440. */
  readonly oddFix: boolean;
  /** It enumerates versions, or has a range with readable bounds. */
  readonly decidable: boolean;
  /** One of its ranges holds more than one interval. */
  readonly severalIntervals: boolean;
  /** A GIT range stands before the ECOSYSTEM one. */
  readonly gitFirst: boolean;
  /** The version is enumerated, by PEP 440 equality. */
  readonly listed: boolean;
  readonly listedAsText: boolean;
  /** The record enumerates versions at all. */
  readonly lists: boolean;
  /** The record writes the package's name in its normalised form. */
  readonly namedAsText: boolean;
  readonly fixes: readonly string[];
  /** The lowest final version above the pin that is fixed and free of the record. */
  readonly fix: string | null;
}

export interface Pin {
  readonly name: string;
  readonly version: string;
  readonly records: readonly RecordFacts[];
}

/** Asks truth.py about several requirements files; keyed by the path given. Rejects with what Python said. */
export async function readTruth(
  python: string,
  bench: string,
  archive: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly Pin[]>> {
  const script = join(import.meta.dirname, "truth.py");
  const ended = await runProgram([python, script, bench, archive, ...files]);
  if (ended.code !== 0) throw new Error(`truth.py: ${ended.stderr.trim()}`);
  return new Map(Object.entries(JSON.parse(ended.stdout) as Record<string, Pin[]>));
}

/** One problem of one pin: the records about it that share an id or an alias, transitively. */
export interface Group {
  readonly key: string;
  readonly name: string;
  readonly version: string;
  readonly records: readonly RecordFacts[];
}

/** Every group of every pin, and the way from an id to its group. */
export interface Groups {
  readonly all: readonly Group[];
  readonly find: (name: string, version: string, ids: readonly string[]) => Group | null;
}

export function groupsOf(pins: readonly Pin[]): Groups {
  const all: Group[] = [];
  const byId = new Map<string, Group>();
  for (const pin of pins) {
    const version = normalVersion(pin.version);
    for (const records of connected(pin.records)) {
      const first = records.map((record) => record.id).toSorted()[0] ?? "";
      const group = { key: `${pin.name} ${version} ${first}`, name: pin.name, version, records };
      all.push(group);
      for (const id of records.flatMap(idsOf)) {
        const key = `${pin.name} ${version} ${id}`;
        if (byId.get(key)?.records.some((record) => !record.withdrawn) !== true) byId.set(key, group);
      }
    }
  }
  const find: Groups["find"] = (name, version, ids) =>
    ids.map((id) => byId.get(`${name} ${version} ${id}`)).find((group) => group !== undefined) ?? null;
  return { all, find };
}

/** Withdrawn records join nothing (they stand alone): what they say of aliases is withdrawn too. */
function connected(records: readonly RecordFacts[]): readonly (readonly RecordFacts[])[] {
  let groups: RecordFacts[][] = [];
  for (const record of records) {
    if (record.withdrawn) continue;
    const ids = new Set(idsOf(record));
    const touching = groups.filter((group) => group.some((other) => idsOf(other).some((id) => ids.has(id))));
    groups = [...groups.filter((group) => !touching.includes(group)), [...touching.flat(), record]];
  }
  return [...groups, ...records.filter((record) => record.withdrawn).map((record) => [record])];
}

function idsOf(record: RecordFacts): readonly string[] {
  return [record.id, ...record.aliases];
}
