/**
 * Puts the questions that `generate.py` asked Python's `packaging` to our own functions and prints how many answers
 * differ, by kind. Exit code 1 if any does.
 *
 * Usage: node compare.ts ANSWERS.jsonl [--show N]     (N differences of each kind are printed; default 5)
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { findDisagreement } from "./disagreement.ts";
import type { About, Case } from "./disagreement.ts";

const [path, flag, shown = "5"] = process.argv.slice(2);
if (path === undefined || (flag !== undefined && flag !== "--show")) {
  console.error("Usage: node compare.ts ANSWERS.jsonl [--show N]");
  process.exit(2);
}

const counts = new Map<string, { asked: number; differing: number }>();
let about: About | null = null;
for await (const line of createInterface({ input: createReadStream(path, "utf8"), crlfDelay: Infinity })) {
  const one = JSON.parse(line) as About | Case;
  if (one.kind === "about") {
    about = one;
    console.log(`packaging ${one.packaging}`);
  } else {
    count(one, about);
  }
}

for (const [kind, { asked, differing }] of counts) {
  console.log(
    `${kind.padEnd(17)} ${String(asked).padStart(7)} asked ${String(differing).padStart(6)} differ`,
  );
}
process.exitCode = [...counts.values()].some(({ differing }) => differing > 0) ? 1 : 0;

function count(one: Case, header: About | null): void {
  if (header === null) throw new Error("the first line must say what the answers were made with");
  const tally = counts.get(one.kind) ?? { asked: 0, differing: 0 };
  counts.set(one.kind, tally);
  tally.asked++;
  const disagreement = findDisagreement(one, header);
  if (disagreement === null) return;
  tally.differing++;
  if (tally.differing > Number(shown)) return;
  console.log(JSON.stringify({ ...one, ours: disagreement.ours }).slice(0, 600));
}
