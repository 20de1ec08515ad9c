// Whether the committed snapshot is what its sources give, byte for byte. CISA's catalogue lies beside the folder of the archive.
// usage: node tools/build-snapshot/compare.ts ZIP
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { openIndex } from "../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../packages/pyward/src/advisory-index/memory-source.ts";
import { buildSnapshot } from "./build-snapshot.ts";

const [zip = ""] = process.argv.slice(2);
const enrichment = join(dirname(dirname(resolve(zip))), "enrichment");
const kev = readdirSync(enrichment).find((name) => /^kev-.*\.json$/.test(name)) ?? "";
const committed = readFileSync(join(import.meta.dirname, "../../packages/advisories/snapshot.pyward"));
const day = openIndex(memorySource(committed)).info.modified.slice(0, 10);
const { bytes } = await buildSnapshot(zip, join(enrichment, kev), new Date(`${day}T23:59:59Z`));
const isSame = Buffer.compare(bytes, committed) === 0;
console.log(
  isSame
    ? `${bytes.length} bytes, the same`
    : `${bytes.length} bytes in place of ${committed.length}, or others`,
);
process.exitCode = isSame ? 0 : 1;
