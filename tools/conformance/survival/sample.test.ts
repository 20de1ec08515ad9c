import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeZip } from "../../../packages/pyward/src/archive/zip/make-zip.ts";
import { killed } from "./kill-updates.ts";
import { halves, networkFaults } from "./meet-faults.ts";
import { startMirror, type Mirror } from "./mirror.ts";
import { publish } from "./signals.ts";

/** Few enough for seconds, and enough that one in a hundred is some. */
const RECORDS = 400;
const KILLS = 6;

let scratch = "";
let mirror: Mirror | null = null;

function zip(): Buffer {
  const members = Array.from({ length: RECORDS }, (_, number) => {
    const id = `PYSEC-2026-${number}`;
    const affected = [
      {
        package: { ecosystem: "PyPI", name: number === 0 ? "pyyaml" : `p${number % 50}` },
        versions: ["1.0"],
      },
    ];
    const modified = "2026-06-01T00:00:00Z";
    const bytes = Buffer.from(JSON.stringify({ id, modified, summary: `about ${number}`, affected }));
    const packed = { bytes: deflateRawSync(bytes), size: bytes.length, crc32: crc32(bytes) };
    return { name: `${id}.json`, packed: () => packed };
  });
  return Buffer.concat(makeZip(members).parts);
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "pyward-survival-"));
  writeFileSync(join(scratch, "all.zip"), zip());
  mirror = await startMirror(join(scratch, "all.zip"));
  publish(mirror);
});

afterAll(() => {
  mirror?.close();
  rmSync(scratch, { recursive: true, force: true });
});

it("leaves the database before or after an update that is killed, and the one before by a fault", async () => {
  if (mirror === null) throw new Error("no mirror");
  const bench = { mirror, home: join(scratch, "home") };
  const { times, before, after, none } = await killed(bench, KILLS);
  expect([times, before + after + none]).toEqual([KILLS, KILLS]);
  const rows = await networkFaults(bench);
  expect(Object.keys(rows)).toHaveLength(12);
  expect(Object.values(await halves(bench))).toEqual(["exit 3", "exit 3", "exit 3", "exit 3"]);
}, 120_000);
