// What pyward makes of each group of records in an OSV zip or folder, for every version that a record of the package names: one line of
// JSON a problem, to be compared by reference.py.
//   node measure.ts DATABASE > FILE
import { dirname, basename, resolve } from "node:path";
import { statSync } from "node:fs";
import { openIndex } from "../../../packages/pyward/src/advisory-index/index.ts";
import { memorySource } from "../../../packages/pyward/src/advisory-index/memory-source.ts";
import { compileDatabase } from "../../../packages/pyward/src/compile-database.ts";
import { nodeTree } from "../../../packages/pyward/src/host/node/index.ts";
import { problemsOf } from "../../../packages/pyward/src/match/index.ts";

const named = resolve(process.argv[2] ?? "");
const place = statSync(named).isDirectory()
  ? { tree: nodeTree(named), path: "" }
  : { tree: nodeTree(dirname(named)), path: basename(named) };
const { bytes } = await compileDatabase(place, { now: new Date() });
const index = openIndex(memorySource(bytes));
for (const name of index.packageNames()) {
  const known = index.lookup(name);
  if (known === null) continue;
  for (const version of known.bounds)
    for (const problem of problemsOf({ name, version }, known)) {
      const records = problem.records.map(({ id, affected, affects }) => ({
        id,
        affected,
        told: affects !== undefined,
      }));
      const { confidence, fix } = problem;
      const line = { name, version, records, confidence, fix: fix?.version ?? null };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
}
