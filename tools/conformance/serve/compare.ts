// The real pip-audit, uv audit, pysentry and osv-scanner against `pyward db serve` and against the reference service, from the same records.
//
//   node tools/conformance/serve/compare.ts --peers DIR [--shared DIR] [--python PYTHON] [--facts] [WORKLOAD…]
//
// --shared: the folder with advisories and bench; --peers: the peers' executables; --facts: the embedded database, which keeps no records. Exit code 1: a difference has no cause.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startLoopback } from "../../compare-peers/loopback.ts";
import {
  isolate,
  PEERS,
  prepare,
  runPeer,
  type Bench,
  type Input,
  type Peer,
} from "../../compare-peers/peers.ts";
import { normalizeName } from "../../../packages/pyward/src/python/index.ts";
import { causeOf, packagesFixedIn, type Difference } from "./causes.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    shared: {
      type: "string",
      default: process.env["SHARED"] ?? join(import.meta.dirname, "../../../../shared"),
    },
    peers: { type: "string", default: "" },
    python: { type: "string", default: "python3" },
    facts: { type: "boolean", default: false },
  },
});
const { shared, peers: programs, python, facts } = values;
const ALL = ["seed-old", "seed-fixed", "w50", "w200", "w500", "edge"];
const workloads = positionals.length > 0 ? positionals : ALL;
const archive = join(shared, "advisories/pypi-2026-07-23.zip");
const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const folder = mkdtempSync(join(tmpdir(), "pyward-serve-"));

function startServe(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const database = facts ? [] : ["--database", archive];
  const child = spawn(process.execPath, [PYWARD, "db", "serve", "--port", "0", ...database], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PYWARD_HOME: folder },
  });
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      const url = /http:\S+/.exec(chunk.toString())?.[0];
      if (url !== undefined) resolve({ url, stop: () => void child.kill() });
    });
    child.on("close", () => reject(new Error("pyward db serve ended")));
  });
}

const reference = await startLoopback({ python, bench: join(shared, "bench"), archive });
const ours = await startServe();
const zip = join(folder, "all.zip");
writeFileSync(zip, Buffer.from(await (await fetch(`${ours.url}/PyPI/all.zip`)).arrayBuffer()));
const benches: readonly Bench[] = [
  { programs, url: reference.url, archive, scratch: join(folder, "reference") },
  { programs, url: ours.url, archive: zip, scratch: join(folder, "ours") },
];
for (const bench of benches) await prepare(bench);

let compared = 0;
let unexplained = 0;
let explained = 0;
try {
  for (const workload of workloads) for (const peer of PEERS) await compare(workload, peer);
} finally {
  reference.stop();
  ours.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${compared} runs compared: ${explained} differences explained, ${unexplained} unexplained`);
process.exitCode = unexplained === 0 ? 0 : 1;

async function compare(workload: string, peer: Peer): Promise<void> {
  const input = peer.inputs[0] ?? "requirements.txt";
  compared += 1;
  const run = async (bench: Bench, without: readonly string[]) => {
    const at = await isolate(bench, join(shared, "bench/workloads", workload), input);
    if (without.length > 0) leaveOut(join(at, input), without);
    return { at: join(at, input), rows: await findings(peer, bench, at, input) };
  };
  const [there, here] = [benches[0] as Bench, benches[1] as Bench];
  let [wanted, found] = [await run(there, []), await run(here, [])];
  let note = "";
  const broken =
    typeof wanted.rows === "string" ? /Invalid version: '([^']+)'/.exec(wanted.rows)?.[1] : undefined;
  if (broken !== undefined && typeof found.rows !== "string") {
    // The tool cannot read a version of a record that only the reference gives: compared without the packages of that record.
    const without = await packagesFixedIn(broken, pinsOf(found.at), reference.url);
    note = `, without ${without.join(", ")}, where the tool ends at the reference's answer (${broken})`;
    [wanted, found] = [await run(there, without), await run(here, without)];
    explained += 1;
  }
  if (typeof wanted.rows === "string" || typeof found.rows === "string") {
    if (wanted.rows !== found.rows) unexplained += 1;
    for (const { rows } of [wanted, found])
      console.log(`${workload}, ${peer.id}: ${typeof rows === "string" ? rows : `${rows.size} findings`}`);
    return;
  }
  const differences = differencesOf(wanted.rows, found.rows);
  console.log(
    `${workload}, ${peer.id}: ${wanted.rows.size} findings, ${differences.length} differences${note}`,
  );
  const written = writtenIn(wanted.at);
  for (const difference of differences) await explain(difference, peer, written);
}

async function explain(
  difference: Difference,
  { id }: Peer,
  pins: ReadonlyMap<string, string>,
): Promise<void> {
  const written = pins.get(normalizeName(difference.name)) ?? null;
  const cause = await causeOf(difference, { url: reference.url, isFacts: facts, peer: id, written });
  if (cause === null) unexplained += 1;
  else explained += 1;
  const { side, name, version, ids } = difference;
  console.log(`  ${side} ${name} ${version} ${ids.join(" ")}: ${cause ?? "NOT EXPLAINED"}`);
}

type Rows = ReadonlyMap<string, Omit<Difference, "side">>;

/** Why there are none, where the tool ended without an answer. */
async function findings(peer: Peer, bench: Bench, at: string, input: Input): Promise<Rows | string> {
  const { answer } = await runPeer(peer, bench, at, input);
  if (answer.kind === "lost") return `lost: ${answer.why}`;
  const rows = answer.rows.map(({ name, version, ids }) => ({ name, version, ids: ids.toSorted() }));
  return new Map(rows.map((row) => [`${row.name} ${row.version} ${row.ids.join(" ")}`, row]));
}

function differencesOf(wanted: Rows, found: Rows): readonly Difference[] {
  const lost = [...wanted]
    .filter(([key]) => !found.has(key))
    .map(([, row]) => ({ side: "lost", ...row }) as const);
  const more = [...found]
    .filter(([key]) => !wanted.has(key))
    .map(([, row]) => ({ side: "more", ...row }) as const);
  return [...lost, ...more];
}

function pinsOf(file: string): readonly string[] {
  return [...readFileSync(file, "utf8").matchAll(/^([\w.-]+)==/gm)].map((match) => match[1] ?? "");
}

/** By normalised name, the versions of a requirements file as they stand there. */
function writtenIn(file: string): ReadonlyMap<string, string> {
  const pins = readFileSync(file, "utf8").matchAll(/^([\w.-]+)==([^\s;]+)/gm);
  return new Map([...pins].map(([, name = "", version = ""]) => [normalizeName(name), version]));
}

function leaveOut(file: string, names: readonly string[]): void {
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, lines.filter((line) => !names.some((name) => line.startsWith(`${name}==`))).join("\n"));
}
