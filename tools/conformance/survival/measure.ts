// A real `pyward db update` against a mirror on loopback: killed at random points, and met with every fault of a network
// and a disk. After each, the stored database is whole and is the one before or the one after.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { killed } from "./kill-updates.ts";
import { allFaults } from "./meet-faults.ts";
import { startMirror } from "./mirror.ts";
import { publish } from "./signals.ts";

async function main([zip, times]: readonly string[]): Promise<number> {
  if (zip === undefined) {
    console.error("usage: node tools/conformance/survival/measure.ts ZIP [TIMES]");
    return 2;
  }
  const scratch = mkdtempSync(join(tmpdir(), "pyward-survival-"));
  const bench = { mirror: await startMirror(resolve(zip)), home: join(scratch, "home") };
  publish(bench.mirror);
  try {
    const kills = await killed(bench, Number(times ?? 200));
    console.log(JSON.stringify(kills, null, 2));
    const rows = await allFaults(bench);
    console.log(JSON.stringify(rows, null, 2));
    console.log(
      `${kills.times} kills (${kills.amidTheWriting} amid the writing) and ${Object.keys(rows).length} faults survived`,
    );
    return 0;
  } finally {
    bench.mirror.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
