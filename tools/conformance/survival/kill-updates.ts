// Updates that are killed at random points. After each, the stored database is whole and is the one before or the one after.
import { readdirSync, rmSync } from "node:fs";
import { change, update, type Bench } from "./one-update.ts";
import { publish } from "./signals.ts";
import { stored } from "./stored.ts";

/** Of the random points, so that a run can be repeated. */
const SEED = 20_261_124;

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** So many kills later the length of an update is measured anew: others use the machine, too. */
const MEASURED = 20;

/** Every other kill falls into the writing: from when the new file appears until a little after it took its place. */
export async function killed(bench: Bench, times: number) {
  const next = random(SEED);
  const { mirror, home } = bench;
  let usual = await update(bench, [], null);
  change(mirror, 500);
  let short = await update(bench, [], null);
  const counts = { before: 0, after: 0, none: 0 };
  let amid = 0;
  for (let turn = 0; turn < times; turn++) {
    const isFirst = turn % 5 === 0;
    if (turn % MEASURED === MEASURED - 1) {
      change(mirror, 500 + turn);
      short = await update(bench, [], null);
    }
    if (isFirst) rmSync(home, { recursive: true });
    else if (stored(home) === "none") await update(bench, [], null);
    change(mirror, turn);
    publish(mirror);
    const before = stored(home);
    const { took, wrote } = isFirst ? usual : short;
    const from = turn % 2 === 0 ? "start" : "write";
    const delay = next() * (from === "start" ? took * 1.1 : wrote * 1.2);
    const run = await update(bench, [], { from, after: delay });
    // One that was quicker than its kill says how long they take now.
    if (run.code === 0 && isFirst) usual = run;
    else if (run.code === 0) short = run;
    const after = stored(home);
    counts[after === "none" ? "none" : after === before ? "before" : "after"]++;
    if (before !== "none" && after === "none") throw new Error(`turn ${turn} lost the database`);
    if (readdirSync(home).some((name) => name.endsWith(".tmp"))) amid++;
  }
  const last = await update(bench, [], null);
  const left = readdirSync(home).filter((name) => name !== "advisories.pyward");
  if (last.code !== 0 || left.length > 0)
    throw new Error(`what was killed left ${left.join(", ")}; exit ${last.code}: ${last.stderr}`);
  return { times, ...counts, amidTheWriting: amid };
}
