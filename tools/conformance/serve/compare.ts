// The real pip-audit, uv audit, pysentry and osv-scanner against `pyward db serve` and against the reference service, from the same records.
//
//   node tools/conformance/serve/compare.ts SHARED PEERS [PYTHON] [WORKLOAD…]
//
// SHARED: the folder with advisories and bench; PEERS: the peers' executables. Exit code 1: an answer differs.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLoopback } from "../../compare-peers/loopback.ts";
import { isolate, PEERS, prepare, runPeer, type Bench } from "../../compare-peers/peers.ts";

const [shared = "", programs = "", python = "python3", ...named] = process.argv.slice(2);
const workloads = named.length > 0 ? named : ["seed-old", "seed-fixed", "w50", "w200", "w500", "edge"];
const archive = join(shared, "advisories/pypi-2026-07-23.zip");
const PYWARD = join(import.meta.dirname, "../../../packages/pyward/bin/pyward.js");
const folder = mkdtempSync(join(tmpdir(), "pyward-serve-"));

function startServe(): Promise<{ readonly url: string; readonly stop: () => void }> {
  const child = spawn(process.execPath, [PYWARD, "db", "serve", "--database", archive, "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
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

let different = 0;
let compared = 0;
try {
  for (const workload of workloads)
    for (const peer of PEERS) {
      const input = peer.inputs[0] ?? "requirements.txt";
      const told: string[] = [];
      for (const bench of benches) {
        const at = await isolate(bench, join(shared, "bench/workloads", workload), input);
        const { answer } = await runPeer(peer, bench, at, input);
        told.push(
          answer.kind === "lost"
            ? `lost: ${answer.why}`
            : answer.rows
                .map(({ name, version, ids }) => `${name} ${version} ${ids.toSorted().join(" ")}`)
                .toSorted()
                .join("\n"),
        );
      }
      const [wanted = "", found = ""] = told;
      compared += 1;
      const lines = wanted.split("\n").filter((line) => line !== "").length;
      if (wanted !== found) different += 1;
      const outcome = wanted.startsWith("lost") ? wanted : `${lines} findings`;
      console.log(`${workload}, ${peer.id}: ${outcome}, ${wanted === found ? "the same" : "DIFFERENT"}`);
      if (wanted !== found) console.log(difference(wanted, found));
    }
} finally {
  reference.stop();
  ours.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${compared} runs compared, ${different} different`);
process.exitCode = different === 0 ? 0 : 1;

function difference(wanted: string, found: string): string {
  const [a, b] = [wanted.split("\n"), found.split("\n")];
  const lost = a.filter((line) => !b.includes(line)).map((line) => `  lost ${line}`);
  const more = b.filter((line) => !a.includes(line)).map((line) => `  more ${line}`);
  return [...lost, ...more].slice(0, 10).join("\n");
}
