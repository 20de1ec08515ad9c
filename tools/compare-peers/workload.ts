import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Row } from "./answers.ts";
import { compare, countFixes, groupKeys, type Comparison, type FixCounts } from "./measure.ts";
import {
  isolate,
  PEERS,
  runPeer,
  runPyward,
  type Bench,
  type Input,
  type Peer,
  type PeerId,
} from "./peers.ts";
import { groupsOf, type Groups, type Pin } from "./truth.ts";

export interface PeerRun {
  readonly peer: PeerId;
  readonly input: Input;
  /** Null: compared as it answered. Else why the whole run was lost; then `comparison` is of a second run, if any. */
  readonly lost: string | null;
  readonly leftOut: readonly string[];
  readonly comparison: Comparison | null;
  readonly note: string | null;
}

export interface WorkloadResult {
  readonly name: string;
  readonly pins: number;
  /** Problems by the plain OSV algorithm. */
  readonly truth: number;
  readonly pyward: {
    readonly findings: number;
    /** By the plain algorithm affected and not reported. */
    readonly missed: readonly string[];
    /** Reported, with a bound that is not PEP 440 or none at all: the plain algorithm has no answer. */
    readonly odd: readonly string[];
    /** Reported for no reason that the truth knows. */
    readonly extra: readonly string[];
    readonly fixes: FixCounts | null;
    /** Other ways to the same answer (uv.lock, the zip as database) → number of findings that differ. */
    readonly same: ReadonlyMap<string, number>;
  };
  readonly runs: readonly PeerRun[];
}

/** Runs everything on one workload. `folder` holds its requirements.txt and locks. */
export async function measureWorkload(
  bench: Bench,
  folder: string,
  pins: readonly Pin[],
): Promise<WorkloadResult> {
  const groups = groupsOf(pins);
  const ours = await pywardRows(["-r", join(folder, "requirements.txt")]);
  const runs: PeerRun[] = [];
  for (const peer of PEERS) {
    for (const input of peer.inputs) {
      runs.push(await measurePeer({ bench, folder, pins, groups, ours }, peer, input));
    }
  }
  const lock = await isolate(bench, folder, "uv.lock");
  const same = new Map([
    ["uv.lock", differing(ours, await pywardRows([lock]))],
    [
      "requirements.txt with the zip as database",
      differing(
        ours,
        await pywardRows(["-r", join(folder, "requirements.txt"), "--database", bench.archive]),
      ),
    ],
  ]);
  const { truth, ...judged } = judge(ours, groups);
  return {
    name: folder.split("/").at(-1) ?? "",
    pins: pins.length,
    truth,
    pyward: { ...judged, same },
    runs,
  };
}

interface Context {
  readonly bench: Bench;
  readonly folder: string;
  readonly pins: readonly Pin[];
  readonly groups: Groups;
  readonly ours: readonly Row[];
}

async function measurePeer(context: Context, peer: Peer, input: Input): Promise<PeerRun> {
  const { bench, groups, ours: pyward } = context;
  const folder = await isolate(bench, context.folder, input);
  const first = await runPeer(peer, bench, folder, input);
  const base = { peer: peer.id, input, leftOut: [], note: null };
  if (first.answer.kind === "answered") {
    const { rows, note } = first.answer;
    const comparison = compare({ peer: peer.id, rows, pyward, groups, leftOut: new Set() });
    return { ...base, lost: null, comparison, note };
  }
  const lost = first.answer.why;
  const leftOut = new Set(context.pins.filter(hasOddFix).map((pin) => pin.name));
  if (input !== "requirements.txt" || leftOut.size === 0) return { ...base, lost, comparison: null };
  const rest = await withoutPins(context, leftOut);
  const second = await runPeer(peer, bench, rest, input);
  if (second.answer.kind === "lost") return { ...base, lost, comparison: null };
  const comparison = compare({ peer: peer.id, rows: second.answer.rows, pyward, groups, leftOut });
  return { ...base, lost, leftOut: [...leftOut], comparison };
}

function hasOddFix(pin: Pin): boolean {
  return pin.records.some((record) => record.served && record.oddFix);
}

async function withoutPins({ bench, folder, pins }: Context, names: ReadonlySet<string>): Promise<string> {
  const rest = join(bench.scratch, "work", `${folder.split("/").at(-1)}-without`);
  await mkdir(rest, { recursive: true });
  const lines = pins.filter((pin) => !names.has(pin.name)).map((pin) => `${pin.name}==${pin.version}\n`);
  await writeFile(join(rest, "requirements.txt"), lines.join(""));
  return rest;
}

async function pywardRows(paths: readonly string[]): Promise<readonly Row[]> {
  const { answer } = await runPyward(paths);
  if (answer.kind === "lost") throw new Error(`pyward gave no report: ${answer.why}`);
  return answer.rows;
}

function truthOf(groups: Groups): readonly string[] {
  return groups.all
    .filter((group) => group.records.some((record) => record.affected))
    .map((group) => group.key);
}

/** An answer against the truth: how many problems that has, and which the answer lacks or has beyond. */
export function judge(
  rows: readonly Row[],
  groups: Groups,
): Omit<WorkloadResult["pyward"], "same"> & Pick<WorkloadResult, "truth"> {
  const ours = groupKeys(rows, groups);
  const truth = new Set(truthOf(groups));
  const beyond = [...ours].filter(([key]) => !truth.has(key));
  const isOdd = (key: string): boolean =>
    ours.get(key)?.records.some((record) => record.oddBound || !record.decidable) === true;
  return {
    truth: truth.size,
    findings: rows.length,
    missed: [...truth].filter((key) => !ours.has(key)),
    odd: beyond.map(([key]) => key).filter((key) => isOdd(key)),
    extra: beyond.map(([key]) => key).filter((key) => !isOdd(key)),
    fixes: countFixes(rows, groups),
  };
}

/** Findings of one answer that the other has not, the fix that is shown included. */
function differing(left: readonly Row[], right: readonly Row[]): number {
  const [a, b] = [left, right].map((rows) => new Set(rows.map((row) => JSON.stringify(row))));
  return a === undefined || b === undefined ? 0 : a.symmetricDifference(b).size;
}
